/** Links are short, start from the nearest preset, and mean for ever what they meant when they were written. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { differingSettings, formatSetting } from '../../src/core/setting-value.ts';
import { decodeLink, encodeLink } from '../../src/core/link.ts';
import { DEFAULT_EXPERIMENT, presetById, PRESETS } from '../../src/core/presets.ts';
import { parseExperiment } from '../../src/core/schema.ts';
import { readSetting, writeSetting } from '../../src/core/settings.ts';
import { editsOf } from './any-experiment.ts';

/** Every preset as it was published, as links of version 1 have it. A line that changes breaks links of others. */
const PUBLISHED: Readonly<Record<string, string>> = {
  quick: '',
  'few-labels': 'v=1&n=500&u=9500&sh=64-64&se=10&sb=128&p=true&x=n%3D200%2C500%2C1000&T=4&a=1',
  'wrong-labels': 'v=1&n=5000&w=0.4&sh=64-64&se=15&sb=64&x=w%3D0.2%2C0.4%2C0.6&T=4&a=0.7',
  'omit-a-digit': 'v=1&n=55000&o=3&ti=55000&te=8&sh=300-300&se=6&sb=128&T=20&a=1',
  'seven-eight': 'v=1&n=55000&o=0-1-2-3-4-5-6-9&ti=55000&te=8&sh=300-300&se=2&sb=128&T=20&a=1',
  full: 'v=1&n=55000&ti=55000&te=8&sh=800-800&se=15&sb=128&T=20&a=1',
  'hinton-2015':
    'v=1&n=60000&r=all&ti=60000&th=1200-1200&te=40&ts=cosine&td=0.5&tx=0.1&tn=3.5&sh=800-800&se=15&sb=128&T=20&a=1',
  'tiny-student': 'v=1&n=55000&ti=55000&te=5&sh=30-30&se=6&sb=128&x=T%3D1%2C2.5%2C4%2C8%2C20&T=4',
  'honest-null': 'v=1&n=55000&ti=55000&te=5&sh=30-30&se=6&sb=128&T=4',
  'capacity-gap': 'v=1&n=10000&sh=8&se=20&sb=128&as=32',
  't-squared': 'v=1&x=T%3D2%2C8%3Bt2%3Dtrue%2Cfalse&a=0.5',
  'bad-teacher': 'v=1&x=tf%3Dnone%2CstoppedEarly%2ClabelSmoothing%2Cuntrained',
  ensemble: 'v=1&tc=5&x=tc%3D1%2C5',
  methods:
    'v=1&ti=55000&th=64-64-64-64&te=5&td=0&tj=1&sh=64-64&se=16&T=4&k=3&as=64-64-64&x=me=softTargets,pseudoLabels,logitMse,jensenShannon,decoupled,fitnets,attentionTransfer,relational,patient,cosine,layerInit,teacherAssistant,ensemble,bornAgain,mutual;ms=0.3,1,3',
  'cnn-teaches-mlp': 'v=1&ti=55000&tk=cnn&th=64&te=6&tl=0.003&tb=64&td=0&tj=1&k=5',
  'methods-cnn':
    'v=1&ti=55000&tk=cnn&th=64&te=6&tl=0.003&tb=64&td=0&tj=1&sk=cnn&sv=4-8&sh=16&T=4&k=3&x=me=softTargets,attentionTransfer;ms=0.3,1,3',
  'methods-vit':
    'v=1&n=5000&ti=55000&tk=vit&tz=3&tw=32&te=3&tl=0.004&tb=64&td=0&tj=0&sk=vit&sh=64-64&sw=24&se=6&sl=0.004&sb=50&ss=linear&T=4&k=3&x=me=softTargets,tinyBert',
  quantise: 'v=1&k=5&q=true',
};

const changed = (id: string, path: string, value: number) =>
  writeSetting(presetById(id)!.config, path, value);
const sentences = (hash: string) => decodeLink(hash).notices;

