/** Opens a file that the lab has exported: an experiment, or a run. Which one it is, the file says. */
import { MAX_RUN_CHARACTERS, parseExperimentText } from '../core/schema.ts';
import { quote, quoted } from '../core/quote.ts';
import { msg, str, text } from '../core/text.ts';
import { send } from './commands.ts';
import { formatCount } from './format.ts';

/** Lets the user choose a file and sends what it holds from `from`; a file that is refused becomes a notice. */
export async function openFile(from: EventTarget, file?: File): Promise<void> {
  const chosen = file ?? (await chooseFile());
  if (!chosen) return;
  const { name, size } = chosen;
  if (size > MAX_RUN_CHARACTERS) {
    const message = text(
      str`The file ${quoted(name)} has ${formatCount(size)} bytes; at most ${formatCount(MAX_RUN_CHARACTERS)} are read.`,
    );
    return send(from, { kind: 'notice', message });
  }
  const content = await textOf(chosen);
  if (content === undefined) {
    const message = text(str`The file ${quoted(name)} could not be read; choose it again.`); // gone by now, or a folder
    return send(from, { kind: 'notice', message });
  }
  if (isRun(content))
    return send(from, { kind: 'library', command: { what: 'import', name, text: content } });
  const parsed = parseExperimentText(content);
  if (parsed.ok) return send(from, { kind: 'load', config: parsed.value });
  const message = msg(str`In ${quote(name)}: ${parsed.problems[0]!.message}`);
  send(from, { kind: 'notice', message });
}

async function textOf(file: File): Promise<string | undefined> {
  try {
    return await file.text();
  } catch {
    return undefined;
  }
}

function chooseFile(): Promise<File | undefined> {
  const picker = document.createElement('input');
  picker.type = 'file';
  picker.accept = '.json,application/json';
  return new Promise((resolve) => {
    picker.addEventListener('change', () => resolve(picker.files?.[0]), { once: true });
    picker.addEventListener('cancel', () => resolve(undefined), { once: true });
    picker.click();
  });
}

/** Every file of a run says so in its first lines; whether it is a good one is told later. */
function isRun(content: string): boolean {
  return /"format"\s*:\s*"dark-knowledge-lab\//.test(content.slice(0, 200));
}
