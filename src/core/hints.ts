/** What is allowed in an experiment and may still surprise: one sentence each, beside the settings that it is about. */
import { architectureOf, parameterCount } from './architecture.ts';
import { methodsOf } from './effects.ts';
import { transferImages, type ExperimentConfig, type NetworkConfig } from './experiment.ts';
import { METHODS } from './methods.ts';
import type { Card } from './setting.ts';
import { msg, str } from './text.ts';
import { combinations } from './vary.ts';

/** Sizes that differ by less are called the same. */
const ABOUT = 0.05;

export interface Sizes {
  /** Of the data. */
  readonly classes: number;
  /** Of a teacher from a file, which is what it is whatever the settings say. */
  readonly teacherParameters?: number | undefined;
}

/** In the page's language, in no order; of what is varied side by side, one value is enough. */
export function hintsOf(card: Card, config: ExperimentConfig, sizes: Sizes): readonly string[] {
  const all = combinations(config).map((one) => one.config);
  switch (card) {
    case 'teacher': {
      const few = all.find(({ data, teacher }) => teacher.batchSize > data.teacherImages);
      const isTrained = sizes.teacherParameters === undefined;
      const isHeard = methodsOf(config).some((name) => METHODS[name].taughtBy !== 'peers');
      return [
        ...(isHeard
          ? []
          : [msg('Nobody learns from the teacher by this method; students are compared with it.')]),
        ...(few && isTrained ? [batchHint(few.teacher.batchSize, few.data.teacherImages)] : []),
      ];
    }
    case 'student': {
      const few = all.find(({ data, student }) => student.batchSize > transferImages(data));
      const size = sizeHint(all, sizes);
      return [
        ...(size === undefined ? [] : [size]),
        ...(few ? [batchHint(few.student.batchSize, transferImages(few.data))] : []),
      ];
    }
    case 'data':
    case 'distillation':
      return [];
  }
  return card satisfies never;
}

function batchHint(batch: number, images: number): string {
  return msg(
    str`A batch of ${batch} is more than the ${images} images there are: every step takes all ${images}.`,
  );
}

/** The largest student beside the teacher that it has. */
function sizeHint(
  all: readonly ExperimentConfig[],
  { classes, teacherParameters }: Sizes,
): string | undefined {
  const parameters = (network: NetworkConfig) => parameterCount(architectureOf(network, classes));
  const ratios = all.map(
    ({ teacher, student }) => parameters(student) / (teacherParameters ?? parameters(teacher)),
  );
  const most = Math.max(...ratios);
  if (most > 1 + ABOUT)
    return msg('A student larger than its teacher may run; distilling then makes nothing smaller.');
  if (most >= 1 - ABOUT)
    return msg('A student as large as its teacher may run; what it gains is not compression.');
  return undefined;
}
