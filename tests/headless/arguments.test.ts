/** Every way to ask for a run, and every way to be refused: one line that names the value and what is allowed. */
import { describe, expect, test } from 'vitest';
import { encodeLink } from '../../src/core/link.ts';
import { presetById, PRESETS } from '../../src/core/presets.ts';
import { SETTINGS } from '../../src/core/settings.ts';
import { ArgumentError, HELP, parseArguments, type RunRequest } from '../../src/headless/arguments.ts';

const noFile = (path: string): string => {
  throw Object.assign(new Error(`no file ${path}`), { code: 'ENOENT' });
};
const parse = (words: readonly string[], file?: string) =>
  parseArguments(words, file === undefined ? noFile : () => file);

function runOf(words: readonly string[], file?: string): RunRequest {
  const request = parse(words, file);
  if (request.kind !== 'run') throw new Error(`It is a request for ${request.kind}.`);
  return request;
}

function refusal(words: readonly string[], file?: string): string {
  try {
    parse(words, file);
  } catch (error) {
    expect(error).toBeInstanceOf(ArgumentError);
    return (error as ArgumentError).message;
  }
  throw new Error(`${words.join(' ')} was not refused.`);
}

const quick = presetById('quick')!.config;
const full = presetById('full')!.config;

describe('what is understood', () => {
  test('without a source, the quick preset', () => {
    expect(runOf([])).toEqual({
      ...{ kind: 'run', config: quick, name: 'quick', models: false, precisions: ['float32'] },
      debug: false,
    });
  });

  test('--shard and --merge', () => {
    expect(runOf(['--shard', '2/4']).shard).toEqual({ index: 2, count: 4 });
    for (const bad of ['0/4', '5/4', '1', '1/0', 'a/b', '-1/4'])
      expect(refusal([`--shard=${bad}`])).toBe(
        `--shard is "${bad}"; it must be one of how many, such as 1/4.`,
      );
    expect(parse(['--merge', 'a', '--site', 'dist'])).toMatchObject({ site: 'dist' });
    expect(runOf(['--site', 'dist']).site).toBe('dist');
    expect(parse(['--merge', 'a', 'b', '--out', 'c'])).toMatchObject({
      kind: 'merge',
      folders: ['a', 'b'],
      out: 'c',
    });
    expect(refusal(['--merge'])).toContain('needs the folders');
    expect(refusal(['--merge', 'a', '--seeds', '3'])).toContain('--seeds has no place beside it');
  });

  test('--sweep, once or twice', () => {
    const T = { path: 'distillation.temperature', values: [1, 4] };
    expect(runOf(['--sweep', 'distillation.temperature=1,4']).config.vary).toEqual([T]);
    const widths = { path: 'student.hidden', values: [[30], [60, 30]] };
    const words = ['--sweep', 'student.hidden=30,60-30', '--sweep', 'T=1,4'];
    expect(runOf(words).config.vary).toEqual([widths, T]);
    expect(refusal(['--sweep', 'T=1;a=0'])).toBe(
      '--sweep is "T=1;a=0"; give --sweep twice for two settings.',
    );
    expect(refusal(['--sweep', 'T=1', '--sweep', 'a=0', '--sweep', 'sh=9'])).toContain('at most 2 of these');
  });

  test('--teacher and how it sees images', () => {
    expect(runOf(['--teacher', 'a/model.json']).teacher).toEqual({ path: 'a/model.json', scale: '0-1' });
    const words = ['--teacher', 'm.json', '--teacher-inputs', 'standard', '--models'];
    expect(runOf(['--precision', 'uint8, float16,uint8']).precisions).toEqual(['uint8', 'float16']);
    expect(runOf(words)).toMatchObject({ teacher: { path: 'm.json', scale: 'standard' }, models: true });
    expect(refusal(['--teacher', 'm.json', '--teacher-inputs', '0-2'])).toMatch(
      /^--teacher-inputs is "0-2"; it must be "0-1" or "0-255" or "-1-1" or "standard"\.$/,
    );
    expect(refusal(['--teacher-inputs', '0-1'])).toContain('there is no --teacher');
  });

  test.each(PRESETS.map(({ id }) => id))('--preset %s', (id) => {
    expect(runOf(['--preset', id])).toMatchObject({ config: presetById(id)!.config, name: id });
  });

  test('--config reads a file', () => {
    expect(runOf(['--config', 'x.json'], JSON.stringify(full)).config).toEqual(full);
  });

  test.each(['', '#', 'https://lab.example/path/?backend=cpu#'])(
    '--link, given as %j and the hash',
    (before) => {
      expect(runOf(['--link', before + encodeLink(full)]).config).toEqual(full);
    },
  );

  test('--set changes the experiment, the last one of a path counting', () => {
    const words = [
      '--set',
      'distillation.temperature=8',
      '--set',
      'student.hidden=64-32',
      '--set=seed=5',
      '--set=seed=6',
    ];
    const { config } = runOf(['--preset', 'full', ...words]);
    expect(config.distillation).toEqual({ ...full.distillation, temperature: 8 });
    expect(config.student.hidden).toEqual([64, 32]);
    expect(config.seed).toBe(6);
  });

  test('--backend, --trainer, --out and --debug', () => {
    const words = ['--backend', 'wasm', '--trainer', 'tfjs', '--out', 'here', '--debug'];
    expect(runOf(words)).toMatchObject({ backend: 'wasm', trainer: 'tfjs', out: 'here', debug: true });
    expect(runOf(['--trainer', 'fused', '--backend', 'webgpu'])).toMatchObject({ trainer: 'fused' });
  });

  test('--list and --help', () => {
    expect(parse(['--list']).kind).toBe('list');
    expect(parse(['--help']).kind).toBe('help');
    expect(parse(['-h', '--preset', 'nonsense']).kind).toBe('help');
    for (const option of ['preset', 'config', 'link', 'set', 'backend', 'trainer', 'out', 'list', 'debug'])
      expect(HELP).toContain(`--${option}`);
  });
});

