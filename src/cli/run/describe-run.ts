import path from 'node:path';
import type { NamedEngine } from '../../engine/engines.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Calibration } from '../../recorder/snapshot.ts';
import { reportSchemaVersion, type PairedRuns, type RunReport, type TargetIdentity } from '../../report/run-report.ts';
import { mapTlsPaths } from '../../scenario/map-tls-paths.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { CliEnvironment } from '../environment.ts';
import { secretValues } from '../hooks/hook-secrets.ts';
import { maskCommands } from '../hooks/mask-commands.ts';
import { fingerprintMachine } from '../machine-fingerprint.ts';
import { packageVersion } from '../version.ts';
import { identifyEngine } from './identify-engine.ts';
import type { RunHeader } from './journal.ts';

/** What a report says of its run beside the plan, before anything was sent. */
type Circumstances = {
  readonly engine: NamedEngine;
  readonly environment: CliEnvironment;
  readonly id: string;
  readonly startedMillis: number;
  readonly target: TargetIdentity;
  readonly calibration: Calibration | undefined;
  readonly coverage?: RunReport['coverage'];
  readonly pairs?: PairedRuns;
};

/** All that is known of a run before it sends anything. */
export function describeRun(plan: Plan, run: Circumstances): RunHeader {
  const { environment, calibration, coverage, pairs } = run;
  return {
    schemaVersion: reportSchemaVersion,
    hitgateVersion: packageVersion(),
    id: run.id,
    startedAt: new Date(run.startedMillis).toISOString(),
    scenario: maskCommands(
      withRelativePaths(plan.scenario, environment.cwd),
      secretValues(environment.env, plan.scenario),
    ),
    plan: {
      digest: plan.digest,
      generator: plan.generator,
      seed: plan.scenario.workload.seed,
      corpus: {
        file: path.relative(environment.cwd, plan.corpus.file),
        digest: plan.corpus.digest,
        queries: plan.corpus.queries.length,
      },
    },
    target: run.target,
    engine: identifyEngine(run.engine),
    machine: fingerprintMachine(),
    ...(calibration === undefined ? {} : { calibration }),
    ...(coverage === undefined ? {} : { coverage }),
    ...(pairs === undefined ? {} : { pairs }),
  };
}

/** A report is read on other machines: files are named as seen from the folder in which the run was started. */
function withRelativePaths(scenario: Scenario, cwd: string): Scenario {
  const { target, workload } = scenario;
  const { popularity } = workload;
  const { tls } = target;
  return {
    ...scenario,
    target: tls === undefined ? target : { ...target, tls: mapTlsPaths(tls, (file) => path.relative(cwd, file)) },
    file: path.relative(cwd, path.resolve(cwd, scenario.file)),
    workload: {
      ...workload,
      queries: path.relative(cwd, workload.queries),
      popularity:
        popularity.kind === 'replay' ? { ...popularity, file: path.relative(cwd, popularity.file) } : popularity,
    },
  };
}
