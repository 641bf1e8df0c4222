/**
 * Every setting of an experiment as one row of data: the form, the schema, the link and the command line read this
 * table and nothing else. Adding a setting is a field in experiment.ts and a row here.
 */
import type { ExperimentConfig } from './experiment.ts';
import type { Setting, SettingValue } from './setting.ts';

const optimizers = [
  { value: 'adam', label: 'Adam' },
  { value: 'sgd', label: 'SGD with momentum' },
];
const schedules = [
  { value: 'constant', label: 'constant' },
  { value: 'linear', label: 'linear to zero' },
  { value: 'cosine', label: 'cosine to zero' },
];

/** The rows that teacher and students have in common. */
function training(owner: 'teacher' | 'student', prefix: 't' | 's', whose: string): readonly Setting[] {
  const at = { card: owner } as const;
  return [
    {
      ...at,
      kind: 'layers',
      path: `${owner}.hidden`,
      key: `${prefix}h`,
      label: 'Hidden layers',
      help: `Units of ${whose} hidden layers, such as 256-256; "none" makes a linear classifier.`,
      maxLayers: 8,
      maxUnits: 4096,
    },
    {
      ...at,
      kind: 'integer',
      path: `${owner}.epochs`,
      key: `${prefix}e`,
      label: 'Epochs',
      help: 'How many times training goes through the images.',
      min: 1,
      max: 1000,
    },
    {
      ...at,
      kind: 'number',
      path: `${owner}.learningRate`,
      key: `${prefix}l`,
      label: 'Learning rate',
      help: 'How far each step moves the weights; too high and the loss explodes.',
      min: 1e-6,
      max: 10,
    },
    {
      ...at,
      kind: 'integer',
      path: `${owner}.batchSize`,
      key: `${prefix}b`,
      label: 'Batch size',
      help: 'Images that each step averages over.',
      min: 1,
      max: 1024,
    },
    {
      ...at,
      more: true,
      kind: 'choice',
      path: `${owner}.optimizer`,
      key: `${prefix}o`,
      label: 'Optimiser',
      help: 'The rule that turns gradients into steps.',
      options: optimizers,
    },
    {
      ...at,
      more: true,
      kind: 'number',
      path: `${owner}.momentum`,
      key: `${prefix}m`,
      label: 'Momentum',
      help: 'How much of the last step SGD keeps; Adam does not use it.',
      min: 0,
      max: 0.999,
    },
    {
      ...at,
      more: true,
      kind: 'choice',
      path: `${owner}.schedule`,
      key: `${prefix}s`,
      label: 'Schedule',
      help: 'How the learning rate falls over the run.',
      options: schedules,
    },
  ];
}

