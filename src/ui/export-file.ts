/** What each export holds and what its file is called. */
import { resultsCsv } from '../core/csv.ts';
import type { LabState } from '../core/state.ts';
import type { ExportKind } from './commands.ts';
import { downloadText, downloadUrl } from './downloads.ts';

export async function exportFile(
  what: ExportKind,
  { config, run: { record } }: LabState,
  chartImage: (chart: 'accuracy' | 'loss') => Promise<string>,
): Promise<void> {
  switch (what) {
    case 'experiment':
      return downloadText('experiment.json', 'application/json', `${JSON.stringify(config, null, 2)}\n`);
    case 'run':
      if (record) downloadText('run.json', 'application/json', `${JSON.stringify(record, null, 2)}\n`);
      return;
    case 'results':
      if (record) downloadText('results.csv', 'text/csv', resultsCsv(record.results));
      return;
    case 'accuracy':
    case 'loss':
      return downloadUrl(`${what}.png`, await chartImage(what));
  }
  return what satisfies never;
}
