/** What is what?, Share and the recordings in German, and in English again with everything in its place. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { speak } from '../../src/ui/language.ts';
import { axeViolations, button, focused, mountLab, settled, unmountLab } from './mount-lab.ts';

beforeEach(() => {
  vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
});
afterEach(async () => {
  vi.restoreAllMocks();
  unmountLab();
  localStorage.clear();
  await speak('en');
});

const list = (name: string) => page.getByRole('dialog', { name });

test('the list names every control as the page does, and finds it by its German words', async () => {
  await mountLab();
  await speak('de');
  await button('Was ist was?').click();
  await expect.element(list('Jedes Bedienelement in einem Satz')).toBeVisible();
  await expect.element(page.getByRole('heading', { name: 'Rezept, Schüler' })).toBeVisible();
  await expect
    .element(page.getByText('Macht einen Trainingsschritt und hält an.', { exact: true }))
    .toBeVisible();
  expect(await axeViolations()).toEqual([]);

  const wanted = page.getByRole('searchbox', { name: 'Suchen' });
  await userEvent.fill(wanted, 'ÜBER DIE DIAGRAMME');
  await expect.element(page.getByText('Kein Bedienelement und kein Satz enthält')).toBeVisible();
  await userEvent.fill(wanted, 'temperatur');
  await expect.element(page.getByText('Temperatur T', { exact: true }).first()).toBeVisible();
  await expect.element(page.getByText('Macht einen Trainingsschritt')).not.toBeInTheDocument();

  await speak('en');
  await expect.element(list('Every control in one sentence')).toBeVisible();
  await expect.element(page.getByRole('searchbox', { name: 'Find' })).toHaveValue('temperatur');
  await expect.element(page.getByText('Temperature T', { exact: true }).first()).toBeVisible();
});

test('Share says what it has done, and stays open when the language changes', async () => {
  const { app } = await mountLab({ hash: '#v=1&T=4' });
  await speak('de');
  await button('Teilen').click();
  await expect.element(list('Dieses Experiment teilen')).toBeVisible();
  await expect.element(page.getByText('Der Link zu diesem Experiment ist kopiert.')).toBeVisible();
  await page.getByRole('radio', { name: 'Rahmen für Folien und Kursseiten' }).click();
  await button('HTML kopieren').click();
  await expect.element(page.getByText('Das HTML des Rahmens ist kopiert.')).toBeVisible();
  await expect.element(page.getByRole('img', { name: 'QR-Code des Links' })).toBeVisible();
  expect(await axeViolations()).toEqual([]);

  await speak('en');
  await settled(app);
  await expect.element(list('Share this experiment')).toBeVisible();
  await expect.element(page.getByText('The HTML of the frame is copied.')).toBeVisible();
  await expect
    .element(page.getByRole('radio', { name: 'A frame for slides and course pages' }))
    .toBeChecked();
});

test('a recording goes on in the other language', async () => {
  const { app } = await mountLab();
  await speak('de');
  await expect.element(page.getByText(/^Sie gehört zu dieser Vorlage und entstand auf /)).toBeVisible();
  await button('Aufzeichnung abspielen').click();
  await expect.poll(() => focused()?.ariaLabel).toBe('Pause der Aufzeichnung');
  await button('Pause der Aufzeichnung').click();
  const { at } = app.state.run.playback!;
  const moment = page.getByRole('slider', { name: 'Zeitpunkt der Aufzeichnung' });
  await expect.element(moment).toHaveAttribute('aria-valuetext', expect.stringMatching(/^\d+:\d\d von \d+:/));
  await page.getByRole('combobox', { name: 'Geschwindigkeit' }).selectOptions('16×');

  await speak('en');
  await settled(app);
  await expect.element(button('Play the recording')).toBeVisible();
  await expect.element(page.getByRole('combobox', { name: 'Speed' })).toHaveValue('16');
  expect(app.state.run.playback).toMatchObject({ at, playing: false, speed: 16 });
});

test('a recording that does not arrive is told in the language of the page, also when that changes', async () => {
  vi.spyOn(globalThis, 'fetch').mockResolvedValue(new Response('', { status: 404 }));
  await mountLab({ hash: '#v=2&from=capacity-gap' }); // which no other test here has brought
  await speak('de');
  await button('Aufzeichnung abspielen').click();
  await expect
    .element(
      page.getByText(/^Der aufgezeichnete Lauf .+ geladen werden \(der Server antwortete mit 404\)\.$/),
    )
    .toBeVisible();
  await speak('en');
  await expect
    .element(page.getByText('The recorded run could not be loaded (the server answered 404).'))
    .toBeVisible();
});
