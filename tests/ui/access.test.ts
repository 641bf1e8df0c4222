/** For whom the page must also be: with a keyboard alone, still, in colours of their own, and at 400 % in a narrow window. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { emulate } from './emulate.ts';
import { finished } from './finished.ts';
import { axeViolations, button, focused, mountLab, settled, status, unmountLab } from './mount-lab.ts';

beforeEach(() => page.viewport(1280, 800));
afterEach(async () => {
  unmountLab();
  await emulate();
});

/** What a screen reader calls what has the focus, or begins with. */
function nameOf(element: Element | null): string {
  const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : [];
  const said = element?.getAttribute('aria-label') ?? labels[0]?.textContent ?? element?.textContent ?? '';
  return said.trim().replace(/\s+/g, ' ');
}

/** Where a page that was just opened begins. */
function startAtTop(): void {
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute('tabindex');
}

async function tabTo(name: string): Promise<void> {
  const passed: string[] = [];
  for (let presses = 0; presses < 150; presses += 1) {
    passed.push(nameOf(focused()));
    if (passed.at(-1)!.startsWith(name)) return;
    await userEvent.keyboard('{Tab}');
  }
  throw new Error(`No Tab led to "${name}", but to ${passed.join(', ')}.`);
}

function* elementsIn(root: ParentNode): Generator<Element> {
  for (const element of root.querySelectorAll('*')) {
    yield element;
    if (element.shadowRoot) yield* elementsIn(element.shadowRoot);
  }
}

/** Transitions and animations that take longer than a blink. */
function moving(): readonly string[] {
  return [...elementsIn(document.body)].flatMap((element) => {
    const { transitionDuration, animationName, animationDuration } = getComputedStyle(element);
    const seconds = [transitionDuration, animationName === 'none' ? '0s' : animationDuration]
      .join()
      .split(',')
      .map(parseFloat);
    return Math.max(...seconds) > 0.01 ? [`${element.localName}.${element.getAttribute('class') ?? ''}`] : [];
  });
}

/** Whether it can be seen who has the focus. */
function hasOutline(): boolean {
  const { outlineStyle, outlineWidth } = getComputedStyle(focused()!);
  return outlineStyle !== 'none' && parseFloat(outlineWidth) > 0;
}

const READERS: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['as it is', {}],
  [
    'with reduced motion and forced colours',
    { 'prefers-reduced-motion': 'reduce', 'forced-colors': 'active' },
  ],
];

test.each(READERS)(
  'U2 by keyboard alone, %s: open, change T, run, read what came of it, share; axe finds nothing on the way',
  async (_, features) => {
    await emulate(features);
    const { app, lab } = await mountLab();
    startAtTop();
    const states: Record<string, readonly string[]> = {};
    const look = async (state: string): Promise<void> => {
      await settled(app);
      states[state] = await axeViolations();
      if ('prefers-reduced-motion' in features) expect([state, moving()]).toEqual([state, []]);
    };
    await look('open');

    await tabTo('Temperature T, exact value');
    expect(hasOutline()).toBe(true);
    await userEvent.keyboard('{Control>}a{/Control}4');
    expect(app.state.config.distillation.temperature).toBe(4);
    await look('changed');

    await tabTo('Run');
    expect(hasOutline()).toBe(true);
    await userEvent.keyboard('{Enter}');
    expect(lab.calls.at(-1)).toBe('run');
    lab.begin();
    lab.train('teacher', 0.5);
    await look('runs');
    lab.finish();
    await look('finished');
    const said = app.shadowRoot!.querySelector('lab-stage')!.shadowRoot!.querySelector('lab-verdict')!;
    expect(said.shadowRoot!.textContent).toContain('The distilled student made 271 fewer errors');
    await expect.element(status()).toHaveTextContent('Finished.'); // a screen reader is told
    const results = page.getByRole('table', { name: 'Results' });
    await expect.element(results.getByRole('rowheader', { name: /Distilled student/ })).toBeInTheDocument();

    await tabTo('Dark knowledge');
    await userEvent.keyboard('{ArrowRight}');
    await expect
      .element(page.getByRole('tab', { name: 'Draw a digit' }))
      .toHaveAttribute('aria-selected', 'true');
    await look('another tab');

    await tabTo('Share');
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByRole('dialog', { name: 'Share this experiment' })).toBeVisible();
    await look('share');
    await tabTo('Copy link');
    expect(hasOutline()).toBe(true);
    await userEvent.keyboard('{Escape}');
    expect(nameOf(focused())).toBe('Share');
    expect(Object.entries(states).filter(([, violations]) => violations.length > 0)).toEqual([]);
    expect(Object.keys(states)).toHaveLength(6);
  },
);

/** Whether the page goes to the right of its window. */
function overflow(): readonly string[] {
  const wider = document.documentElement.scrollWidth - innerWidth;
  return wider > 0 ? [`the page is ${wider} px wider than its window`] : [];
}

test('U1 at 400 %, 320 px wide: in no tab does the page scroll sideways, and its charts have drawn what fits', async () => {
  await page.viewport(320, 256); // 1280 x 1024 at 400 %
  const { app } = await finished();
  const found: Record<string, readonly string[]> = { page: overflow() };
  const chart = app.shadowRoot!.querySelector('lab-stage')!.shadowRoot!.querySelector('run-charts')!;
  chart.scrollIntoView();
  const drawings = () =>
    [...elementsIn(app.shadowRoot!)].filter((element) =>
      element.matches('curve-chart .canvas svg, svg.marks'),
    );
  await expect.poll(() => drawings().length).toBeGreaterThan(0);
  for (const drawing of drawings()) expect(drawing.getBoundingClientRect().right).toBeLessThanOrEqual(320);

  const tabs = page.getByRole('tab').elements();
  expect(tabs.length).toBeGreaterThan(7);
  for (const tab of tabs) {
    (tab as HTMLElement).click();
    tab.scrollIntoView();
    await settled(app);
    await new Promise((resolve) => setTimeout(resolve, 300)); // its panel, and a drawing in it
    const name = tab.textContent.trim();
    found[name] = overflow();
  }
  found['axe'] = await axeViolations();
  await button('Share').first().click();
  await expect.element(page.getByRole('dialog', { name: 'Share this experiment' })).toBeVisible();
  const dialog = page
    .getByRole('dialog', { name: 'Share this experiment' })
    .element()
    .getBoundingClientRect();
  found['share'] = [...overflow(), ...(dialog.left < 0 || dialog.right > 320 ? ['Share is cut off'] : [])];
  expect(Object.entries(found).filter(([, wrong]) => wrong.length > 0)).toEqual([]);
});
