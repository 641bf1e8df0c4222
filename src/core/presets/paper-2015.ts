/** What Hinton, Vinyals and Dean printed about MNIST (arXiv 1503.02531, section 3), and which network of a run is its like. */
import type { Role } from '../stages.ts';
import { text } from '../text.ts';

export const PAPER_2015: readonly {
  readonly title: string;
  /** Of the 10,000 test images. */
  readonly errors: number;
  /** Absent for what `hinton-2015` does not train. */
  readonly role?: Role;
}[] = [
  { title: text('Teacher, 1200-1200, dropout, max-norm, jitter'), errors: 67, role: 'teacher' },
  { title: text('Student, 800-800, hard labels'), errors: 146, role: 'hardLabel' },
  { title: text('Student, 800-800, soft targets at T = 20'), errors: 74, role: 'distilled' },
  { title: text('… that never saw a 3'), errors: 206 },
  { title: text('… with the bias of 3 raised by 3.5 (chosen on test images)'), errors: 109 },
];
