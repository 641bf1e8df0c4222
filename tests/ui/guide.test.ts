// The guided tour: seven steps driven by their accessible names; what they say is what the networks and the run on the page say.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { compile } from '../../src/core/compile.ts';
import type { Result } from '../../src/core/run-record.ts';
import { lengthOf, logitMatchingGradient } from '../../src/core/term-gradients.ts';
import { askedRuntime, GUIDE_STEPS } from '../../src/ui/address.ts';
import { STEPS } from '../../src/ui/guide/steps.ts';
import { RECORDINGS } from '../../src/ui/recordings.ts';
import { result } from './fake-results.ts';
import { config, heading, onThePage, opened, says, saysNot } from './guide-tour.ts';
import { button, focused, mountLab, settled, unmountLab, type Mounted } from './mount-lab.ts';

beforeEach(() => localStorage.clear());
afterEach(() => {
  vi.restoreAllMocks();
  unmountLab();
});

/** Runs what is set up, to its end; `errors` of each network. */
async function run({ app, lab }: Mounted, errors: (one: Result) => number = ({ testErrors }) => testErrors) {
  await button('Run').click();
  lab.begin();
  const { config: ran } = app.state.run;
  const made = compile(ran!).flatMap((stage) =>
    stage.members.map((_, s) => {
      const one = result(stage, s, 500);
      return result(
        stage,
        s,
        errors({ ...one, testErrors: { teacher: 340, hardLabel: 890 }[one.role as string] ?? 619 }),
      );
    }),
  );
  lab.end(made);
  await settled(app);
}

test('the header opens it, Next and Back go on, and numbers reach every step', async () => {
  await mountLab();
  await button('Guided tour').click();
  await expect.element(heading(1)).toBeVisible();
  await expect.element(button('Guided tour')).toHaveAttribute('aria-expanded', 'true');
  await button('Next').click();
  await expect.element(heading(2)).toBeVisible();
  expect(focused()?.id).toBe('title'); // who asks for a step is taken to it
  await button('Back').click();
  await expect.element(heading(1)).toBeVisible();
  for (const [i, { title }] of STEPS.entries()) {
    await button(`Step ${i + 1}, ${title}`).click();
    await expect.element(heading(i + 1)).toBeVisible();
    await says(`Step ${i + 1} of ${STEPS.length}`);
  }
  await expect.element(button('Next')).not.toBeInTheDocument();
  await button('Close the tour').click();
  await expect.element(heading(7)).not.toBeInTheDocument();
  expect(focused()?.textContent).toContain('Guided tour');
});

describe('its address', () => {
  test('a link opens a step, moves no focus and starts nothing; the address follows, and keeps what else it holds', async () => {
    const { app, lab } = await opened(3, { search: '?guide=3&teacher=fresh', hash: '#v=1&T=4' });
    expect(document.activeElement).toBe(document.body);
    expect(lab.calls).toEqual(['open']);
    await button('Next').click();
    await expect.poll(() => location.search).toBe('?teacher=fresh&guide=4');
    expect(app.state.config.distillation.temperature).toBe(4);
    const entries = history.length;
    await button('Close the tour').click();
    await expect.poll(() => location.search).toBe('?teacher=fresh');
    expect(location.hash).toBe('#v=1&T=4');
    expect(history.length).toBe(entries);
  });

  test('a step that is none is told and opens nothing', async () => {
    await mountLab({ search: '?guide=99' });
    await onThePage(
      /^The address asks for the guide "99"; it must be 1, 2, .* or 7, so the guided tour stays closed\.$/,
    );
    await expect.element(button('Guided tour')).toHaveAttribute('aria-expanded', 'false');
  });

  test('knows as many steps as there are', () => {
    expect(GUIDE_STEPS).toHaveLength(STEPS.length);
    expect(askedRuntime('?guide=7').asked).toEqual({ guide: 7 });
    expect(askedRuntime('?guide=0').notices).toHaveLength(1);
  });
});

