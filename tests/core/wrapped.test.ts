/** In files that are converted, whatever a reader sees is marked for translation. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { unwrapped } from './unwrapped.ts';

const SRC = fileURLToPath(new URL('../../src/', import.meta.url));

/** Grows to all that have text. A file stands here from the day on that it is converted. */
const CONVERTED = [
  'core/arm-words.ts',
  'core/errors.ts',
  'core/events.ts',
  'core/link.ts',
  'core/model-file.ts',
  'core/presets/data.ts',
  'core/presets/paper-2015.ts',
  'core/presets/size.ts',
  'core/presets/teaching.ts',
  'core/quote.ts',
  'core/run-file.ts',
  'core/run-words.ts',
  'core/schema.ts',
  'core/setting-value.ts',
  'core/settings/data.ts',
  'core/settings/distillation.ts',
  'core/settings/student.ts',
  'core/settings/teacher.ts',
  'core/settings/training.ts',
  'core/shards.ts',
  'core/slow-motion.ts',
  'core/stages.ts',
  'core/state.ts',
  'core/teacher-saw.ts',
  'core/vary.ts',
  'core/verdict-words.ts',
  'core/verdicts.ts',
  'data/fetch-file.ts',
  'data/gzip.ts',
  'data/idx.ts',
  'data/own-files.ts',
  'data/own.ts',
  'data/transfer-set.ts',
  'engine/backend.ts',
  'engine/choose-trainers.ts',
  'engine/fused/answers.ts',
  'engine/fused/autotune.ts',
  'engine/fused/fused-trainer.ts',
  'engine/fused/memory.ts',
  'engine/fused/readback.ts',
  'engine/fused/session-buffers.ts',
  'engine/imported-trainer.ts',
  'engine/open-stage.ts',
  'engine/read-model.ts',
  'engine/tfjs-trainer.ts',
  'engine/train.ts',
  'store/tables.ts',
  'ui/address.ts',
  'ui/charts.ts',
  'ui/charts/curves.ts',
  'ui/charts/export.ts',
  'ui/charts/parts.ts',
  'ui/charts/spec.ts',
  'ui/curve-chart.ts',
  'ui/alpha-choice.ts',
  'ui/difference-plot.ts',
  'ui/digit-pad.ts',
  'ui/explore/answer-bars.ts',
  'ui/explore/bar-table.ts',
  'ui/explore/confidence-panel.ts',
  'ui/explore/confusion-panel.ts',
  'ui/explore/cost-panel.ts',
  'ui/explore/dark-knowledge-panel.ts',
  'ui/explore/digits-panel.ts',
  'ui/explore/disagreements-panel.ts',
  'ui/explore/draw-panel.ts',
  'ui/explore/gradient-panel.ts',
  'ui/explore/image-grid.ts',
  'ui/explore/image-picker.ts',
  'ui/explore/loss-panel.ts',
  'ui/explore/network-name.ts',
  'ui/explore/panel-parts.ts',
  'ui/explore/paper-panel.ts',
  'ui/explore/pull-bars.ts',
  'ui/explore/runs-panel.ts',
  'ui/explore/similarity-matrix.ts',
  'ui/explore/sweep-panel.ts',
  'ui/explore/temperature-choice.ts',
  'ui/explore/trio.ts',
  'ui/backend-badge.ts',
  'ui/dropped-file.ts',
  'ui/format.ts',
  'ui/ghost-run.ts',
  'ui/guide/evidence.ts',
  'ui/guide/guide-parts.ts',
  'ui/guide/guided-path.ts',
  'ui/guide/steps/gain.ts',
  'ui/guide/steps/honest-null.ts',
  'ui/guide/steps/omitted-digit.ts',
  'ui/guide/steps/soft-targets.ts',
  'ui/guide/steps/source-of-gain.ts',
  'ui/guide/steps/temperature.ts',
  'ui/guide/steps/when-not.ts',
  'ui/lab-app.ts',
  'ui/lab-controller.ts',
  'ui/lab-explore.ts',
  'ui/lab-header.ts',
  'ui/lab-notes.ts',
  'ui/lab-stage.ts',
  'ui/lab-verdict.ts',
  'ui/language-choice.ts',
  'ui/recipe-rail.ts',
  'ui/presenting/drive.ts',
  'ui/presenting/embed-stage.ts',
  'ui/presenting/experiment-line.ts',
  'ui/presenting/keys-panel.ts',
  'ui/presenting/present-bar.ts',
  'ui/presenting/present-keys.ts',
  'ui/presenting/present-prompt.ts',
  'ui/presenting/present-stage.ts',
  'ui/presenting/present-verdict.ts',
  'ui/loss-formula.ts',
  'ui/network-activity.ts',
  'ui/network-strip.ts',
  'ui/open-file.ts',
  'ui/own-files.ts',
  'ui/results-table.ts',
  'ui/reuse-note.ts',
  'ui/roles.ts',
  'ui/run-bar.ts',
  'ui/run-charts.ts',
  'ui/run-curves.ts',
  'ui/run-gate.ts',
  'ui/run-library.ts',
  'ui/run-status.ts',
  'ui/sentences.ts',
  'ui/setting-field.ts',
  'ui/status-text.ts',
  'ui/shipped-teachers.ts',
  'ui/teacher-file.ts',
  'ui/unfinished-note.ts',
  'worker/client.ts',
  'worker/download.ts',
  'worker/export-model.ts',
  'worker/given-teacher.ts',
  'worker/keeping.ts',
  'worker/lab.ts',
  'worker/networks.ts',
  'worker/shipped-teachers.ts',
];

