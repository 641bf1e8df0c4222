/** The keys of a talk and of the plain page: what they do, when they are left alone, and how they are switched off. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { LabApp } from '../../src/ui/lab-app.ts';
import { switchKeys } from '../../src/ui/presenting/keys-setting.ts';
import { axeViolations, button, focused, mountLab, settled, status, unmountLab } from './mount-lab.ts';

beforeEach(async () => {
  await page.viewport(1280, 720);
});
afterEach(async () => {
  vi.restoreAllMocks();
  unmountLab();
  switchKeys(true);
  await page.viewport(1280, 800);
});

const press = async (app: LabApp, ...keys: string[]): Promise<void> => {
  for (const key of keys) await userEvent.keyboard(key);
  await settled(app);
};
const keysDialog = () => page.getByRole('dialog', { name: 'Keys' });
const heading = (name: string | RegExp) => page.getByRole('heading', { name });
const charts = () => page.getByRole('img', { name: 'Accuracy' });

describe('keys', () => {
  test('drive the run: Space, the full stop, r', async () => {
    const { app, lab } = await mountLab({ view: 'present' });
    await press(app, ' ');
    lab.begin();
    lab.train('teacher', 0.2);
    await press(app, ' ', ' ', '.', '.', 'r', '.');
    expect(lab.calls).toEqual([
      'open',
      'run',
      'pause',
      'resume',
      'step',
      'step',
      'reset',
      'run paused',
      'step',
    ]);
  });

  test('Space runs nothing over that is finished', async () => {
    const { app, lab } = await mountLab({ view: 'present' });
    await press(app, ' ');
    lab.finish();
    await press(app, ' ', '.');
    expect(lab.calls).toEqual(['open', 'run']);
    await press(app, 'r', ' ');
    expect(lab.calls).toEqual(['open', 'run', 'reset', 'run']);
  });

  test('left and right are the pace, in the list’s bounds', async () => {
    const { app, lab } = await mountLab({ view: 'present' });
    await press(
      app,
      '{ArrowRight}',
      '{ArrowLeft}',
      '{ArrowLeft}',
      '{ArrowLeft}',
      '{ArrowLeft}',
      '{ArrowLeft}',
    );
    expect(lab.calls.slice(1)).toEqual(['undefined', 100, 20, 5, 1, 1].map((pace) => `limit ${pace}`));
    await expect.element(page.getByText('1 step a second')).toBeVisible();
    await button('Faster').click();
    expect(app.state.pace).toBe(5);
    await press(app, ' ');
    lab.begin();
    lab.train('teacher', 0.2);
    await settled(app);
    await expect.element(status().first()).toHaveTextContent('at most 5 steps a second');
  });

  test('up and down show the panels in the charts’ place, a presenter’s remote too, and Escape the charts', async () => {
    const { app, lab } = await mountLab({ view: 'present' });
    await press(app, ' ');
    lab.begin();
    lab.train('teacher', 0.5);
    await press(app, '{ArrowDown}');
    await expect.element(heading('What does the teacher see in a digit?')).toBeVisible();
    await expect.element(charts()).not.toBeInTheDocument();
    await press(app, '{PageDown}');
    await expect.element(page.getByText('Draw a digit', { exact: true }).first()).toBeVisible();
    await press(app, '{PageUp}', '{ArrowUp}');
    await expect.element(charts()).toBeVisible();
    await press(app, '{ArrowUp}', '{Escape}');
    await expect.element(charts()).toBeVisible();
    for (let i = 0; i < 12; i += 1) {
      await press(app, '{ArrowDown}');
      await expect.element(heading('Which runs have there been?')).not.toBeInTheDocument();
    }
  });

  test('do nothing where somebody types, draws or reads the list', async () => {
    const { app } = await mountLab({ view: 'present' });
    await press(app, '{ArrowDown}', '{ArrowDown}');
    await expect.element(page.getByRole('application')).toBeVisible();
    (page.getByRole('application').element() as HTMLElement).focus();
    const sent: string[] = [];
    app.addEventListener('lab-command', ({ command }) => sent.push(command.kind));
    await press(app, '.', 'r', ' ', 'm');
    expect(sent).toEqual([]);
    (document.activeElement as HTMLElement).blur();
    await press(app, '?');
    await expect.element(keysDialog()).toBeVisible();
    await page.getByText('They do nothing while you type, draw or choose from a list.').click();
    await press(app, '.', 'r', 'm', ' ');
    expect(sent).toEqual([]);
    await press(app, '{Escape}');
    await expect.element(keysDialog()).not.toBeInTheDocument();
  });

  test('Space on a button is the button’s, but one that was clicked does not keep it', async () => {
    const { app, lab } = await mountLab({ view: 'present' });
    await button('Slower').click();
    await press(app, ' ');
    expect(lab.calls.slice(1)).toEqual(['limit 100', 'run']);
    lab.begin();
    (button('Slower').element() as HTMLElement).focus();
    await press(app, ' ', '.');
    expect(lab.calls.slice(3)).toEqual(['limit 20', 'step']);
  });

  test('are listed by ? and by a button, and can be switched off, which is remembered', async () => {
    const { app, lab } = await mountLab({ view: 'present' });
    await button('Keys').click();
    await expect.element(keysDialog()).toBeVisible();
    expect(await axeViolations()).toEqual([]);
    await page.getByRole('switch', { name: 'Keys on' }).click();
    await button('Close').click();
    await press(app, ' ', '.', '?');
    expect(lab.calls).toEqual(['open']);
    await expect.element(keysDialog()).not.toBeInTheDocument();
    expect(localStorage.getItem('dark-knowledge-lab/keys')).toBe('off');
    await button('Keys').click();
    await page.getByRole('switch', { name: 'Keys on' }).click();
    await button('Close').click();
    expect(localStorage.getItem('dark-knowledge-lab/keys')).toBe('on');
    (focused() as HTMLElement).blur();
    await press(app, ' ');
    expect(lab.calls).toEqual(['open', 'run']);
  });

  test('a browser that keeps nothing has the switch all the same', async () => {
    const { app, lab } = await mountLab({ view: 'present' });
    vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    await press(app, '?');
    await page.getByRole('switch', { name: 'Keys on' }).click();
    await button('Close').click();
    await press(app, '.');
    expect(lab.calls).toEqual(['open']);
  });
});

describe('on the plain page', () => {
  test('Space and the full stop count while the focus is on nothing', async () => {
    const { app, lab } = await mountLab();
    await expect.element(button('Keys')).toBeVisible(); // they come with what comes late
    await press(app, ' ');
    lab.begin();
    await press(app, '.', 'r', 'm', '{ArrowLeft}');
    expect(lab.calls).toEqual(['open', 'run', 'step']);
    (button('Share').first().element() as HTMLElement).focus();
    await press(app, '.');
    (page.getByLabelText('Preset').element() as HTMLElement).focus();
    await press(app, '.');
    expect(lab.calls).toEqual(['open', 'run', 'step']);
  });

  test('the list says so, and the pace has a field', async () => {
    const { lab } = await mountLab();
    await button('Keys').click();
    await expect.element(keysDialog().getByText('Run, pause, resume')).toBeVisible();
    await expect.element(keysDialog().getByText('Full screen')).not.toBeInTheDocument();
    expect(await axeViolations()).toEqual([]);
    await button('Close').click();
    await page.getByLabelText('Pace').first().selectOptions('5 steps a second');
    expect(lab.calls.at(-1)).toBe('limit 5');
  });
});
