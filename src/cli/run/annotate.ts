import path from 'node:path';
import { maskSecrets } from '../../mask-secrets.ts';
import type { RunReport } from '../../report/run-report.ts';
import { annotations, type AnnotatedPlace } from '../../reporters/annotations.ts';
import type { GateResult } from '../../judge/verdict.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { CliEnvironment } from '../environment.ts';
import { secretValues } from '../hooks/hook-secrets.ts';
import { placeOf } from '../scenario-file/load-scenario-file.ts';

type Annotated = { readonly environment: Pick<CliEnvironment, 'env' | 'cwd' | 'stderr'>; readonly scenario: Scenario };

/** Tells GitHub, where it runs this, which gates are not passed and where they are written. Holds no secret. */
export function annotate(report: RunReport, { environment, scenario }: Annotated): void {
  const { env, cwd, stderr } = environment;
  if (env['GITHUB_ACTIONS'] !== 'true') return;
  const file = repositoryPath(scenario.file, cwd, env['GITHUB_WORKSPACE']);
  const text = annotations(report, (gate) => (file === undefined ? undefined : { file, ...lineOf(scenario, gate) }));
  stderr.write(maskSecrets(text, secretValues(env, scenario)));
}

/** The file as GitHub names it; undefined when it lies outside the repository. */
function repositoryPath(file: string, cwd: string, workspace: string | undefined): string | undefined {
  const relative = path.relative(workspace ?? cwd, path.resolve(cwd, file));
  return relative === '' || relative.startsWith('..') || path.isAbsolute(relative) ? undefined : relative;
}

function lineOf(scenario: Scenario, gate: GateResult | undefined): Pick<AnnotatedPlace, 'line' | 'column'> {
  if (gate === undefined) return {};
  const { selector, implicit } = gate.threshold;
  const place = implicit ? undefined : placeOf(scenario, ['thresholds', selector]);
  return place === undefined ? {} : { line: place.line, column: place.column };
}
