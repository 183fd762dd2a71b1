import path from 'node:path';
import type { HitgateError } from '../errors.ts';
import type { Comparison } from '../judge/comparison/comparison.ts';
import type { GateResult } from '../judge/verdict.ts';
import { maskSecrets } from '../mask-secrets.ts';
import type { RunReport } from '../report/run-report.ts';
import { annotations, comparisonAnnotations, problemAnnotations } from '../reporters/annotations.ts';
import type { AnnotatedPlace } from '../reporters/workflow-command.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { CliEnvironment } from './environment.ts';
import { secretValues } from './hooks/hook-secrets.ts';
import { problemsOf } from './render-error.ts';
import { placeOf } from './scenario-file/load-scenario-file.ts';

type Surroundings = Pick<CliEnvironment, 'env' | 'cwd' | 'stderr'>;

/** Tells GitHub, where it runs this, which gates are not passed and where they are written. Holds no secret. */
export function annotateRun(report: RunReport, scenario: Scenario, environment: Surroundings): void {
  if (!isAnnotated(environment)) return;
  const file = repositoryPath(scenario.file, environment);
  const text = annotations(report, (gate) => (file === undefined ? undefined : { file, ...lineOf(scenario, gate) }));
  environment.stderr.write(maskSecrets(text, secretValues(environment.env, scenario)));
}

/** The same for a comparison, at the scenario file of its side after. */
export function annotateComparison(comparison: Comparison, scenario: Scenario, environment: Surroundings): void {
  if (!isAnnotated(environment)) return;
  const file = repositoryPath(scenario.file, environment);
  const place = file === undefined ? undefined : { file };
  const text = comparisonAnnotations(comparison, { scenario: scenario.name, place });
  environment.stderr.write(maskSecrets(text, secretValues(environment.env, scenario)));
}

/** The same for an input that cannot be used, at each place where something is wrong with it. */
export function annotateError(error: HitgateError, environment: Surroundings): void {
  if (!isAnnotated(environment)) return;
  const text = problemAnnotations(problemsOf(error), (problem) => {
    const file = problem.file === undefined ? undefined : repositoryPath(problem.file, environment);
    return file === undefined ? undefined : { ...problem, file };
  });
  environment.stderr.write(text);
}

function isAnnotated({ env }: Surroundings): boolean {
  return env['GITHUB_ACTIONS'] === 'true';
}

/** The file as GitHub names it; undefined when it lies outside the repository. */
function repositoryPath(file: string, { cwd, env }: Surroundings): string | undefined {
  const relative = path.relative(env['GITHUB_WORKSPACE'] ?? cwd, path.resolve(cwd, file));
  return relative === '' || relative.startsWith('..') || path.isAbsolute(relative) ? undefined : relative;
}

function lineOf(scenario: Scenario, gate: GateResult | undefined): Pick<AnnotatedPlace, 'line' | 'column'> {
  if (gate === undefined) return {};
  const { selector, implicit } = gate.threshold;
  const place = implicit ? undefined : placeOf(scenario, ['thresholds', selector]);
  return place === undefined ? {} : { line: place.line, column: place.column };
}