/** What reads like words and is none of the page's, by file. */
const NO_TEXT: Readonly<Record<string, readonly string[]>> = {
  'core/errors.ts': ['LabError'],
  'core/model-file.ts': ['Dark Knowledge Lab', 'Flatten', 'Dense', 'Sequential'],
  'core/run-file.ts': ['paired t 95 %', 'McNemar exact', 'NO DIFFERENCE SHOWN'],
  'core/settings/training.ts': ['Adam'],
  'core/shards.ts': ['a whole run'],
  'core/verdicts.ts': ['McNemar exact', 'paired t 95 %', 'NO DIFFERENCE SHOWN'],
  'ui/charts/export.ts': ['data:image/svg+xml;charset=utf-8,'],
  'ui/curve-chart.ts': ['(prefers-color-scheme: dark)', '(forced-colors: active)', 'actions'],
  'ui/guide/guided-path.ts': ['compact primary'],
  'ui/presenting/drive.ts': ['Space'],
  'ui/presenting/embed-stage.ts': ['Dark Knowledge Lab ↗'],
  'ui/presenting/keys-panel.ts': ['Shift+?'],
  'ui/presenting/present-keys.ts': [
    ...['ArrowLeft', 'ArrowRight', 'ArrowUp', 'PageUp', 'ArrowDown', 'PageDown', 'Escape', 'Esc'],
  ],
  'ui/alpha-choice.ts': ['alpha'],
  'ui/digit-pad.ts': ['pen down'],
  'ui/lab-app.ts': ['lab-stage, present-stage, embed-stage'],
  'ui/lab-stage.ts': ['(prefers-reduced-motion: reduce)'],
  'engine/backend.ts': ['WebGPU', 'WebAssembly', 'WebGL', 'JavaScript'],
  'engine/fused/answers.ts': ['answered images', 'answered labels'],
  'engine/fused/autotune.ts': ['times read'],
  'store/tables.ts': ['can be written'],
  'ui/backend-badge.ts': ['WebGPU', 'WebAssembly', 'WebGL', '…, tfjs …'],
  'ui/dropped-file.ts': ['Files'],
  'ui/lab-app.ts': ['lab-stage, present-stage, embed-stage'],
  'ui/open-file.ts': ['.json,application/json'],
  'ui/run-bar.ts': ['pace'],
  'ui/run-curves.ts': ['color-mix(in srgb, '],
  'ui/lab-header.ts': ['… Dark Knowledge Lab'],
  'ui/roles.ts': ['color-mix(in srgb, '],
};

test.each(CONVERTED)('%s', (path) => {
  const found = unwrapped(path, readFileSync(SRC + path, 'utf8'));
  expect(found.filter((one) => !NO_TEXT[path]?.includes(one))).toEqual([]);
});

describe('what is found', () => {
  const find = (code: string) => unwrapped('ui/a.ts', code);

  test('text of a template, and the attributes that are read', () => {
    expect(find('html`<p class="small note">Press ${key} <b>now</b></p>`')).toEqual(['Press …', 'now']);
    expect(find('html`<a title="Go there" href="./a b.html" aria-label=${x}></a>`')).toEqual(['Go there']);
    expect(find("html`<p>${open ? html`<i>Close it</i>` : 'Open it'}</p>`")).toEqual(['Close it', 'Open it']);
  });

  test('strings that read like words', () => {
    expect(find("const a = 'Ready.'; const b = `${n} of them`; const c = ['three words here'];")).toEqual([
      ...['Ready.', ' of them', 'three words here'],
    ]);
  });

  test('not what is marked, nor what no reader sees', () => {
    const fine = (code: string) => expect(find(code)).toEqual([]);
    fine("html`<p>${msg('Press Run')} ${msg(str`Step ${n} of it`)}</p>`");
    fine("const label = text('Press Run');");
    fine('html`<math><mi>softmax</mi></math><code>npm start</code>`');
    fine("css`.a { font: 'Two Words'; }`; throw new RangeError('No such setting.');");
    fine("if (key === 'Enter') { let a: 'One Word'; const b = { 'Two Words': 1 }['Two Words']; }");
    expect(find('msg(str`Step ${up ? "Up it goes" : n}`)')).toEqual(['Up it goes']);
  });
});
