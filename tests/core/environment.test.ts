import { expect, test } from 'vitest';
import type { DeviceReport } from '../../src/core/device.ts';
import { environmentOf, type OpenedStage } from '../../src/core/environment.ts';

const backend = {
  backend: 'webgpu',
  softwareAdapter: false,
  reasons: [],
  tfjs: '4.22.0',
  userAgent: 'test',
} as const;
const device: DeviceReport = { ...backend, trainer: 'fused' };
const teacher: OpenedStage = {
  stage: 'teacher',
  trainer: 'fused',
  reasons: [],
  gpuBytes: 92e6,
  variants: { dense: '8x4' },
};
const students: OpenedStage = { ...teacher, stage: 'students', gpuBytes: 40e6 };

test('before a run, what will be tried', () => {
  expect(environmentOf(device, [])).toEqual({ ...backend, trainer: 'fused', variants: {} });
});

test('fused where every stage was, with the variants of each and the most memory of one', () => {
  expect(environmentOf(device, [teacher, students])).toEqual({
    ...backend,
    trainer: 'fused',
    variants: { teacher: { dense: '8x4' }, students: { dense: '8x4' } },
    gpuBytes: 92e6,
  });
});

test('one stage that fell to the reference makes it a run of the reference, and says why once', () => {
  const reasons = ['The fused trainer cannot do that.'];
  const fallen = { stage: 'students', trainer: 'tfjs', reasons } as const;
  expect(environmentOf(device, [teacher, fallen])).toEqual({
    ...backend,
    trainer: 'tfjs',
    trainerReasons: reasons,
    variants: { teacher: { dense: '8x4' } },
    gpuBytes: 92e6,
  });
  expect(environmentOf(device, [{ ...fallen, stage: 'teacher' }, fallen]).trainerReasons).toEqual(reasons);
});

test('where the fused trainer is not tried at all, the reason is kept, and no memory is made up', () => {
  const trainerReason = 'The fused trainer needs WebGPU.';
  const opened = { stage: 'teacher', trainer: 'tfjs', reasons: [] } as const;
  expect(environmentOf({ ...backend, trainer: 'tfjs', trainerReason }, [opened])).toEqual({
    ...backend,
    trainer: 'tfjs',
    trainerReasons: [trainerReason],
    variants: {},
  });
});
