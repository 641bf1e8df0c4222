/** Files that come with the lab. */
import { LabError } from '../core/errors.ts';
import { readModelFile, type ReadNetwork } from '../core/model-file.ts';
import { str, text } from '../core/text.ts';

/** Five megabytes on a bad line; training it here takes longer. */
const PATIENCE_MS = 120_000;

/**
 * Tried twice: the other way to get a network takes minutes.
 * @throws LabError `network` with what the server answered, or whatever `fetch` rejects with
 */
export async function download(url: string, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  const once = async () => {
    const patience = AbortSignal.timeout(PATIENCE_MS);
    const response = await fetch(url, { signal: signal ? AbortSignal.any([signal, patience]) : patience });
    if (!response.ok) throw new LabError('network', text(str`the server answered ${response.status}`), '');
    return new Uint8Array(await response.arrayBuffer());
  };
  return once().catch((error: unknown) => {
    signal?.throwIfAborted();
    if (error instanceof LabError) throw error; // the server has said its word
    return once();
  });
}

/**
 * Both files of a network.
 * @throws LabError `data` when they are not what the lab has written
 */
export async function downloadNetwork(
  urls: { readonly model: string; readonly weights: string },
  signal?: AbortSignal,
): Promise<ReadNetwork> {
  const [model, weights] = await Promise.all([download(urls.model, signal), download(urls.weights, signal)]);
  const network = readModelFile(JSON.parse(new TextDecoder().decode(model)), weights);
  if (!network) throw new LabError('data', text('its files are not what they should be'), '');
  return network;
}
