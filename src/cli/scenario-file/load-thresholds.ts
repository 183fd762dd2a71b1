import { scenarioError } from '../../errors.ts';
import { parseThresholds } from '../../scenario/parse-thresholds.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Threshold } from '../../scenario/threshold.ts';
import { parseSource } from './parse-source.ts';
import { readScenarioText } from './read-scenario-text.ts';

/**
 * The gates of a scenario file, or of a file with `thresholds` alone, for judging a run of `scenario` again.
 * @throws HitgateError (exit 2) with every problem at once.
 */
export async function loadThresholds(
  path: string,
  { cwd, scenario }: { readonly cwd: string; readonly scenario: Scenario },
): Promise<readonly Threshold[]> {
  const source = await readScenarioText(path, cwd);
  const parsed = await parseSource(source);
  if (!('raw' in parsed)) throw scenarioError(parsed.problems);
  const { raw, locate } = parsed;
  const { thresholds, problems } = parseThresholds(raw, { file: source.file, locate, scenario });
  if (thresholds === undefined) throw scenarioError(problems);
  return thresholds;
}
