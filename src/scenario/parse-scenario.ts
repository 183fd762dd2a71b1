import type { z } from 'zod';
import type { Problem } from '../errors.ts';
import { checkCheckGates, checkCheckPaths, checkClaims, checkMargins, checkUserGates } from './check-gates.ts';
import { checkFaultGates, checkFaults } from './check-faults.ts';
import { checkLoad, checkLoadAgainstWorkload, checkWorkload } from './check-load.ts';
import { checkMapping } from './check-mapping.ts';
import { checkProbes } from './check-probes.ts';
import { checkRollout } from './check-rollout.ts';
import { checkTarget } from './check-target.ts';
import { loadSchema } from './load-schema.ts';
import { normalise } from './normalise.ts';
import { applyOverrides, type SourcedOverride } from './overrides.ts';
import { createProblemReporter, type ProblemReporter, type Source } from './problem-reporter.ts';
import { readGates } from './read-gates.ts';
import { readTriggers } from './read-triggers.ts';
import { reportIssues } from './report-issues.ts';
import type { Scenario } from './scenario.ts';
import { scenarioSchema } from './schema.ts';
import { valueAt } from './schema-at.ts';

/** A scenario that can be run, or everything that is wrong with it. */
export type ParsedScenario =
  | { readonly scenario: Scenario; readonly problems?: undefined }
  | { readonly problems: readonly Problem[]; readonly scenario?: undefined };

/**
 * Checks a scenario as it was written, with its overrides in place, and resolves it. Every problem of the schema, the
 * gates and the rules between fields is found at once, in the order of lines; problems of overrides come first.
 */
export function parseScenario(
  written: unknown,
  { overrides, ...source }: Source & { readonly overrides: readonly SourcedOverride[] },
): ParsedScenario {
  const { raw, sources, problems: overrideProblems } = applyOverrides(written, overrides);
  const reporter = createProblemReporter(source, sources);
  const result = scenarioSchema.safeParse(raw);
  if (!result.success) reportIssues(result.error.issues, { schema: scenarioSchema, raw, reporter });
  const { load, ...read } = checkParts(raw, reporter);
  const problems = [...overrideProblems, ...reporter.problems()];
  if (!result.success || load === undefined || problems.length > 0) return { problems };
  return { scenario: normalise({ file: source.file, scenario: result.data, load, ...read }) };
}

/** Checks the rules within and between those parts that fit their schema, whatever the others are. */
function checkParts(raw: unknown, { report }: ProblemReporter) {
  const { shape } = scenarioSchema;
  const part = <S extends z.ZodType>(schema: S, key: string): z.output<S> | undefined =>
    schema.safeParse(valueAt(raw, [key])).data;
  const target = part(shape.target, 'target');
  const workload = part(shape.workload, 'workload');
  const checks = part(shape.checks, 'checks');
  const baseline = part(shape.baseline, 'baseline');
  const metrics = part(shape.metrics, 'metrics');
  const rollout = part(shape.rollout, 'rollout');
  const written = part(shape.triggers, 'triggers');
  const faults = part(shape.faults, 'faults');
  const probes = part(shape.probes, 'probes');
  const measure = valueAt(raw, ['phases', 'measure']);
  const loadPath = measure === undefined ? ['load'] : ['phases', 'measure'];
  const load = loadSchema.safeParse(valueAt(raw, loadPath) ?? {}).data;
  const gates = readGates(valueAt(raw, ['thresholds']), report);

  if (measure !== undefined && valueAt(raw, ['load']) !== undefined) {
    report(['load'], 'is given beside phases.measure, which is the same', 'keep one of them');
  }
  if (target !== undefined) checkTarget(target, report);
  if (workload !== undefined) checkWorkload(workload, report);
  if (load !== undefined) {
    checkLoad(load, loadPath, report);
    checkUserGates(gates, load, report);
    if (workload !== undefined) checkLoadAgainstWorkload(load, workload, { path: loadPath, report });
  }
  if (checks !== undefined) {
    checkCheckGates(gates, checks, report);
    if (target !== undefined) checkCheckPaths(checks, target, report);
  }
  if (baseline !== undefined) {
    checkMargins(baseline, report);
    checkClaims(baseline, report);
  }
  if (faults !== undefined) checkFaults(faults, load, report);
  if (faults !== undefined || valueAt(raw, ['faults']) === undefined) checkFaultGates(gates, faults ?? [], report);
  if (metrics !== undefined) checkMapping(metrics, report);
  if (probes !== undefined) checkProbes(probes, target, report);
  if (rollout !== undefined) checkRollout(rollout, report);
  const triggers = written === undefined ? undefined : readTriggers(written, report);
  return { load, thresholds: gates.map(({ threshold }) => threshold), triggers };
}
