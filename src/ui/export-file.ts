/** What each export holds and what its file is called. */
import { resultsCsv } from '../core/csv.ts';
import type { ModelFile, NetworkRequest } from '../core/model-file.ts';
import { kindOfRole } from '../core/stages.ts';
import type { RunRecord } from '../core/run-record.ts';
import type { LabState } from '../core/state.ts';
import type { Command, ExportKind } from './commands.ts';
import { downloadBytes, downloadText, downloadUrl } from './downloads.ts';

export async function exportFile(
  what: ExportKind,
  { config, run: { record } }: LabState,
  charts: {
    /** A data URL. */
    readonly png: (chart: 'accuracy' | 'loss') => Promise<string>;
    /** Text. */
    readonly svg: (chart: 'accuracy' | 'loss') => Promise<string>;
  },
): Promise<void> {
  switch (what) {
    case 'experiment':
      return downloadText('experiment.json', 'application/json', `${JSON.stringify(config, null, 2)}\n`);
    case 'run':
      if (record) downloadRun(record);
      return;
    case 'results':
      if (record) downloadText('results.csv', 'text/csv', resultsCsv(record.results));
      return;
    case 'accuracy.png':
    case 'loss.png':
      return downloadUrl(what, await charts.png(what === 'loss.png' ? 'loss' : 'accuracy'));
    case 'accuracy.svg':
    case 'loss.svg':
      return downloadText(what, 'image/svg+xml', await charts.svg(what === 'loss.svg' ? 'loss' : 'accuracy'));
  }
  return what satisfies never;
}

export function downloadRun(record: RunRecord, name = 'run'): void {
  downloadText(`${name}.json`, 'application/json', `${JSON.stringify(record, null, 2)}\n`);
}

/**
 * A network as a tfjs model: two files, of which the model names the other.
 * @throws LabError `config` when the network is not here any more
 */
export async function exportModel(
  lab: { readonly exportModel: (request: NetworkRequest) => Promise<ModelFile> },
  { role, member, precision }: Extract<Command, { kind: 'exportModel' }>,
): Promise<void> {
  const name = `${role}-${member}`;
  const weightsPath = `${name}.weights.bin`;
  const { json, weights } = await lab.exportModel({
    kind: kindOfRole(role),
    member,
    precision,
    weightsPath,
  });
  downloadText(`${name}.json`, 'application/json', JSON.stringify(json));
  downloadBytes(weightsPath, weights);
}
