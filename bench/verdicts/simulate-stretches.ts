import { bootstrapLogQuantile } from '../../src/stats/block-bootstrap.ts';
import { bootstrapPAbove, bootstrapPBelow } from '../../src/stats/bootstrap-interval.ts';
import type { ValueSlice } from '../../src/stats/slice-statistics.ts';
import { normals } from './simulate-run.ts';

/** Two sides that do not differ, in stretches whose level on the logarithm's scale is AR(1). */
export type StretchCase = { readonly stretches: number; readonly correlation: number; readonly levelDeviation: number };

/** How often the one-sided 95 % bounds of the difference of p95 lay above and below no difference. */
export type StretchOutcome = StretchCase & { readonly rounds: number; readonly above: number; readonly below: number };

const perStretch = 100;
const alpha = 0.05;

/** Compares simulated sides by the block bootstrap, so many times. */
export function simulateStretches(stretch: StretchCase, rounds: number, seed: number): StretchOutcome {
  let above = 0;
  let below = 0;
  for (let round = 0; round < rounds; round += 1) {
    const draw = normals(seed, round);
    const sides = { before: simulateSide(stretch, draw), after: simulateSide(stretch, draw) };
    const difference = bootstrapLogQuantile(sides, { quantile: 0.95, seed: round });
    if (difference === undefined) throw new Error(`Expected stretches enough, got ${stretch.stretches}`);
    if (bootstrapPAbove(difference, 0) <= alpha) above += 1;
    if (bootstrapPBelow(difference, 0) <= alpha) below += 1;
  }
  return { ...stretch, rounds, above, below };
}

function simulateSide({ stretches, correlation, levelDeviation }: StretchCase, draw: () => number): ValueSlice[] {
  const noise = Math.sqrt(1 - correlation ** 2);
  let level = draw();
  return Array.from({ length: stretches }, () => {
    level = correlation * level + noise * draw();
    const values = Float64Array.from({ length: perStretch }, () =>
      Math.round(10_000 * Math.exp(levelDeviation * level + 0.3 * draw())),
    );
    return { values: [...values.sort()], counts: [...values].map(() => 1) };
  });
}
