/** The reader chooses another language, in the middle of whatever goes on. */
import { str, text } from '../core/text.ts';
import type { LabStore } from './lab-store.ts';
import { keepLanguage, LANGUAGES, speak, type Language } from './language.ts';

export async function changeLanguage(language: Language, store: LabStore): Promise<void> {
  try {
    await speak(language);
  } catch {
    const message = text(
      str`The page’s texts in ${LANGUAGES[language]} could not be loaded. Check the network, then choose the language again.`,
    );
    return store.dispatch({ kind: 'notice', message });
  }
  keepLanguage(language);
  // What is wrong with a value is said when it is typed: it is said again.
  for (const [path, typed] of Object.entries(store.state.invalid))
    store.dispatch({ kind: 'edit', path, text: typed.text });
}
