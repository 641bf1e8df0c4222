/** Whether a teacher that was not trained by this experiment is one that its students can look into. */
import { architectureName, type Architecture } from './architecture.ts';
import { LabError } from './errors.ts';
import type { Stage } from './stages.ts';
import { str, text } from './text.ts';

/**
 * @param meant as the experiment says
 * @param stages the same, with what is taken over in their places
 * @throws LabError `config` with both shapes
 */
export function checkLookedInto(meant: readonly Stage[], stages: readonly Stage[]): void {
  for (const stage of stages) {
    const begins = stage.members.some((member) => member.begins);
    if (!stage.looksInside && !begins) continue;
    const needsLayers = begins || stage.pairs !== undefined;
    for (const { stage: id } of stage.sources.flatMap(({ networks }) => networks)) {
      const [own, expected] = [stages, meant].map((all) => all.find((one) => one.id === id)!.architecture);
      if (isLike(own!, expected!, needsLayers)) continue;
      throw new LabError(
        'config',
        text(
          str`This method looks into its teacher: by its settings it is ${architectureName(expected!)}, and the one that is used instead ${architectureName(own!)}.`,
        ),
        text('Set the teacher’s hidden layers to those it has, choose another method, or another teacher.'),
      );
    }
  }
}

function isLike(own: Architecture, expected: Architecture, needsLayers: boolean): boolean {
  if (own.kind === 'imported') return false;
  return needsLayers ? architectureName(own) === architectureName(expected) : own.kind === expected.kind;
}