export const SETTINGS: readonly Setting[] = [
  {
    card: 'data',
    kind: 'choice',
    path: 'data.dataset',
    key: 'd',
    label: 'Images',
    help: 'The MNIST digits that come with the lab, or image and label files of your own.',
    options: [
      { value: 'mnist', label: 'MNIST digits' },
      { value: 'own', label: 'my own files' },
    ],
  },
  {
    card: 'data',
    kind: 'integer',
    path: 'data.labelledImages',
    key: 'n',
    label: 'Labelled images',
    help: 'Images that carry their true label; both students learn from these.',
    min: 10,
    max: 60000,
  },
  {
    card: 'data',
    kind: 'integer',
    path: 'data.unlabelledImages',
    key: 'u',
    label: 'Unlabelled images',
    help: 'Further images without a label: the distilled student still gets the teacher’s answer for them.',
    min: 0,
    max: 59990,
  },
  {
    card: 'data',
    more: true,
    kind: 'choice',
    path: 'data.trainingRows',
    key: 'r',
    label: 'Held out',
    help: 'Keep 5,000 training images for validation curves, or train on everything and draw curves on test images.',
    options: [
      { value: 'split', label: '5,000 for validation' },
      { value: 'all', label: 'nothing (curves use test images)' },
    ],
  },
  {
    card: 'teacher',
    kind: 'integer',
    path: 'data.teacherImages',
    key: 'ti',
    label: 'Images the teacher sees',
    help: 'Labelled images the teacher learns from; it may have seen more than its students.',
    min: 10,
    max: 60000,
  },
  ...training('teacher', 't', 'the teacher’s'),
  {
    card: 'teacher',
    more: true,
    kind: 'number',
    path: 'teacher.hiddenDropout',
    key: 'td',
    label: 'Dropout, hidden units',
    help: 'Share of hidden units that are switched off at random in each step.',
    min: 0,
    max: 0.9,
  },
  {
    card: 'teacher',
    more: true,
    kind: 'number',
    path: 'teacher.inputDropout',
    key: 'tx',
    label: 'Dropout, pixels',
    help: 'Share of input pixels that are switched off at random in each step.',
    min: 0,
    max: 0.9,
  },
  {
    card: 'teacher',
    more: true,
    kind: 'integer',
    path: 'teacher.jitter',
    key: 'tj',
    label: 'Jitter',
    unit: 'px',
    help: 'Each image is shifted by up to this many pixels, anew every time it is seen.',
    min: 0,
    max: 4,
  },
  {
    card: 'teacher',
    more: true,
    kind: 'number',
    path: 'teacher.maxNorm',
    key: 'tn',
    label: 'Max-norm',
    help: 'Largest length of the weights into one hidden unit; 0 means no limit.',
    min: 0,
    max: 100,
  },
  ...training('student', 's', 'every student’s'),
  {
    card: 'student',
    more: true,
    kind: 'boolean',
    path: 'distillation.pseudoLabelControl',
    key: 'p',
    label: 'Pseudo-label control',
    help: 'A third student learns only the teacher’s top answer: what it misses is dark knowledge.',
  },
  {
    card: 'student',
    more: true,
    kind: 'integer',
    path: 'seed',
    key: 'seed',
    label: 'Seed',
    help: 'The same seed gives the same run on the same device.',
    min: 0,
    max: 4294967295,
  },
  {
    card: 'distillation',
    kind: 'number',
    path: 'distillation.temperature',
    key: 'T',
    label: 'Temperature T',
    help: 'Higher T flattens the teacher’s answer, so its second and third guesses show.',
    min: 0.1,
    max: 100,
    slider: { min: 1, max: 20, step: 0.5 },
  },
  {
    card: 'distillation',
    kind: 'number',
    path: 'distillation.softWeight',
    key: 'a',
    label: 'Soft-label weight alpha',
    help: 'How much the student listens to the teacher rather than to the labels.',
    min: 0,
    max: 1,
    slider: { min: 0, max: 1, step: 0.05 },
  },
  {
    card: 'distillation',
    more: true,
    kind: 'boolean',
    path: 'distillation.tSquared',
    key: 't2',
    label: 'Scale by T²',
    help: 'Keeps the soft term’s gradient from shrinking as T grows.',
  },
];

const byPath = new Map(SETTINGS.map((setting) => [setting.path, setting]));

/** @throws RangeError for a path that is no setting: a mistake in the code, not of the user */
export function settingAt(path: string): Setting {
  const setting = byPath.get(path);
  if (!setting) throw new RangeError(`No setting at "${path}".`);
  return setting;
}

export function isSettingPath(path: string): boolean {
  return byPath.has(path);
}

export function readSetting(config: ExperimentConfig, path: string): SettingValue {
  let value: unknown = config;
  for (const part of path.split('.')) value = (value as Record<string, unknown>)[part];
  return value as SettingValue;
}

/** A copy of `config` with one setting changed. The value is taken as it is: parse it first. */
export function writeSetting(config: ExperimentConfig, path: string, value: SettingValue): ExperimentConfig {
  const [head, tail] = settingAt(path).path.split('.') as [keyof ExperimentConfig, string | undefined];
  if (tail === undefined) return { ...config, [head]: value };
  return { ...config, [head]: { ...(config[head] as object), [tail]: value } };
}