describe('what is written', () => {
  test.each(PRESETS)('$id is at most its name, and comes back', ({ id, config }) => {
    const link = encodeLink(config);
    expect(link.length).toBeLessThanOrEqual(`v=2&from=${id}`.length);
    expect(decodeLink(link)).toEqual({ config, notices: [] });
  });

  test('an experiment starts from the preset that it differs least from', () => {
    expect(encodeLink(changed('few-labels', 'distillation.temperature', 2))).toBe('v=2&from=few-labels&T=2');
    expect(encodeLink(changed('hinton-2015', 'seeds', 3))).toBe('v=2&from=hinton-2015&k=3');
    expect(encodeLink(changed('quick', 'distillation.temperature', 2))).toBe('v=1&T=2');
  });

  test('what varies is written as it is read', () => {
    const vary = [
      { path: 'distillation.temperature', values: [1, 4] },
      { path: 'data.omittedClasses', values: [[], [7, 8]] },
    ];
    const config = { ...DEFAULT_EXPERIMENT, vary };
    expect(encodeLink(config)).toBe('v=1&x=T=1,4;o=none,7-8');
    expect(decodeLink('v=1&x=T=1,4;o=none,7-8').config).toEqual(config);
    expect(decodeLink('v=1&x=T%3D1%2C4%3Bo%3Dnone%2C7-8').config).toEqual(config);
  });

  test('any edits of any preset come back, in no more than the preset and the edits take', () => {
    const anyEdits = fc
      .tuple(fc.constantFrom(...PRESETS), fc.integer({ min: 0, max: 5 }))
      .chain(([{ id, config: base }, edits]) => editsOf(base, edits).map((config) => ({ id, base, config })))
      .filter(({ config }) => parseExperiment(config).ok);
    fc.assert(
      fc.property(anyEdits, ({ id, base, config }) => {
        const link = encodeLink(config);
        expect(decodeLink(`#${link}`)).toEqual({ config, notices: [] });
        const own = differingSettings(config, base).map(
          ({ path, key }) => `&${key}=${encodeURIComponent(formatSetting(readSetting(config, path)))}`,
        );
        expect(link.length).toBeLessThanOrEqual(`v=2&from=${id}${own.join('')}`.length);
      }),
      { numRuns: 300 },
    );
  });
});

describe('what was written before', () => {
  test('C5 every preset is as it was published', () => {
    expect(Object.keys(PUBLISHED)).toEqual(PRESETS.map(({ id }) => id));
    for (const { id, config } of PRESETS)
      expect([id, decodeLink(PUBLISHED[id]!)]).toEqual([id, { config, notices: [] }]);
  });

  test('in version 1, "from" was no part of a link, and p is what it was', () => {
    const { config, notices } = decodeLink('#v=1&from=few-labels&T=2&p=true');
    expect(notices).toEqual([`The link's part "from" is not known and was left out.`]);
    expect(config).toEqual(decodeLink('#v=1&T=2&p=1').config);
    expect(config.distillation).toMatchObject({ temperature: 2, pseudoLabelControl: true });
  });

  test('a link by hand may leave the version out', () => {
    expect(decodeLink('#from=few-labels&T=2')).toEqual(decodeLink('#v=2&from=few-labels&T=2'));
    expect(sentences('#from=few-labels&T=2')).toEqual([]);
  });
});

describe('what is refused', () => {
  test.each([
    [
      '#v=2&from=many-labels&T=2',
      'The link was not used: it starts from the preset "many-labels", and this lab has none of that name.',
    ],
    [
      '#from=__proto__',
      'The link was not used: it starts from the preset "__proto__", and this lab has none of that name.',
    ],
    [
      '#v=2&T=2',
      'The link was not used: it is of version 2, and does not name the preset that it starts from.',
    ],
    ['#v=3&from=full', 'The link was not used: it is of version "3", and this lab reads versions 1 and 2.'],
    [
      '#v=2&from=full&th=4096-4096-4096',
      "The link was not used: The teacher's hidden layers 4096-4096-4096 have",
    ],
  ])('%s, in a sentence', (hash, sentence) => {
    const { config, notices } = decodeLink(hash);
    expect(notices).toEqual([expect.stringContaining(sentence)]);
    expect(config).toEqual(DEFAULT_EXPERIMENT);
  });

  test('what is wrong in a link from a preset leaves the rest of it', () => {
    const { config, notices } = decodeLink('#v=2&from=full&T=0&k=2&from=quick&<b>=1');
    expect(config).toEqual(changed('full', 'seeds', 2));
    expect(notices).toHaveLength(3);
  });
});
