/** The cards of the recipe, in the order data flows. */
import type { Card } from '../core/setting.ts';

export const CARDS: readonly { readonly card: Card; readonly title: string }[] = [
  { card: 'data', title: 'Data' },
  { card: 'teacher', title: 'Teacher' },
  { card: 'student', title: 'Students' },
  { card: 'distillation', title: 'Distillation' },
];
