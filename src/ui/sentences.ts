/** The recipe in words: one sentence a card, and what an edit changes compared with the run on the page. */
import { parameterCount } from '../core/architecture.ts';
import { settingWords } from '../core/arm-words.ts';
import type { AxisValue, ExperimentConfig, TeacherFlaw, TrainingConfig } from '../core/experiment.ts';
import { differingSettings } from '../core/setting-value.ts';
import type { Card } from '../core/setting.ts';
import { settingText } from '../core/vary.ts';
import { formatCount, formatRatio, formatShare, plural } from './format.ts';

const layers = ({ hidden }: TrainingConfig): string =>
  hidden.length === 0 ? 'No hidden layer' : `${hidden.join('-')} hidden units`;

const size = ({ hidden }: TrainingConfig, classes: number): number =>
  parameterCount({ kind: 'mlp', inputs: 784, hidden, classes });

/** What a closed card says. */
export function cardSentence(card: Card, config: ExperimentConfig, classes: number): string {
  switch (card) {
    case 'data':
      return dataSentence(config, classes);
    case 'teacher': {
      const { teacher, data } = config;
      const several = teacher.count > 1 ? `${formatCount(teacher.count)} of them, averaged; ` : '';
      return `${several}${layers(teacher)}; learns from ${plural(data.teacherImages, 'image')} for ${plural(teacher.epochs, 'epoch')}${FLAW_WORDS[teacher.flaw]}.`;
    }
    case 'student': {
      const ratio = size(config.teacher, classes) / size(config.student, classes);
      const relative =
        ratio > 1.05
          ? `${formatRatio(ratio)} smaller than the teacher`
          : ratio < 0.95
            ? `${formatRatio(1 / ratio)} larger than the teacher`
            : 'as large as the teacher';
      const control = config.distillation.pseudoLabelControl ? ', and a pseudo-label control' : '';
      const seeds = config.seeds > 1 ? `, from ${formatCount(config.seeds)} seeds` : '';
      const axes = config.vary.map(({ path, values }) => axisText(path, values));
      const varied = axes.length > 0 ? ` Side by side: ${axes.join(', each with ')}.` : '';
      return `${layers(config.student)}, ${relative}; ${plural(config.student.epochs, 'epoch')}${seeds}${control}.${varied}`;
    }
    case 'distillation':
      return mixSentence(config);
  }
  return card satisfies never;
}

function dataSentence({ data }: ExperimentConfig, classes: number): string {
  const each = data.labelledImages / classes;
  const perClass = `${Number.isInteger(each) ? '' : 'about '}${formatCount(each)} a class`;
  const unlabelled =
    data.unlabelledImages > 0 ? `, and ${formatCount(data.unlabelledImages)} without a label` : '';
  const source = data.dataset === 'own' ? ' of your own' : '';
  const wrong = data.wrongLabels > 0 ? `, ${formatShare(data.wrongLabels)} of the labels wrong` : '';
  const without =
    data.omittedClasses.length > 0
      ? `; the students see those without ${data.omittedClasses.join(', ')}`
      : '';
  return `${plural(data.labelledImages, 'labelled image')}${source}, ${perClass}${unlabelled}${wrong}${without}.`;
}

const FLAW_WORDS: Record<TeacherFlaw, string> = {
  none: '',
  untrained: ', but is left untrained',
  stoppedEarly: ', but is stopped early',
  labelSmoothing: ', on smoothed labels',
};

/** `T = 1, 2, 4`; values that are not numbers with their names. */
function axisText(path: string, values: readonly AxisValue[]): string {
  const texts = values.map((value) => settingWords(settingText({ values: new Map([[path, value]]) })!));
  const name = /^.+ = /.exec(texts[0]!)?.[0];
  if (!name || !texts.every((text) => text.startsWith(name))) return texts.join('; ');
  return name + texts.map((text) => text.slice(name.length)).join(', ');
}

/** How the soft weight divides the distilled student's attention. */
export function mixSentence({ distillation: { softWeight } }: ExperimentConfig): string {
  return `${formatShare(softWeight)} teacher, ${formatShare(1 - softWeight)} labels`;
}

/** The cards with a setting that differs from the run on the page; they apply to the next one. */
export function editedCards(config: ExperimentConfig, ran: ExperimentConfig | undefined): ReadonlySet<Card> {
  return new Set(editedSettings(config, ran).map(({ card }) => card));
}

function editedSettings(config: ExperimentConfig, ran: ExperimentConfig | undefined) {
  return !ran || ran === config ? [] : differingSettings(config, ran);
}

const TEACHER_PATHS = new Set(['data.dataset', 'data.trainingRows', 'data.teacherImages', 'seed']);

/** What the next run makes anew, or nothing when it would repeat the run on the page. */
export function nextRunSentence(
  config: ExperimentConfig,
  ran: ExperimentConfig | undefined,
): string | undefined {
  const edited = editedSettings(config, ran);
  if (edited.length === 0) return undefined;
  const varies = ({ vary }: ExperimentConfig) => vary.some(({ path }) => path.startsWith('teacher.'));
  const teacher = edited.some(
    ({ card, path }) =>
      card === 'teacher' ||
      TEACHER_PATHS.has(path) ||
      (path === 'seeds' && config.teacher.perSeed) ||
      (path === 'vary' && (varies(config) || (ran !== undefined && varies(ran)))),
  );
  return `Your changes apply to the next run: ${teacher ? 'a new teacher and new students' : 'new students, the same teacher'}.`;
}
