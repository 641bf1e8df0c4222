/** The cards of the recipe, in the order data flows. */
import type { Card } from '../core/setting.ts';
import { text } from '../core/text.ts';

export const CARDS: readonly { readonly card: Card; readonly title: string }[] = [
  { card: 'data', title: text('Data') },
  { card: 'teacher', title: text('Teacher') },
  { card: 'student', title: text('Students') },
  { card: 'distillation', title: text('Distillation') },
];
