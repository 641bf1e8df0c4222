// A run that would train a teacher that comes with the lab, and one whose files do not arrive.
import { expect, test, vi } from 'vitest';
import { parameterCount } from '../../src/core/architecture.ts';
import { modelFile } from '../../src/core/model-file.ts';
import { compile } from '../../src/core/compile.ts';
import { english, type Text } from '../../src/core/text.ts';
import type { ShippedTeacher } from '../../src/core/shipped.ts';
import { openShippedTeachers } from '../../src/worker/shipped-teachers.ts';
import { NEVER, smallExperiment } from '../engine/fixtures.ts';
import { madeUpRun } from '../core/measured.ts';

const config = smallExperiment({});
const stages = compile(config);
const { architecture, steps } = stages[0]!;
const parameters = Float32Array.from({ length: parameterCount(architecture) }, (_, i) => (i % 7) / 8);
const file = modelFile(architecture, parameters, 'float16', { role: 'teacher' });
const url = (content: BlobPart) => URL.createObjectURL(new Blob([content]));

function teacher(change: Partial<ShippedTeacher['urls']> = {}): ShippedTeacher {
  const urls = {
    model: url(JSON.stringify(file.json)),
    weights: url(file.weights),
    run: url(JSON.stringify(madeUpRun(config))),
    ...change,
  };
  return { title: 'tiny', config, testErrors: 1, testImages: 10, urls };
}

async function open(shipped: ShippedTeacher, dataset = 'mnist') {
  const told: string[] = [];
  const tell = (message: Text) => void told.push(english(message));
  return { opened: await openShippedTeachers({ stages, dataset, tell }, [shipped], NEVER), told };
}

test('it takes the place of the one that would be trained, and says where it was trained', async () => {
  const { opened, told } = await open(teacher());
  expect(opened).toHaveLength(1);
  expect(opened[0]).toMatchObject({
    stage: 'teacher',
    architecture,
    snapshot: { step: steps, parameters, moments: [] },
    reuse: { from: 'lab', title: 'tiny', trainedOn: madeUpRun(config).environment.adapter! },
  });
  expect(told).toEqual([]);
});

test('other images and other teachers are not its business', async () => {
  expect((await open(teacher(), 'own 1 2')).opened).toEqual([]);
  const other = smallExperiment({ teacher: { epochs: 77 } });
  expect(await open({ ...teacher(), config: other })).toEqual({ opened: [], told: [] });
});

test.each([
  ['cut off', { weights: url(file.weights.slice(2)) }, 'its weights have .* bytes; .* are needed'],
  ['a web page', { model: url('<html>') }, '.*JSON.*'],
  ['another model', { model: url('{}') }, 'its files are not what they should be'],
])('files that are %s are told about, and it is trained here', async (_, change, reason) => {
  const { opened, told } = await open(teacher(change));
  expect(opened).toEqual([]);
  expect(told).toEqual([
    expect.stringMatching(
      new RegExp(
        `^The teacher that comes with the lab could not be loaded \\(${reason}\\); it is trained here\\.$`,
      ),
    ),
  ]);
});

test('a server that has none is told about, and asked once', async () => {
  const asked = vi.spyOn(globalThis, 'fetch').mockResolvedValue(new Response('', { status: 404 }));
  const { told } = await open(teacher());
  expect(told).toEqual([expect.stringContaining('could not be loaded (the server answered 404)')]);
  expect(asked).toHaveBeenCalledTimes(3);
  asked.mockRestore();
});

test('a line that breaks is tried once more', async () => {
  const real = globalThis.fetch;
  const asked = vi.spyOn(globalThis, 'fetch').mockImplementation(real);
  asked.mockRejectedValueOnce(new TypeError('Failed to fetch'));
  expect(await open(teacher())).toMatchObject({ opened: [{ stage: 'teacher' }], told: [] });
  expect(asked).toHaveBeenCalledTimes(4);
  asked.mockRestore();
});
