/** Networks whose answers are made up by rule, and forty images to try them on: four of each class. */
import type {
  AnswerSheet,
  NetworkAnswers,
  NetworkId,
  NetworksOf,
  TestImages,
} from '../../src/core/answers.ts';
import { armOf, type Role, type Stage } from '../../src/core/stages.ts';

const CLASSES = 10;
const EACH = 4;

/** A square that stands at another place for every class, so that a picture tells its class. */
export function pictureOf(label: number): Uint8Array {
  const pixels = new Uint8Array(784);
  for (let y = 0; y < 6; y++)
    for (let x = 0; x < 6; x++)
      pixels[(6 + 8 * Math.floor(label / 5) + y) * 28 + 2 + 5 * (label % 5) + x] = 255;
  return pixels;
}

const labels = Uint8Array.from({ length: EACH * CLASSES }, (_, row) => row % CLASSES);
const images = new Uint8Array(labels.length * 784);
labels.forEach((label, row) => images.set(pictureOf(label), row * 784));

/** Which class a picture is nearest to. */
function seen(pixels: Uint8Array): number {
  const overlap = Array.from({ length: CLASSES }, (_, label) =>
    pictureOf(label).reduce((sum, ink, i) => sum + ink * pixels[i]!, 0),
  );
  return overlap.indexOf(Math.max(...overlap));
}

/** How sure each role is; the first picture of class 4 is a 9 to the hard-label student. */
const SURENESS: Partial<Record<Role, number>> = { teacher: 9, hardLabel: 12, distilled: 7 };

function logitsOf(role: Role, label: number, row?: number): number[] {
  const answer = role === 'hardLabel' && row === 4 ? 9 : label;
  return Array.from({ length: CLASSES }, (_, c) =>
    c === answer ? (SURENESS[role] ?? 5) : c === (answer + 5) % CLASSES ? 4 : 0,
  );
}

export class FakeNetworks {
  readonly test: TestImages = { images, labels, classes: CLASSES };
  /** Steps that the networks have taken. */
  step = 10;
  /** How often answers were asked for. */
  asked = 0;

  answers(of: NetworksOf, pictures: Uint8Array, stages: readonly Stage[]): AnswerSheet {
    this.asked += 1;
    const whose = of.from === 'lab' ? 'recording' : 'run';
    const networks = stages.flatMap((stage) =>
      stage.members.map((member, s): NetworkAnswers => {
        const rows = Array.from({ length: pictures.length / 784 }, (_, n) =>
          logitsOf(member.role, seen(pictures.subarray(n * 784, (n + 1) * 784))),
        );
        return {
          ...armOf(member),
          ...{ kind: stage.kind, member: stage.numbers[s]!, seed: member.seed },
          ...{ step: this.step, steps: stage.steps, isMeasured: true },
          logits: Float32Array.from(rows.flat()),
        };
      }),
    );
    return { whose, classes: CLASSES, networks };
  }

  testAnswers({ kind, member }: NetworkId, stages: readonly Stage[]): Float32Array | undefined {
    const stage = stages.find((one) => one.kind === kind);
    const who = stage?.members[stage.numbers.indexOf(member)];
    if (!who) return undefined;
    return Float32Array.from([...labels].flatMap((label, row) => logitsOf(who.role, label, row)));
  }
}
