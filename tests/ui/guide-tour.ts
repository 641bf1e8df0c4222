/** What tests of the guided tour share: a step that is open, and the words that it says. */
import { expect } from 'vitest';
import { page } from 'vitest/browser';
import { presetById } from '../../src/core/presets.ts';
import { STEPS } from '../../src/ui/guide/steps.ts';
import { mountLab, type Mounted, type MountOptions } from './mount-lab.ts';

/** All words of the tour, with plain spaces. */
export const words = () =>
  (
    document.querySelector('lab-app')!.shadowRoot!.querySelector('guided-path')?.shadowRoot?.textContent ?? ''
  ).replaceAll(/\s+/g, ' ');
export const says = (text: string | RegExp) => expect.poll(words, { timeout: 10_000 }).toMatch(text);
export const saysNot = (text: string | RegExp) => expect(words()).not.toMatch(text);
export const onThePage = (text: string | RegExp) =>
  expect.element(page.getByText(text).first()).toBeVisible();
export const heading = (step: number) =>
  page.getByRole('heading', { level: 2, name: STEPS[step - 1]!.title });
export const config = (id: string) => presetById(id)!.config;

export async function opened(step: number, options: MountOptions = {}): Promise<Mounted> {
  const mounted = await mountLab({ search: `?guide=${step}`, ...options });
  await expect.element(heading(step)).toBeVisible();
  return mounted;
}
