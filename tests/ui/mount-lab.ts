/** Puts the whole page, with a lab that trains nothing, into the document of the test. */
import axe from 'axe-core';
import type { LitElement } from 'lit';
import { expect } from 'vitest';
import { page } from 'vitest/browser';
import '../../src/ui/lab-app.ts';
import type { LinkView } from '../../src/ui/address.ts';
import type { LabApp } from '../../src/ui/lab-app.ts';
import { painted } from '../../src/ui/painted.ts';
import { FakeLab } from './fake-lab.ts';

export interface Mounted {
  readonly app: LabApp;
  readonly lab: FakeLab;
}

const home = location.pathname + location.search;

export interface MountOptions {
  readonly hash?: string;
  /** Instead of the test's own query, such as `?guide=3`. */
  readonly search?: string;
  /** The device and the digits are still on their way. */
  readonly waiting?: true;
  /** How the address asks to look at it. */
  readonly view?: LinkView;
}

const STAGES = { lab: 'lab-explore', present: 'present-stage', embed: 'embed-stage' } as const;

export async function mountLab({ hash = '', waiting, view, search }: MountOptions = {}): Promise<Mounted> {
  const own = search === undefined ? home : location.pathname + search;
  history.replaceState(null, '', own + (view ? (own.includes('?') ? '&' : '?') + view : '') + hash);
  const lab = new FakeLab();
  const app = document.createElement('lab-app');
  app.connect = lab.connect;
  document.body.replaceChildren(app);
  if (!waiting) lab.ready();
  await settled(app);
  await painted(); // what the first paint does not need comes now
  await customElements.whenDefined(STAGES[view ?? 'lab']);
  await settled(app);
  return { app, lab };
}

export function unmountLab(): void {
  document.body.replaceChildren();
  history.replaceState(null, '', home);
}

/** Everything below has been drawn. */
export async function settled(app: LabApp): Promise<void> {
  for (let depth = 0; depth < 5; depth += 1) {
    await app.updateComplete;
    await Promise.resolve();
  }
  await panelLoaded(app);
}

/** Panels are loaded when their tab is open and seen. */
async function panelLoaded(app: LabApp): Promise<void> {
  const stage = app.shadowRoot!.querySelector('lab-stage, present-stage');
  const explore = stage?.shadowRoot?.querySelector('lab-explore');
  const panel = explore?.shadowRoot?.querySelector<LitElement>('#panel > :first-child');
  if (!panel?.localName.includes('-')) return;
  const { top, bottom } = explore!.getBoundingClientRect();
  if (top >= innerHeight || bottom <= 0) return;
  await customElements.whenDefined(panel.localName);
  await panel.updateComplete;
}

export const button = (name: string) => page.getByRole('button', { name, exact: true });
export const status = () => page.getByRole('status');

/** What the keyboard speaks to, however deep it stands. */
export function focused(): Element | null {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
}

export async function expectEnabled(name: string, enabled: boolean): Promise<void> {
  await expect.element(button(name)).toHaveAttribute('aria-disabled', enabled ? 'false' : 'true');
}

/** What axe finds wrong, in words; a test expects it to be empty. */
export async function axeViolations(): Promise<readonly string[]> {
  const { violations } = await axe.run(document.body);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}
