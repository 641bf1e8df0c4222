/**
 * npm run translate: brings the catalogues of src/ui/locales up to date with the texts in the code. Sentences that are new have
 * no translation there until somebody writes one; those that are gone are gone. Then it writes the modules that the page loads.
 */
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readConfigFileAndWriteSchema } from '@lit/localize-tools/lib/config.js';
import type { Message, ProgramMessage } from '@lit/localize-tools/lib/messages.js';
import { RuntimeLitLocalizer } from '@lit/localize-tools/lib/modes/runtime.js';
import { stringifyDiagnostics } from '@lit/localize-tools/lib/typescript.js';
import type { RuntimeOutputConfig } from '@lit/localize-tools/lib/types/modes.js';

export const LOCALES = fileURLToPath(new URL('../../src/ui/locales', import.meta.url));

export interface Catalogue {
  readonly locale: string;
  readonly messages: readonly { readonly source: ProgramMessage; readonly target: Message | undefined }[];
}

/**
 * @param folder that holds a catalogue for each language and gets the new ones
 * @throws Error for a text that cannot be extracted, or a translation that has not the placeholders of its source
 */
export async function translate(folder = LOCALES): Promise<readonly Catalogue[]> {
  const config = readConfigFileAndWriteSchema(join(LOCALES, 'lit-localize.json'));
  const localizer = new RuntimeLitLocalizer({
    ...config,
    interchange: { format: 'xliff', xliffDir: folder },
    output: { ...(config.output as RuntimeOutputConfig), outputDir: folder },
  });
  const { messages, errors } = localizer.extractSourceMessages();
  if (errors.length > 0) throw new Error(stringifyDiagnostics(errors));
  const sources = new Map(messages.map((message) => [message.name, message]));
  const { translations } = localizer.readTranslationsSync();
  for (const targets of translations.values()) for (const target of targets) renameValues(target, sources);
  localizer.assertTranslationsAreValid();

  // Written anew, a catalogue has the order of the code: people who translate different files do not meet in it.
  for (const locale of config.targetLocales) rmSync(join(folder, `${locale}.xlf`), { force: true });
  messages.sort((a, b) => a.file.fileName.localeCompare(b.file.fileName)); // stable: within a file as they stand there
  await localizer.writeInterchangeFiles();
  await localizer.build();
  return config.targetLocales.map((locale) => ({
    locale,
    messages: messages.map((source) => ({
      source,
      target: translations.get(locale)?.find(({ name }) => name === source.name),
    })),
  }));
}

/** The code in a placeholder is there for the reader; it may change its name without another translation. */
function renameValues(target: Message, sources: ReadonlyMap<string, ProgramMessage>): void {
  const source = sources.get(target.name);
  for (const part of target.contents) {
    if (typeof part === 'string') continue;
    const same = source?.contents.find((one) => typeof one !== 'string' && one.index === part.index);
    if (same && typeof same !== 'string') part.untranslatable = same.untranslatable;
  }
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  for (const { locale, messages } of await translate()) {
    const missing = messages.filter(({ target }) => !target).length;
    process.stdout.write(`${locale}: ${messages.length} texts, ${missing} without a translation.\n`);
  }
}
