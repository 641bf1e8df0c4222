/** The networks of the run on the page, or those that the experiment in the form would have. */
import { compile } from '../core/compile.ts';
import { summarise, type NetworkSummary } from '../core/events.ts';
import type { ExperimentConfig } from '../core/experiment.ts';
import type { RunState } from '../core/run-state.ts';
import { memo } from './memo.ts';

export function networksToDraw() {
  const planned = memo((config: ExperimentConfig, classes: number) => summarise(compile(config, classes)));
  return (run: RunState, config: ExperimentConfig, classes = 10): readonly NetworkSummary[] =>
    run.networks.length > 0 ? run.networks : planned(config, classes);
}
