/**
 * What a network is shown: which training rows, and with which labels. Pure functions of a rule and the true labels,
 * so every trainer shows the same.
 */
import { LabError } from '../core/errors.ts';
import { permutation, streamKey, uniform } from '../core/random.ts';
import type { Member, Rows } from '../core/stages.ts';
import { str, text } from '../core/text.ts';

/**
 * Row numbers that a network's batches are drawn from, ascending.
 * @param labels the true ones, of all training rows
 * @throws LabError `config` when leaving classes out leaves no row
 */
export function rowsOf({ images, omittedClasses }: Rows, labels: Uint8Array): Uint32Array {
  const omitted = new Set(omittedClasses);
  const all = Uint32Array.from({ length: images }, (_, row) => row);
  const rows = omitted.size === 0 ? all : all.filter((row) => !omitted.has(labels[row]!));
  if (rows.length > 0) return rows;
  throw new LabError(
    'config',
    text(str`None of the first ${images} images is left without the classes ${omittedClasses.join(', ')}.`),
    text('Leave out fewer classes, or use more images.'),
  );
}

/**
 * Labels as the network is told them: of the rows that carry one, a share is replaced by another class, each as likely;
 * a class that is left out is not named either. The share is exact (rounded to whole images), and members of one seed are told the same.
 * @returns of all rows; beyond the labelled ones nothing is changed
 */
export function labelsOf(
  { seed, rows }: Pick<Member, 'seed' | 'rows'>,
  labels: Uint8Array,
  classes: number,
): Uint8Array {
  const told = labels.slice();
  const named = Array.from({ length: classes }, (_, c) => c).filter((c) => !rows.omittedClasses.includes(c));
  if (rows.wrongLabels === 0 || named.length < 2) return told;
  const carrying = rowsOf(rows, labels).filter((row) => row < rows.labelled);
  const count = Math.round(rows.wrongLabels * carrying.length);
  const order = permutation(streamKey(seed, 'wrongLabels'), carrying.length);
  for (const place of order.subarray(0, count)) {
    const row = carrying[place]!;
    const shift = 1 + Math.floor(uniform(streamKey(seed, 'wrongClasses'), row) * (named.length - 1));
    told[row] = named[(named.indexOf(told[row]!) + shift) % named.length]!;
  }
  return told;
}

/** Members that draw the same rows in every step: equal seeds over equal sets. */
export function drawsLike(a: Pick<Member, 'seed' | 'rows'>, b: Pick<Member, 'seed' | 'rows'>): boolean {
  return a.seed === b.seed && a.rows.images === b.rows.images && omitsLike(a.rows, b.rows);
}

function omitsLike(a: Rows, b: Rows): boolean {
  return a.omittedClasses.join() === b.omittedClasses.join();
}

/** Members that are told the same labels. */
export function toldLike(a: Pick<Member, 'seed' | 'rows'>, b: Pick<Member, 'seed' | 'rows'>): boolean {
  if (a.rows.wrongLabels !== b.rows.wrongLabels) return false;
  if (a.rows.wrongLabels === 0) return true;
  return a.seed === b.seed && a.rows.labelled === b.rows.labelled && omitsLike(a.rows, b.rows);
}
