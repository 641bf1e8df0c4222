/** Whatever a reader of the page sees is marked for translation. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { unwrapped } from './unwrapped.ts';

const SRC = fileURLToPath(new URL('../../src/', import.meta.url));

/** Not the page's: the command line, models for tfjs, shaders and the catalogues themselves. */
const NOT_SHOWN =
  /^(headless\/|core\/model-(topology|graph)|engine\/(fused\/kernels\/|software-(matmul|reductions))|ui\/locales\/)/;

const FILES = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts') && !NOT_SHOWN.test(path));

/** What reads like words and is none of the page's, by file. */
const NO_TEXT: Readonly<Record<string, readonly string[]>> = {
  'core/csv.ts': ['Bytes', 'TestErrors', 'Changed'],
  'core/device.ts': ['WebGPU', 'WebAssembly', 'WebGL'],
  'core/errors.ts': ['LabError'],
  'core/model-file.ts': ['Dark Knowledge Lab'],
  'core/run-file.ts': ['paired t 95 %', 'McNemar exact', 'NO DIFFERENCE SHOWN'],
  'core/settings/training.ts': ['Adam'],
  'core/shards.ts': ['a whole run'],
  'core/verdicts.ts': ['McNemar exact', 'paired t 95 %', 'NO DIFFERENCE SHOWN'],
  'engine/backend.ts': ['WebGPU', 'WebAssembly', 'WebGL', 'JavaScript'],
  'engine/fused/answers.ts': ['answered images', 'answered labels'],
  'engine/fused/autotune.ts': ['times read'],
  'store/tables.ts': ['can be written'],
  'ui/alpha-choice.ts': ['alpha'],
  'ui/backend-badge.ts': ['role known'],
  'ui/backend-details.ts': ['…, tfjs …'],
  'ui/charts/theme.ts': ['system-ui, "Segoe UI", Roboto, "Liberation Sans", Arial, sans-serif'],
  'ui/charts/vega-embed.ts': ['curve-chart painter'],
  'ui/charts/export.ts': ['data:image/svg+xml;charset=utf-8,'],
  'ui/curve-chart.ts': ['(prefers-color-scheme: dark)', '(forced-colors: active)', 'actions'],
  'ui/digit-pad.ts': ['pen down'],
  'ui/dropped-file.ts': ['Files'],
  'ui/guide/guided-path.ts': ['compact primary'],
  'ui/lab-app.ts': ['lab-stage, present-stage, embed-stage'],
  'ui/lab-header.ts': ['… Dark Knowledge Lab'],
  'ui/lab-stage.ts': ['(prefers-reduced-motion: reduce)'],
  'ui/language.ts': ['English', 'Deutsch'],
  'ui/offline/offline.ts': ['vite:preloadError'],
  'ui/open-file.ts': ['.json,application/json'],
  'ui/page-ink.ts': ['(prefers-color-scheme: dark)', '(forced-colors: active)'],
  'ui/pop-panel.ts': ['label'],
  'ui/presenting/drive.ts': ['Space'],
  'ui/presenting/embed-stage.ts': ['Dark Knowledge Lab ↗'],
  'ui/presenting/keys-panel.ts': ['Shift+?'],
  'ui/presenting/keys.ts': [
    "input, select, textarea, canvas, dialog, iframe, [contenteditable], [popover], [role='dialog'],\n  [role='application'], [role='listbox'], [role='slider']",
    'button, summary, a[href], [role="button"], [role="tab"]',
    'Arrow',
  ],
  'ui/pad/key-pen.ts': ['put down'],
  'ui/loss-formula.ts': ['arXiv …'],
  'ui/networks.ts': ['mnist MNIST'],
  'ui/presenting/present-keys.ts': [
    ...['ArrowLeft', 'ArrowRight', 'ArrowUp', 'PageUp', 'ArrowDown', 'PageDown', 'Escape', 'Esc'],
  ],
  'ui/roles.ts': ['color-mix(in srgb, '],
  'ui/run-bar.ts': ['pace'],
  'ui/run-curves.ts': ['color-mix(in srgb, '],
  'ui/share-panel.ts': [
    ...['view', 'Dark Knowledge Lab: ', 'Dark Knowledge Lab'],
    ...['allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox', '<iframe src="'],
  ],
};

test.each(FILES)('%s', (path) => {
  const found = new Set(unwrapped(path, readFileSync(SRC + path, 'utf8')));
  expect([...found]).toEqual(NO_TEXT[path] ?? []);
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

  test('no style, but what stands in one', () => {
    expect(
      find('html`<p .style=${`background: red no-repeat; width: ${open("Press it")}`}>${`Two words`}</p>`'),
    ).toEqual([...['Press it', 'Two words']]);
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
