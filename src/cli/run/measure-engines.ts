import type { NamedEngine } from '../../engine/engines.ts';
import type { Plan } from '../../plan/plan.ts';
import type { CrossCheckSide } from '../../report/cross-check.ts';
import { identifyEngine } from './identify-engine.ts';
import { joinMeasured } from './join-measured.ts';
import { measurePairs } from './measure-pairs.ts';
import { measureRuns, type Measured, type MeasureOptions } from './measure-runs.ts';
import { singleRun } from './single-run.ts';

/** The two engines, and how often each runs. */
export type Engines = { readonly ours: NamedEngine; readonly theirs: NamedEngine; readonly runs: number };

/** What both engines gave on one plan and one target. */
export type MeasuredEngines = { readonly ours: CrossCheckSide; readonly theirs: CrossCheckSide };

/** Runs both engines in turn, in the order A B B A …; each run warms up anew. Ends early when a run does not complete. */
export async function measureEngines(
  plan: Plan,
  { ours, theirs, runs }: Engines,
  options: Omit<MeasureOptions, 'engine'>,
): Promise<MeasuredEngines> {
  const order = Array.from({ length: runs }, (_, pair) =>
    pair % 2 === 0 ? ([ours, theirs] as const) : ([theirs, ours] as const),
  );
  let run = 0;
  const halves = await measurePairs(order, {
    measure: (engine) => {
      run += 1;
      options.progress.note(`run ${run} of ${2 * runs}: ${engine.name}`);
      return measureRuns(singleRun(plan), { ...options, engine: engine.run });
    },
    endsWith: ({ snapshots }: Measured) =>
      options.signal.aborted || snapshots.some(({ ended }) => ended !== 'completed'),
  });
  const sideOf = (engine: NamedEngine): CrossCheckSide => {
    const joined = joinMeasured(halves.filter(({ side }) => side === engine).map(({ result }) => result));
    const { snapshots, expectedChecks, truth } = joined;
    return { engine: identifyEngine(engine), runs: snapshots, expectedChecks, truth };
  };
  return { ours: sideOf(ours), theirs: sideOf(theirs) };
}
