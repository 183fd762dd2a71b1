import type { TlsSettings } from '../../engine/tls-settings.ts';
import type { Plan } from '../../plan/plan.ts';
import { concludeProbes, type ProbePass, type RunProbes } from '../../probes/probe-pass.ts';
import type { CliEnvironment } from '../environment.ts';
import { secretValues } from '../hooks/hook-secrets.ts';
import { runProbes } from '../probes/run-probes.ts';
import type { Progress } from '../progress.ts';
import type { Measured } from './measure-runs.ts';

/** What the probes of a run need beside its plan. */
export type ProbingRun = {
  readonly environment: CliEnvironment;
  readonly url: string;
  readonly secrets: Readonly<Record<string, string>>;
  readonly tls: TlsSettings | undefined;
  readonly progress: Progress;
  readonly signal: AbortSignal;
};

/** Makes the probes of a scenario once; undefined when it has none, or when they were cut off. */
export async function makeProbes(plan: Plan, run: ProbingRun): Promise<ProbePass | undefined> {
  const { scenario, corpus } = plan;
  const { environment, url, secrets, tls, progress, signal } = run;
  if (scenario.probes === undefined || signal.aborted) return undefined;
  const pass = await runProbes(scenario.probes, {
    url,
    target: scenario.target,
    secrets,
    tls,
    corpus: corpus.queries,
    masked: secretValues(environment.env, scenario),
    env: environment.env,
    clock: environment.clock,
    signal,
    note: progress.note,
  });
  return signal.aborted ? undefined : pass;
}

/** What was measured, and the probes around it; undefined when there were none. */
export type MeasuredBetween = { readonly measured: Measured; readonly probes: RunProbes | undefined };

type Steps = {
  readonly signal: AbortSignal;
  readonly probe: () => Promise<ProbePass | undefined>;
  readonly measure: () => Promise<Measured>;
  /** Whether to measure although a probe failed before. */
  readonly goesOn: boolean;
  readonly onBefore: (before: ProbePass) => void;
};

const nothing: Measured = { snapshots: [], predictions: [], expectedChecks: [], truth: [], scrapes: [] };

/**
 * Makes the probes, measures, and makes them again. Nothing is measured when one failed before, unless it goes on, or when they were cut off;
 * a target that was lost is not asked again. They are made before the warm-up and after the last reply was counted, so that none of their requests is in a figure.
 */
export async function measureBetweenProbes({
  signal,
  probe,
  measure,
  goesOn,
  onBefore,
}: Steps): Promise<MeasuredBetween> {
  const before = await probe();
  if (before === undefined) return { measured: signal.aborted ? nothing : await measure(), probes: undefined };
  onBefore(before);
  if (!goesOn && concludeProbes(before).status === 'fail') return { measured: nothing, probes: { before } };
  const measured = await measure();
  const isLost = measured.snapshots.some(({ ended }) => ended === 'target-lost');
  const after = isLost ? undefined : await probe();
  return { measured, probes: { before, ...(after === undefined ? {} : { after }) } };
}
