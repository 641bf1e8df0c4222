/** Files that are dropped on the page: an experiment or a run is opened, and no other takes the browser off the page. */
import type { ReactiveControllerHost } from 'lit';
import { text } from '../core/text.ts';
import { send } from './commands.ts';

/** Listens for as long as `page` is in a document. What an element below has taken, such as the drop zone of images, is its own. */
export function takeDroppedFiles(page: ReactiveControllerHost & EventTarget): void {
  const over = (event: DragEvent): void => {
    if (holdsFiles(event)) event.preventDefault();
  };
  const drop = (event: DragEvent): void => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    const files = [...event.dataTransfer!.files];
    const [file] = files;
    if (file && files.length === 1 && isJson(file)) void open(page, file);
    else
      send(page, {
        kind: 'notice',
        message: text(
          'Nothing was opened: drop one file with an experiment or a run, or images and labels where Data asks for them.',
        ),
      });
  };
  page.addController({
    hostConnected() {
      addEventListener('dragover', over);
      addEventListener('drop', drop);
    },
    hostDisconnected() {
      removeEventListener('dragover', over);
      removeEventListener('drop', drop);
    },
  });
}

/** What reads files comes late. */
async function open(page: EventTarget, file: File): Promise<void> {
  const opener = await import('./open-file.ts').catch(() => undefined);
  if (opener) return opener.openFile(page, file);
  const message = text('Parts of this page could not be loaded. Check the network, then reload the page.');
  send(page, { kind: 'notice', message });
}

/** Not text that is dragged, and not what is for a field of files or for an element that has taken it. */
function holdsFiles(event: DragEvent): boolean {
  const [target] = event.composedPath();
  const isField = target instanceof HTMLInputElement && target.type === 'file';
  return !event.defaultPrevented && !isField && event.dataTransfer?.types.includes('Files') === true;
}

function isJson({ name, type }: File): boolean {
  return type === 'application/json' || name.toLowerCase().endsWith('.json');
}
