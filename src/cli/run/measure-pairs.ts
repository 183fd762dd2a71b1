import type { NamedEngine } from '../../engine/engines.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Snapshot } from '../../recorder/snapshot.ts';
import type { CrossCheckSide } from '../../report/cross-check.ts';
import { identifyEngine } from './identify-engine.ts';
import { measureRuns, type Measured, type MeasureOptions } from './measure-runs.ts';

/** The two engines, and how often each runs. */
export type Pairs = { readonly ours: NamedEngine; readonly theirs: NamedEngine; readonly runs: number };

/** What both engines gave on one plan and one target. */
export type MeasuredPairs = { readonly ours: CrossCheckSide; readonly theirs: CrossCheckSide };

/**
 * Runs both engines in turn, in the order A B B A …, so that what drifts falls on both; each run warms up anew. Ends early when
 * a run does not complete.
 */
export async function measurePairs(
  plan: Plan,
  { ours, theirs, runs }: Pairs,
  options: Omit<MeasureOptions, 'engine'>,
): Promise<MeasuredPairs> {
  const single: Plan = { ...plan, scenario: { ...plan.scenario, runs: 1 } };
  const order = Array.from({ length: runs }, (_, pair) => (pair % 2 === 0 ? [ours, theirs] : [theirs, ours])).flat();
  const measured = new Map<NamedEngine, Measured[]>([
    [ours, []],
    [theirs, []],
  ]);
  for (const [index, engine] of order.entries()) {
    options.progress.note(`run ${index + 1} of ${order.length}: ${engine.name}`);
    const result = await measureRuns(single, { ...options, engine: engine.run });
    measured.get(engine)?.push(result);
    if (result.snapshots.some(({ ended }) => ended !== 'completed') || options.signal.aborted) break;
  }
  return { ours: sideOf(ours, measured.get(ours)), theirs: sideOf(theirs, measured.get(theirs)) };
}

/** The runs of an engine, numbered from 1. */
function sideOf(engine: NamedEngine, measured: readonly Measured[] = []): CrossCheckSide {
  return {
    engine: identifyEngine(engine),
    runs: measured.flatMap(({ snapshots }) => snapshots).map((snapshot, index) => numbered(snapshot, index + 1)),
    expectedChecks: measured.flatMap(({ expectedChecks }) => expectedChecks),
    truth: measured.flatMap(({ truth }) => truth),
  };
}

function numbered(snapshot: Snapshot, run: number): Snapshot {
  return { ...snapshot, run };
}
