import { exitCodes, HitgateError } from '../../errors.ts';
import type { RunReport } from '../../report/run-report.ts';
import { findingOf } from '../../rollout/finding-of.ts';
import type { SideFinding, StageFindings } from '../../rollout/findings.ts';
import type { SidesStage } from '../../rollout/stage-scenarios.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { openSide } from '../pairs/open-side.ts';
import { createProgress } from '../progress.ts';
import type { OpenTarget } from '../run/open-target.ts';
import { singleRun } from '../run/single-run.ts';
import { measureOpen, type OpenRun } from './measure-open.ts';
import { planOf, type RolloutSession } from './rollout-session.ts';

/** What one measurement of a stage gave; undefined findings mean that it was interrupted. */
export type Measured = { readonly findings: StageFindings | undefined; readonly runs: readonly string[] };

type Opened = { readonly target: OpenTarget; readonly lost?: undefined } | { readonly lost: SideFinding };

/**
 * Drives canary and stable at the same time, each with its part of the load, and judges each by its SLA. Nothing is sent unless both are healthy.
 * When one of them is lost, or a gate of the canary with `abortOnFail` is sure to fail, the other one ends too.
 */
export async function measureSides(session: RolloutSession, sent: SidesStage, name: string): Promise<Measured> {
  const canary = await open(session, sent.canary);
  const stable = sent.stable === undefined ? undefined : await open(session, sent.stable);
  try {
    if (session.signal.aborted) return { findings: undefined, runs: [] };
    if (canary.lost !== undefined || stable?.lost !== undefined)
      return { findings: lostFindings(canary, stable), runs: [] };
    return await drive(session, runsOf(session, sent, { name, canary: canary.target, stable: stable?.target }));
  } finally {
    for (const side of [canary, stable]) if (side?.lost === undefined) await side?.target.close();
  }
}

async function open({ headers, tls, signal, ...session }: RolloutSession, scenario: Scenario): Promise<Opened> {
  session.progress.note(`checking ${scenario.target.url}`);
  try {
    const side = { plan: planOf({ headers, tls, ...session }, scenario), source: { kind: 'url' as const } };
    return { target: await openSide(side, { secrets: headers, tls, cores: undefined, signal }) };
  } catch (error) {
    if (!signal.aborted && !(error instanceof HitgateError && error.exitCode === exitCodes.target)) throw error;
    return { lost: { outcome: 'LOST', reason: error instanceof Error ? error.message : 'interrupted' } };
  }
}

function lostFindings(canary: Opened, stable: Opened | undefined): StageFindings {
  const notMeasured = { outcome: 'INCONCLUSIVE', reason: 'not measured, as the other side is lost' } as const;
  return {
    canary: canary.lost ?? notMeasured,
    ...(stable === undefined ? {} : { stable: stable.lost ?? notMeasured }),
  };
}

type Targets = { readonly name: string; readonly canary: OpenTarget; readonly stable: OpenTarget | undefined };
type SideRun = Omit<OpenRun, 'signal'>;

/** The run of the canary, and that of stable where it has some of the load; what is shown on the way is the canary's. */
function runsOf(session: RolloutSession, sent: SidesStage, { name, canary, stable }: Targets): SideRun[] {
  const hidden = createProgress(session.options.environment.stderr, true);
  const hasStable = stable !== undefined && sent.stable !== undefined;
  const together = hasStable ? 2 : 1;
  const first = { plan: planOf(session, sent.canary), target: canary, name: `${name}-canary`, together };
  const runs: SideRun[] = [{ ...first, progress: session.progress }];
  if (!hasStable) return runs;
  const plan = singleRun(planOf(session, sent.stable));
  return [...runs, { plan, target: stable, name: `${name}-stable`, together, progress: hidden }];
}

async function drive(session: RolloutSession, sides: readonly SideRun[]): Promise<Measured> {
  const ending = new AbortController();
  const signal = AbortSignal.any([session.signal, ending.signal]);
  const measure = async (side: SideRun): Promise<RunReport> => {
    let isWhole = false;
    try {
      const report = await measureOpen(session, { ...side, signal });
      isWhole = report.runs.every(({ ended, endedEarly }) => ended === 'completed' && endedEarly === undefined);
      return report;
    } finally {
      if (!isWhole) ending.abort();
    }
  };
  const reports = await settleAll(sides.map(measure));
  const [canary, stable] = reports;
  const runs = reports.map(({ id }) => id);
  if (canary === undefined || session.signal.aborted) return { findings: undefined, runs };
  return {
    findings: { canary: findingOf(canary), ...(stable === undefined ? {} : { stable: findingOf(stable) }) },
    runs,
  };
}

/** All results, once all are there; else the first failure, once nothing runs any more. */
async function settleAll<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  const settled = await Promise.allSettled(promises);
  for (const result of settled) if (result.status === 'rejected') throw result.reason;
  return settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}
