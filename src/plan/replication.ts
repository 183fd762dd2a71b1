import type { Threshold } from '../scenario/threshold.ts';
import { quantileRunAlpha } from '../stats/quantile-run-alpha.ts';
import { distanceForPower } from '../stats/run-power.ts';
import type { Experience } from './foresee-length.ts';
import { wantedPower } from './gate-chances.ts';

/** How far on the right side of its limit a quantile must lie so that runs which differ show it. */
export type Replication = {
  /** Runs that the plan makes. */
  readonly planned: number;
  /** Runs that the margins are of: the planned ones, or 5 where one run is planned, which shows no spread. */
  readonly runs: number;
  readonly margins: readonly RunMargin[];
};

/** A share of the limit: the quantile of a service that lies so far off it passes with a chance of 90 %. */
type RunMargin = {
  /** Standard deviation of ln of the quantile from run to run; 0.08 is 8 %. */
  readonly deviation: number;
  readonly margin: number;
  /** The gate whose runs differed so in the stored run; absent for a deviation that is merely assumed. */
  readonly gate?: string;
};

const assumedDeviations = [0.03, 0.08];
const recommendedRuns = 5;

/**
 * What replication asks of the quantile gates of a plan: the margins for 3 % and 8 % from run to run, and for what a stored run of
 * several runs showed. Undefined without a quantile gate.
 */
export function describeReplication(
  thresholds: readonly Threshold[],
  planned: number,
  experience: Experience | undefined,
): Replication | undefined {
  const gates = thresholds.filter(({ aggregation }) => aggregation.kind === 'quantile');
  if (gates.length === 0) return undefined;
  const runs = planned > 1 ? planned : recommendedRuns;
  const distance = distanceForPower(runs, wantedPower, quantileRunAlpha);
  const marginOf = (deviation: number): RunMargin => ({ deviation, margin: 1 - Math.exp(-distance * deviation) });
  const seen = gates.flatMap(({ selector, source }) => {
    const same = experience?.gates.find((gate) => gate.selector === selector && gate.source === source);
    return same?.deviation === undefined ? [] : [{ ...marginOf(same.deviation), gate: `${selector}: ${source}` }];
  });
  return { planned, runs, margins: [...assumedDeviations.map(marginOf), ...seen] };
}
