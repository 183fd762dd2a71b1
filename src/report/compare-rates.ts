import { failuresOf } from '../recorder/phase-counts.ts';
import { countRate } from '../judge/rate-counts.ts';
import { rateInterval } from '../judge/rate-gate.ts';
import { testedDesignEffect } from '../stats/design-effect.ts';
import { accuracyOf } from './accuracy.ts';
import type { Agreement, Concern, CrossCheckSide } from './cross-check.ts';

/** A rate with its 95 % interval, as shares of 1. */
export type RateEstimate = {
  readonly events: number;
  readonly n: number;
  readonly observed: number;
  readonly low: number;
  readonly high: number;
};

/** A rate on both sides; a side that counted nothing is absent. */
export type ComparedRate = {
  readonly name: 'hit rate' | 'failures';
  readonly ours?: RateEstimate;
  readonly theirs?: RateEstimate;
  readonly agreement: Agreement;
  /** Only where they differ. */
  readonly concern?: Concern;
};

const rates = [
  ['hit rate', 'cache_hit_rate'],
  ['failures', 'http_req_failed'],
] as const;

/** The hit rate and the share of failures on both sides. */
export function compareRates(ours: CrossCheckSide, theirs: CrossCheckSide): ComparedRate[] {
  return rates.flatMap(([name, metric]) => {
    const left = estimateOf(ours, metric);
    const right = estimateOf(theirs, metric);
    if (left === undefined && right === undefined) return [];
    const agreement = agreementOf(left, right);
    return [
      {
        name,
        ...(left === undefined ? {} : { ours: left }),
        ...(right === undefined ? {} : { theirs: right }),
        agreement,
        ...(agreement === 'differ' ? { concern: concernOf(name, ours, theirs) } : {}),
      },
    ];
  });
}

function estimateOf({ runs }: CrossCheckSide, metric: 'cache_hit_rate' | 'http_req_failed'): RateEstimate | undefined {
  const counts = countRate({ metric, tags: {} }, runs);
  if (counts === undefined || counts.n === 0) return undefined;
  const { events, n } = counts;
  const { low = 0, high = 1 } = rateInterval(counts, testedDesignEffect(counts.slices));
  return { events, n, observed: events / n, low, high };
}

function agreementOf(ours: RateEstimate | undefined, theirs: RateEstimate | undefined): Agreement {
  if (ours === undefined || theirs === undefined) return 'undecided';
  return ours.low > theirs.high || theirs.low > ours.high ? 'differ' : 'agree';
}

/** A side that counted as the target did has not misread anything; without a record nobody knows. */
function concernOf(name: ComparedRate['name'], ours: CrossCheckSide, theirs: CrossCheckSide): Concern {
  const left = countsAsTarget(name, ours);
  const right = countsAsTarget(name, theirs);
  if (left === undefined || right === undefined) return 'unknown';
  if (left && right) return 'target';
  return left ? 'theirs' : 'ours';
}

/** A connection that was refused and a request that timed out are failures that the target knows nothing of. */
function countsAsTarget(name: ComparedRate['name'], { runs, truth }: CrossCheckSide): boolean | undefined {
  const accuracy = accuracyOf({ runs, truth });
  if (accuracy === undefined || name === 'hit rate') return accuracy?.countsEqual;
  const seen = runs.reduce((sum, { measure }) => sum + failuresOf(measure), 0);
  return seen === truth.reduce((sum, { failures }) => sum + failures, 0);
}
