import type { EarlyCase } from './simulate-early.ts';
import type { GateCase } from './simulate-gate.ts';
import type { PairCase } from './simulate-pairs.ts';
import type { StretchCase } from './simulate-stretches.ts';

const shape = { perSecond: 250, seconds: 20 };
const correlations = [0, 0.5, 0.8, 0.95];

/** Exactly on the limit: one run, and five runs that do not differ, or by 3 or 8 %. */
const onTheLimit: readonly GateCase[] = correlations.flatMap((correlation) => [
  { ...shape, correlation, off: 0, runs: 1, deviation: 0 },
  { ...shape, correlation, off: 0, runs: 5, deviation: 0 },
  { ...shape, correlation, off: 0, runs: 5, deviation: 0.03 },
  { ...shape, correlation, off: 0, runs: 5, deviation: 0.08 },
]);

/** What one run risks when runs differ, and what is found off the limit. */
const others: readonly GateCase[] = [
  { ...shape, correlation: 0, off: 0, runs: 1, deviation: 0.08 },
  // Of a log-normal latency with σ = 0.3, 4 % and 2 % are over what 5 % of another are when it lies 3.2 % and 12.3 % lower.
  { perSecond: 190, seconds: 20, correlation: 0, off: -0.0317, runs: 1, deviation: 0 },
  { perSecond: 17, seconds: 20, correlation: 0, off: -0.1227, runs: 1, deviation: 0 },
  { ...shape, correlation: 0.5, off: -0.1, runs: 5, deviation: 0.08 },
  { ...shape, correlation: 0.5, off: 0.1, runs: 5, deviation: 0.08 },
  { ...shape, correlation: 0.5, off: -0.2, runs: 5, deviation: 0.08 },
  { ...shape, correlation: 0.5, off: -0.05, runs: 5, deviation: 0.03 },
];

/** All rows of gates. */
export const gateCases: readonly GateCase[] = [...onTheLimit, ...others];

/**
 * Runs that end early: on the limit, then off it so that 2, 3, 4, 6 and 8 % are over where 5 % may be, which is at Φ⁻¹(0.95) − Φ⁻¹(1 − share)
 * times σ = 0.3.
 */
export const earlyCases: readonly EarlyCase[] = [
  ...correlations.map((correlation) => ({ perSecond: 100, seconds: 120, correlation, off: 0 })),
  ...[-0.1227, -0.0708, -0.0317, 0.027, 0.0719].map((off) => ({ perSecond: 100, seconds: 120, correlation: 0, off })),
];

const nullMargins = {
  'med{cache:hit}': 0.1,
  'p(95){cache:hit}': 0.1,
  'med{cache:miss}': 0.1,
  'p(95){cache:miss}': 0.1,
};

/** Seven pairs of a service with itself, worse by exactly every margin, and worse by twice the margin; then single runs. */
export const pairCases: readonly PairCase[] = [
  { pairs: 7, deviation: 0.05, hitChange: 0, missChange: 0 },
  { pairs: 7, deviation: 0.05, hitChange: 0.1, missChange: 0.1, margins: nullMargins },
  { pairs: 7, deviation: 0.05, hitChange: 0.2, missChange: 0, margins: { 'med{cache:hit}': 0.3 } },
  { pairs: 7, deviation: 0.05, hitChange: 0.2, missChange: 0 },
  { pairs: 7, deviation: 0.02, hitChange: -0.1, missChange: -0.1 },
  { pairs: 1, deviation: 0, hitChange: 0, missChange: 0 },
  { pairs: 1, deviation: 0, hitChange: 0.1, missChange: 0.1, margins: nullMargins },
];

/** Sides of a minute each, whose stretches of a second depend on the one before: not at all, somewhat, much. */
export const stretchCases: readonly StretchCase[] = [0, 0.5, 0.8].map((correlation) => ({
  stretches: 60,
  correlation,
  levelDeviation: 0.1,
}));