describe('what is refused', () => {
  test.each([
    [
      ['--preset', 'nonsense'],
      /^--preset is "nonsense"; it must be one of quick, few-labels, wrong-labels, omit-a-digit, seven-eight, full, hinton-2015, tiny-student, honest-null, capacity-gap, t-squared, bad-teacher, ensemble, methods, cnn-teaches-mlp, methods-cnn, methods-vit, quantise\.$/,
    ],
    [['--preset', 'quick', '--link', 'T=4'], /one experiment/],
    [['--preset', 'quick', '--preset', 'full'], /one experiment/],
    [['--preset'], /^--preset needs a value/],
    [['--preset', '--list'], /^--preset needs a value/],
    [['--list=yes'], /^--list takes no value/],
    [['--nonsense'], /^--nonsense is no option/],
    [['quick'], /^"quick" belongs to no option/],
    [['--backend', 'vulkan'], /^--backend is "vulkan"; it must be "webgpu" or "wasm" or "webgl" or "cpu"\.$/],
    [['--precision', 'float32,int4'], /^--precision is "float32,int4"; it must be "float32" or "float16"/],
    [['--trainer', 'other'], /^--trainer is "other"; it must be "fused" or "tfjs"\.$/],
    [
      ['--trainer', 'fused', '--backend', 'wasm'],
      /^--trainer is "fused", which needs WebGPU; --backend is "wasm"\.$/,
    ],
    [['--out', ''], /^--out is ""/],
    [['--config', 'gone.json'], /^--config is "gone.json"; there is no such file\.$/],
    [['--link', 'T=0'], /Temperature T is "0"; it must be a number from 0\.1 to 100\.$/],
    [['--link', 'nonsense'], /"nonsense"/],
    [['--link', `T=${'4'.repeat(3000)}`], /3002 characters/],
    [['--set', 'seed'], /^--set is "seed"; it must be path=value/],
    [
      ['--set', 'distillation.temperature=0'],
      /^distillation\.temperature: Temperature T is "0"; it must be a number from 0\.1 to 100\.$/,
    ],
    [['--set', 'distillation.temperature=1e309'], /"1e309"; it must be a number/],
    [['--set', 'distillation.temperature=NaN'], /"NaN"; it must be a number/],
    [['--set', 'distillation.softWeight=1.1'], /"1\.1"; it must be a number from 0 to 1\.$/],
    [['--set', 'student.epochs=0'], /"0"; it must be a whole number/],
    [['--set', 'student.batchSize=1.5'], /"1\.5"; it must be a whole number/],
    [['--set', 'teacher.hidden=0'], /"0"; it must be "none", or/],
    [['--set', 'teacher.hidden=4096-4096-4096'], /^teacher\.hidden: .*parameters; at most/],
    [['--set', 'data.dataset=own'], /"own"; this command can only train on "mnist"/],
  ])('%j', (words, sentence) => {
    const message = refusal(words);
    expect(message).toMatch(sentence);
    expect(message).not.toContain('\n');
  });

  test('an unknown path, with the nearest or with all', () => {
    expect(refusal(['--set', 'distillation.temp=3'])).toContain('distillation.temperature');
    expect(refusal(['--set', 'temperature=3'])).toMatch(
      /"temperature"; near it are distillation\.temperature\.$/,
    );
    const all = refusal(['--set', '__proto__=3']);
    for (const { path } of SETTINGS) expect(all).toContain(path);
  });

  test.each([
    ['{', /not JSON/],
    ['[]', /experiment/],
    [JSON.stringify({ ...quick, version: 2 }), /newer lab/],
    [JSON.stringify({ ...quick, seed: -1 }), /^--config "x\.json": seed: .*"-1"; it must be/],
    [JSON.stringify({ ...quick, extra: 1 }), /extra/],
    [' '.repeat(70_000), /70000 characters; at most 65536/],
  ])('the file %.20s', (file, sentence) => {
    expect(refusal(['--config', 'x.json'], file)).toMatch(sentence);
  });
});
