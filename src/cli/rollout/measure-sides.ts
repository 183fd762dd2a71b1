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
import { measureOpen } from './measure-open.ts';
import { planOf, type RolloutSession } from './rollout-session.ts';

/** What one measurement of a stage gave; undefined findings mean that it was interrupted. */
export type Measured = { readonly findings: StageFindings | undefined; readonly runs: readonly string[] };

type Opened = { readonly target: OpenTarget; readonly lost?: undefined } | { readonly lost: SideFinding };

/**
 * Drives canary and stable at the same time, each with its part of the load, and judges each by its SLA. Nothing is sent unless both are healthy.
 * When one of them is lost, or a gate of the canary with `abortOnFail` is sure to fail, the other one ends too.
 */
export async function measureSides(session: RolloutSession, sent: SidesStage, name: string): Promise<Measured> {
  const { signal } = session;
  const canary = await open(session, sent.canary);
  const stable = sent.stable === undefined ? undefined : await open(session, sent.stable);
  try {
    if (signal.aborted) return { findings: undefined, runs: [] };
    const lost = findLost(canary, stable);
    if (lost !== undefined) return { findings: lost, runs: [] };
    return await drive(session, sent, { name, canary, stable });
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

function findLost(canary: Opened, stable: Opened | undefined): StageFindings | undefined {
  const notMeasured = { outcome: 'INCONCLUSIVE', reason: 'not measured, as the other side is lost' } as const;
  if (canary.lost === undefined && stable?.lost === undefined) return undefined;
  return {
    canary: canary.lost ?? notMeasured,
    ...(stable === undefined ? {} : { stable: stable.lost ?? notMeasured }),
  };
}

type Sides = { readonly name: string; readonly canary: Opened; readonly stable: Opened | undefined };

async function drive(session: RolloutSession, sent: SidesStage, { name, canary, stable }: Sides): Promise<Measured> {
  const ending = new AbortController();
  const signal = AbortSignal.any([session.signal, ending.signal]);
  const together = stable === undefined ? 1 : 2;
  const endIf = async (report: Promise<RunReport>): Promise<RunReport> => {
    try {
      const ended = await report;
      if (ended.runs.some((run) => run.ended !== 'completed' || run.endedEarly !== undefined)) ending.abort();
      return ended;
    } catch (error) {
      ending.abort();
      throw error;
    }
  };
  const run = (side: Opened, scenario: Scenario, as: 'canary' | 'stable'): Promise<RunReport> => {
    if (side.lost !== undefined) throw new RangeError('Expected a side that was opened');
    const plan = planOf(session, scenario);
    return endIf(
      measureOpen(session, {
        plan: as === 'canary' ? plan : singleRun(plan),
        target: side.target,
        name: `${name}-${as}`,
        together,
        progress: as === 'canary' ? session.progress : createProgress(session.options.environment.stderr, true),
        signal,
      }),
    );
  };
  const reports = await settleAll([
    run(canary, sent.canary, 'canary'),
    ...(stable === undefined || sent.stable === undefined ? [] : [run(stable, sent.stable, 'stable')]),
  ]);
  const [first, second] = reports;
  const runs = reports.map(({ id }) => id);
  if (first === undefined || session.signal.aborted) return { findings: undefined, runs };
  return {
    findings: { canary: findingOf(first), ...(second === undefined ? {} : { stable: findingOf(second) }) },
    runs,
  };
}

/** All results, once all are there; else the first failure, once nothing runs any more. */
async function settleAll<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  const settled = await Promise.allSettled(promises);
  for (const result of settled) if (result.status === 'rejected') throw result.reason;
  return settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}