describe('what is kept', () => {
  test('the step and the predictions come back', async () => {
    const { app } = await opened(3);
    await button('1,000 and 600').click();
    await says(/You say: “1,000 and 600”/);
    app.remove();
    await mountLab({ search: '' });
    await button('Guided tour').click();
    await expect.element(heading(3)).toBeVisible();
    await says(/You say: “1,000 and 600”/);
  });

  test.each([
    ['nothing can be kept', 'throws'],
    ['it is not JSON', '{'],
    ['it is somebody else’s', '{"step":"x","predictions":[1],"shown":{}}'],
    ['it is of another age', '{"step":400,"predictions":{"soft-targets":"gone"},"shown":["no"]}'],
  ])('where %s the tour goes on', async (_, kept) => {
    vi.spyOn(Storage.prototype, 'getItem').mockImplementation(() => {
      if (kept === 'throws') throw new DOMException('denied', 'SecurityError');
      return kept;
    });
    vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    await mountLab({ search: '' });
    await button('Guided tour').click();
    await expect.element(button('Set it up')).toBeVisible();
    await button('Step 1, What is a soft target?').click();
    await button('A 9').click();
    await says(/You say: “A 9”/);
  });

  test('Start over forgets', async () => {
    await opened(1);
    await button('A 7').click();
    await button(`Step 7, ${STEPS[6]!.title}`).click();
    await button('Start over').click();
    await expect.element(heading(1)).toBeVisible();
    await expect.element(button('A 7')).toBeVisible();
  });
});

describe('steps 1 and 2, of networks that come with the lab', () => {
  // The made-up teacher's logits of a 4 are 9 for the 4, 4 for the 9 and 0 for the rest.
  test('soft targets: predicted, set up, and read beside the prediction; nothing is trained', async () => {
    const { app, lab } = await opened(1);
    await button('A 7').click();
    await says(/Networks that come with the lab answer at once/);
    await button('Set it up').click();
    await expect
      .element(page.getByRole('tab', { name: 'Dark knowledge' }))
      .toHaveAttribute('aria-selected', 'true');
    await says('You predicted “A 7”; it came out as “A 9”.');
    await says(/At T = 1 it sees 99\.2\s% of a 4, then 0\.7\s% of a 9.*At T = 8 .*24\.2\s% and 13\.0\s%/);
    await button('Look at T = 8').click();
    expect(app.state.look).toMatchObject({ tab: 'dark', temperature: 8 });
    const bars = page.getByRole('table', { name: 'Softened answers at T = 8' });
    await expect.element(bars.getByRole('row', { name: /^9\b/ })).toHaveTextContent(/13\.0\s%/);
    expect(lab.calls.filter((call) => call.startsWith('run'))).toEqual([]);
  });

  test('T: the slider is the user’s; the end of it, the limit with T² and without, as computed', async () => {
    await opened(2);
    await button('Ten equal shares').click();
    await button('Set it up').click();
    await expect.element(button('T = 1')).toHaveAttribute('aria-pressed', 'true');
    saysNot(/You predicted/);
    await page.getByRole('slider', { name: 'Look at T' }).fill('20');
    await says('You predicted “Ten equal shares”, and that is how it came out.');
    await says(/3\.32 as T → ∞, where every digit has 10\.0\s%/);
    await button('Read on').click();
    await button('Read on').click();
    const logits = (four: number) =>
      Float32Array.from({ length: 10 }, (_, c) => (c === 4 ? four : c === 9 ? 4 : 0));
    const limit = lengthOf(logitMatchingGradient(logits(7), logits(9), 0, 10));
    await says(new RegExp(`at the end ${limit.toPrecision(2)}, not nothing`));
    await button('Open The loss').click();
    await expect
      .element(page.getByRole('tab', { name: 'The loss' }))
      .toHaveAttribute('aria-selected', 'true');
    await onThePage('Pull of the soft targets against T');
  });

  test('Show me leads there without a prediction, and compares nothing', async () => {
    await opened(2);
    await button('Show me').click();
    await says(/3\.32 as T → ∞/);
    saysNot(/You predicted/);
  });

  test('other settings: their networks’ numbers are not quoted', async () => {
    const { app } = await opened(1);
    await button('A 9').click();
    await button('Set it up').click();
    await says(/and that is how it came out/);
    app.load({ ...config('quick'), distillation: { ...config('quick').distillation, temperature: 3 } });
    await says(/differs from this step’s in Temperature T, so its numbers are not quoted/);
    saysNot(/At T = 1 it sees/);
    await button('Set it up').click();
    await says(/At T = 1 it sees/);
  });
});

