import { z } from 'zod';
import type { Problem } from '../errors.ts';
import { checkFaultGates } from './check-faults.ts';
import { checkCheckGates } from './check-gates.ts';
import { implicitGates } from './implicit-gates.ts';
import { parseScenario } from './parse-scenario.ts';
import { createProblemReporter, type Source } from './problem-reporter.ts';
import { readGates } from './read-gates.ts';
import { reportIssues } from './report-issues.ts';
import type { Scenario } from './scenario.ts';
import { scenarioSchema } from './schema.ts';
import { valueAt } from './schema-at.ts';
import type { Threshold } from './threshold.ts';

/** Gates that can be judged, or everything that is wrong with them. */
export type ParsedThresholds =
  | { readonly thresholds: readonly Threshold[]; readonly problems?: undefined }
  | { readonly problems: readonly Problem[]; readonly thresholds?: undefined };

const { $schema, thresholds } = scenarioSchema.shape;
const fileSchema = z.strictObject({ $schema, thresholds });

/**
 * The gates of another file for a run that was made: of a scenario, or of a file with `thresholds` alone. Gates that
 * they imply are added by the load and the checks of the run's own scenario.
 */
export function parseThresholds(
  raw: unknown,
  { scenario, ...source }: Source & { readonly scenario: Scenario },
): ParsedThresholds {
  const reporter = createProblemReporter(source, new Map());
  if (valueAt(raw, ['target']) !== undefined || valueAt(raw, ['workload']) !== undefined) {
    const other = parseScenario(raw, { ...source, overrides: [] });
    if (other.problems !== undefined) return { problems: other.problems };
  } else {
    const { error } = fileSchema.safeParse(raw);
    if (error !== undefined) reportIssues(error.issues, { schema: fileSchema, raw, reporter });
  }
  const gates = readGates(valueAt(raw, ['thresholds']), reporter.report);
  checkCheckGates(gates, scenario.checks, reporter.report);
  checkFaultGates(gates, scenario.faults ?? [], reporter.report);
  const problems = reporter.problems();
  if (problems.length > 0) return { problems };
  const own = gates.map(({ threshold }) => threshold);
  return { thresholds: [...own, ...implicitGates(own, scenario.load, scenario.checks)] };
}
