/** The recipe in words: one sentence a card, and what an edit changes compared with the run on the page. */
import { architectureOf, parameterCount } from '../core/architecture.ts';
import { settingWords } from '../core/arm-words.ts';
import { makesDifference } from '../core/effects.ts';
import type { AxisValue, ExperimentConfig, NetworkConfig, TeacherFlaw } from '../core/experiment.ts';
import { METHODS, type MethodName } from '../core/methods.ts';
import { differingSettings } from '../core/setting-value.ts';
import type { Card } from '../core/setting.ts';
import { counted, inLocale, listed, msg, str, text } from '../core/text.ts';
import { settingText } from '../core/vary.ts';
import { formatCount, formatRatio, formatShare } from './format.ts';

/** Parts of a clause stand apart by commas, clauses by semicolons; what does not apply is left out. */
function sentence(...clauses: readonly (readonly (string | false)[])[]): string {
  const parts = clauses.map((clause) => clause.filter(Boolean).join(', '));
  return `${parts.filter(Boolean).join('; ')}.`;
}

function layers({ architecture, hidden, channels, blocks, width }: NetworkConfig): string {
  switch (architecture) {
    case 'mlp':
      return hidden.length === 0 ? msg('No hidden layer') : msg(str`${hidden.join('-')} hidden units`);
    case 'cnn':
      return msg(str`convolutions of ${channels.join('-')} channels`);
    case 'vit':
      return counted(blocks, {
        one: msg(str`a transformer of 1 block, ${width} wide`),
        other: msg(str`a transformer of ${blocks} blocks, ${width} wide`),
      });
  }
  return architecture satisfies never;
}

const size = (network: NetworkConfig, classes: number): number =>
  parameterCount(architectureOf(network, classes));

/** What a closed card says. */
export function cardSentence(card: Card, config: ExperimentConfig, classes: number): string {
  switch (card) {
    case 'data':
      return dataSentence(config, classes);
    case 'teacher':
      return teacherSentence(config);
    case 'student':
      return studentSentence(config, classes);
    case 'distillation':
      return mixSentence(config);
  }
  return card satisfies never;
}

function dataSentence({ data }: ExperimentConfig, classes: number): string {
  const { labelledImages, unlabelledImages, wrongLabels, omittedClasses, dataset } = data;
  const images = formatCount(labelledImages);
  const each = labelledImages / classes;
  return sentence(
    [
      dataset === 'own'
        ? msg(str`${images} labelled images of your own`)
        : msg(str`${images} labelled images`),
      Number.isInteger(each)
        ? msg(str`${formatCount(each)} a class`)
        : msg(str`about ${formatCount(each)} a class`),
      unlabelledImages > 0 && msg(str`and ${formatCount(unlabelledImages)} without a label`),
      wrongLabels > 0 && msg(str`${formatShare(wrongLabels)} of the labels wrong`),
    ],
    [omittedClasses.length > 0 && msg(str`the students see those without ${omittedClasses.join(', ')}`)],
  );
}

function teacherSentence({ teacher, data }: ExperimentConfig): string {
  const images = formatCount(data.teacherImages);
  const learns = counted(teacher.epochs, {
    one: msg(str`learns from ${images} images for 1 epoch`),
    other: msg(str`learns from ${images} images for ${formatCount(teacher.epochs)} epochs`),
  });
  return sentence(
    [teacher.count > 1 && msg(str`${formatCount(teacher.count)} of them, averaged`)],
    [layers(teacher)],
    [learns, teacher.flaw !== 'none' && inLocale(FLAW_WORDS[teacher.flaw])],
  );
}

const FLAW_WORDS: Record<Exclude<TeacherFlaw, 'none'>, string> = {
  untrained: text('but is left untrained'),
  stoppedEarly: text('but is stopped early'),
  labelSmoothing: text('on smoothed labels'),
};

function studentSentence(config: ExperimentConfig, classes: number): string {
  const { student, seeds, distillation, vary } = config;
  const said = sentence(
    [layers(student), sizeWords(size(config.teacher, classes) / size(student, classes))],
    [
      counted(student.epochs, {
        one: msg('1 epoch'),
        other: msg(str`${formatCount(student.epochs)} epochs`),
      }),
      seeds > 1 && msg(str`from ${formatCount(seeds)} seeds`),
      distillation.pseudoLabelControl && msg('and a pseudo-label control'),
    ],
  );
  if (vary.length === 0) return said;
  const axes = vary.map(({ path, values }) => axisText(path, values));
  const nested = axes.reduce((all, axis) => msg(str`${all}, each with ${axis}`));
  return `${said} ${msg(str`Side by side: ${nested}.`)}`;
}

/** @param ratio how many times the student's parameters the teacher has */
function sizeWords(ratio: number): string {
  if (ratio > 1.05) return msg(str`${formatRatio(ratio)} smaller than the teacher`);
  if (ratio < 0.95) return msg(str`${formatRatio(1 / ratio)} larger than the teacher`);
  return msg('as large as the teacher');
}

/** `T = 1, 2, 4`; values that are not numbers with their names. */
function axisText(path: string, values: readonly AxisValue[]): string {
  if (path === METHOD)
    return msg(str`the methods ${values.map((name) => titleOf(name as MethodName)).join(', ')}`);
  const texts = values.map((value) => settingWords(settingText({ values: new Map([[path, value]]) })!));
  const name = /^.+ = /.exec(texts[0]!)?.[0];
  if (!name || !texts.every((one) => one.startsWith(name))) return texts.join('; ');
  return name + listed(texts.map((one) => one.slice(name.length)));
}

const METHOD = 'distillation.method';
const titleOf = (name: MethodName): string => inLocale(METHODS[name].title);

/** How the soft weight divides the distilled student's attention, or the method, where it has no such weight. */
export function mixSentence({ distillation: { method, softWeight } }: ExperimentConfig): string {
  if (!makesDifference('distillation.softWeight', method)) return titleOf(method);
  const mix = msg(str`${formatShare(softWeight)} teacher, ${formatShare(1 - softWeight)} labels`);
  return method === 'softTargets' ? mix : `${titleOf(method)}: ${mix}`;
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
  return teacher
    ? msg('Your changes apply to the next run: a new teacher and new students.')
    : msg('Your changes apply to the next run: new students, the same teacher.');
}
