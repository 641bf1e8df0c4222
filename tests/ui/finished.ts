/** The whole page with a run at its end, whose results are made up. */
import { compile } from '../../src/core/compile.ts';
import type { ExperimentConfig } from '../../src/core/experiment.ts';
import { DEFAULT_EXPERIMENT as quick } from '../../src/core/presets.ts';
import type { Result } from '../../src/core/run-record.ts';
import { result } from './fake-results.ts';
import { button, mountLab, settled } from './mount-lab.ts';

export async function finished(
  config: ExperimentConfig = quick,
  change: (one: Result) => Result = (one) => one,
) {
  const mounted = await mountLab();
  mounted.app.load(config);
  await settled(mounted.app);
  await button('Run').click();
  mounted.lab.begin();
  mounted.lab.train('teacher', 1);
  mounted.lab.train('students', 1);
  const results = compile(config).flatMap((stage) => stage.members.map((_, s) => change(result(stage, s))));
  mounted.lab.end(results);
  await settled(mounted.app);
  return mounted;
}
