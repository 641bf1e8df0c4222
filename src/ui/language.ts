/**
 * Which language the page speaks: the one that its address asks for, else the one that was chosen here before, else the
 * browser's. English is in the code; the words of the others come when they are needed, see locales/.
 */
import { configureLocalization, updateWhenLocaleChanges, type LocaleModule } from '@lit/localize';
import { LitElement } from 'lit';
import { queryWithout, replaceAddress } from './query.ts';
import { remember, remembered } from './remembered.ts';

/** Each by its own name. */
export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof LANGUAGES;
export const LANGUAGE_TAGS = Object.keys(LANGUAGES) as Language[];

const CATALOGUES: Record<Exclude<Language, 'en'>, () => Promise<LocaleModule>> = {
  de: () => import('./locales/de.ts'),
};

/** How long the first drawing waits for its words; then it is English until they are here. */
const PATIENCE_MS = 2000;

const loaded = new Map<string, LocaleModule>();

const { getLocale, setLocale } = configureLocalization({
  sourceLocale: 'en',
  targetLocales: Object.keys(CATALOGUES),
  loadLocale: (tag) => Promise.resolve(loaded.get(tag)!),
});

// Here once for all elements, which import theme.ts and by it this file before they are defined.
LitElement.addInitializer((element) => updateWhenLocaleChanges(element));

/** The language of the page. */
export const spoken = (): Language => getLocale() as Language;

/** The last one that was asked for, should another one arrive after it. */
let wanted: Language = 'en';

/** From now on the page speaks it; what is on the page is drawn anew. @throws Error when its words do not arrive */
export async function speak(language: Language): Promise<void> {
  wanted = language;
  // Not by lit-localize itself: after a failure it could not try again.
  if (language !== 'en' && !loaded.has(language)) loaded.set(language, await CATALOGUES[language]());
  if (wanted !== language) return;
  await setLocale(language);
  document.documentElement.lang = spoken();
}

/**
 * @param search the query of the page's address
 * @param kept what was chosen here before
 * @param preferred of the browser, the best one first: `de-AT` is German
 */
export function languageFor(search: string, kept: string | null, preferred: readonly string[]): Language {
  const wishes = [
    new URLSearchParams(search).get('lang'),
    kept,
    ...preferred.map((tag) => tag.split('-')[0]!),
  ];
  return wishes.flatMap((wish) => LANGUAGE_TAGS.find((tag) => tag === wish) ?? [])[0] ?? 'en';
}

const NAME = 'language';

/** A choice holds for the next visit, too, and against what the address asks for. */
export function keepLanguage(language: Language): void {
  remember(NAME, language);
  if (new URLSearchParams(location.search).has('lang'))
    replaceAddress([...queryWithout('lang'), `lang=${language}`]);
}

const first = languageFor(location.search, remembered(NAME), navigator.languages);

/** Resolves when the first words may be drawn; undefined where there is nothing to wait for. */
export const firstWords: Promise<unknown> | undefined =
  first === 'en'
    ? undefined
    : Promise.race([
        speak(first).catch(() => undefined),
        new Promise((resolve) => setTimeout(resolve, PATIENCE_MS)),
      ]);
