/** The choice of a method in the recipe: what it says, what it refuses, what makes no difference to it. */
import { afterEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { METHOD_WORDS } from '../../src/core/method-words.ts';
import { METHODS, type MethodName } from '../../src/core/methods.ts';
import { axeViolations, expectEnabled, mountLab, settled, status, unmountLab } from './mount-lab.ts';
import { field, openCards, rail } from './recipe-form.ts';

afterEach(unmountLab);

const METHOD = 'distillation.method';

describe('methods', () => {
  const said = (root: ShadowRoot) => root.textContent.replaceAll(/\s+/g, ' ');

  test('each can be chosen, and says what it minimises, how it teaches and whose it is', async () => {
    const { app } = await mountLab();
    const control = field(app, METHOD).querySelector<HTMLElement>('#control')!;
    const refused: string[] = [];
    for (const [name, { title }] of Object.entries(METHODS)) {
      const { formula, explains, source } = METHOD_WORDS[name as MethodName];
      await userEvent.selectOptions(control, title);
      await settled(app);
      const words = rail(app).querySelector('loss-formula')!.shadowRoot!;
      if (name === 'softTargets') expect(words.querySelector('math')).not.toBeNull();
      else expect(said(words)).toContain(formula.replaceAll(/_(\w)/g, '$1'));
      expect(said(words)).toContain(`${explains} ${source}.`);
      const id = /arXiv (\S+)$/.exec(source)?.[1];
      const link = words.querySelector('a');
      expect(link?.href).toBe(id && `https://arxiv.org/abs/${id}`);
      expect(link?.rel).toBe(id && 'noopener');
      if (app.state.config.distillation.method === name) continue;
      refused.push(name);
      expect(said(field(app, METHOD))).toContain(app.state.invalid[METHOD]!.message);
      await expectEnabled('Run', false);
      if (name === 'layerInit') expect(await axeViolations()).toEqual([]);
    }
    expect(refused).toEqual(['tinyBert', 'layerInit', 'teacherAssistant']);
  });

  test('one that is refused stays chosen, and is taken when the networks allow it', async () => {
    const { app } = await mountLab();
    await openCards(app);
    const control = field(app, METHOD).querySelector<HTMLSelectElement>('#control')!;
    await userEvent.selectOptions(control, 'layerInit');
    await expect
      .element(status())
      .toHaveTextContent('a student of 128-128 needs a teacher of 128-128-128-128, and it has 256-256.');
    expect(control.value).toBe('layerInit');
    await userEvent.fill(field(app, 'teacher.hidden').querySelector('#control')!, '128-128-128-128');
    await expectEnabled('Run', true);
    expect(app.state.config.distillation.method).toBe('layerInit');
    expect(control.value).toBe('layerInit');
  });

  test('what makes no difference to it says so', async () => {
    const { app } = await mountLab();
    const idle = () =>
      ['temperature', 'softWeight', 'strength', 'generations', 'assistant'].filter((name) =>
        said(field(app, `distillation.${name}`)).includes('Makes no difference to the chosen method.'),
      );
    const alpha = rail(app).querySelector<HTMLElement>('alpha-choice')!;
    expect([idle(), alpha.hidden]).toEqual([['generations'], false]);
    const control = field(app, METHOD).querySelector<HTMLElement>('#control')!;
    await userEvent.selectOptions(control, 'relational');
    await settled(app);
    expect([idle(), alpha.hidden]).toEqual([['temperature', 'softWeight', 'generations', 'assistant'], true]);
    expect(await axeViolations()).toEqual([]);
    await expect.element(page.getByText('Distilled (Relational)').first()).toBeVisible();
    await userEvent.selectOptions(control, 'bornAgain');
    await settled(app);
    expect([idle(), alpha.hidden]).toEqual([['assistant'], false]);
    await userEvent.selectOptions(control, 'mutual');
    await expect.element(page.getByText('Nobody learns from the teacher by this method')).toBeVisible();
  });

  test('a number that its formula has stands under it, and no T² without its switch', async () => {
    const { app } = await mountLab();
    app.load({
      ...app.state.config,
      distillation: { ...app.state.config.distillation, method: 'jensenShannon', tSquared: false },
    });
    await settled(app);
    const words = () => said(rail(app).querySelector('loss-formula')!.shadowRoot!);
    expect(words()).toContain('(1 − α) CE(y, q) + α s JS(pT, qT)');
    expect(words()).toContain('α = 0.9, T = 8, s = 1');
    await page.getByRole('radio', { name: 'labels', exact: true }).click();
    expect(words()).toContain('α CE(y, q) + (1 − α) s JS(pT, qT)');
    expect(words()).toContain('α = 0.1, T = 8, s = 1');
    await page.getByRole('radio', { name: 'soft targets' }).click();
  });
});