describe('step 3, of a run on this page', () => {
  test('waits for a prediction and a run, quotes that run, and says what is not fair', async () => {
    const mounted = await opened(3);
    await button('1,000 and 900').click();
    await button('Set it up').click();
    await button('Run').click();
    await says(/The run is under way\. What comes of it is read here at its end\./);
    await expect.element(button('Set it up')).toHaveAttribute('aria-disabled', 'true');
    mounted.lab.finish();
    await says('You predicted “1,000 and 900”; it came out as “1,000 and 600”.');
    await says(
      /In your run the student of the labels gets 890 of 10,000 test images wrong, the distilled one 619: 271 fewer/,
    );
    await button('Read on').click();
    await says(/The teacher learnt from 10,000 labels, its students have 1,000/);
    await says(/this is one seed/);
  });

  test('another outcome is told as it is', async () => {
    const mounted = await opened(3);
    await button('1,000 and 1,100').click();
    await run(mounted, ({ role }) => ({ teacher: 300, hardLabel: 900 })[role as string] ?? 985);
    await says('You predicted “1,000 and 1,100”, and that is how it came out.');
    await says(/the distilled one 985: 85 more/);
  });

  test('several seeds are means, and belong to the step', async () => {
    const mounted = await opened(3);
    mounted.app.load({ ...config('quick'), seeds: 3 });
    await button('1,000 and 600').click();
    await run(mounted, ({ role, seed }) => (role === 'hardLabel' ? 900 : 600) + (seed % 3));
    await says(/In your run, on average over 3 seeds the student of the labels gets 901 of/);
  });

  test('an edit after the run is told beside its numbers', async () => {
    const mounted = await opened(3);
    await button('1,000 and 600').click();
    await run(mounted);
    await userEvent.fill(page.getByRole('spinbutton', { name: 'Temperature T, exact value' }), '5');
    await says('These are the numbers of the run on the page; you have changed settings since.');
    await says(/the distilled one 619/);
  });

  test('a run of other settings is not quoted, and Set it up puts it away', async () => {
    const mounted = await mountLab({ search: '' });
    mounted.app.load(config('wrong-labels'));
    await settled(mounted.app);
    await run(mounted);
    await button('Guided tour').click();
    await button(`Step 3, ${STEPS[2]!.title}`).click();
    await button('1,000 and 600').click();
    saysNot(/In your run/);
    await button('Set it up').click();
    expect(mounted.app.state.run.status).toBe('idle');
    expect(mounted.app.state.config).toEqual(config('quick'));
    expect(mounted.lab.calls.filter((call) => call === 'run')).toHaveLength(1); // the one that was pressed
    await says(/Press Set it up, then Run/);
  });
});

test('every preset of a step has a recorded run, and its first choice of words fits on a screen', () => {
  for (const { presets, choices } of STEPS) {
    for (const id of presets) expect(RECORDINGS.map(({ preset }) => preset)).toContain(id);
    expect(choices.length).toBeGreaterThanOrEqual(2);
    expect(choices.length).toBeLessThanOrEqual(4);
  }
});

test('five seeds of the null: the interval decides', async () => {
  const mounted = await opened(6);
  mounted.app.load({ ...config('honest-null'), seeds: 5 });
  await button('About as many').click();
  await run(mounted, ({ role, seed }) => (role === 'distilled' ? 400 + 9 * (seed % 5) : 418 + (seed % 2)));
  await says(/No difference shown: over 5 seeds/);
  await says('You predicted “About as many”, and that is how it came out.');
});
