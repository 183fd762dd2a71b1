import { borrowedDesignEffect, collectLatencies } from '../judge/latency-samples.ts';
import { estimateQuantile, type QuantileEstimate } from '../judge/quantile-interval.ts';
import { spreadOfQuantile } from '../judge/quantile-runs.ts';
import type { CacheClass } from '../recorder/sample.ts';
import { accuracyOf, isClose } from './accuracy.ts';
import type { Agreement, Concern, CrossCheckSide } from './cross-check.ts';

/** A quantile of a class on both sides, in microseconds; a side without samples is absent. */
export type ComparedQuantile = {
  readonly cacheClass: CacheClass;
  readonly name: 'p50' | 'p95' | 'p99';
  readonly ours?: QuantileEstimate;
  readonly theirs?: QuantileEstimate;
  readonly agreement: Agreement;
  /** How far each is from the target's own record of the same runs; absent where it keeps none. */
  readonly truth?: QuantileTruth;
  /** Only where they differ. */
  readonly concern?: Concern;
};

/** What each engine read over what the target says of the same runs, and which one is nearer. */
type QuantileTruth = {
  readonly oursMicros: number;
  readonly theirsMicros: number;
  readonly nearer: 'ours' | 'theirs' | 'neither';
  /** Whether each lies within 2 % or 0.3 ms of it. */
  readonly oursClose: boolean;
  readonly theirsClose: boolean;
};

const classes: readonly CacheClass[] = ['hit', 'miss', 'unknown'];
const quantiles = [
  ['p50', 0.5],
  ['p95', 0.95],
  ['p99', 0.99],
] as const;
const widestRatio = 1.5;
const sameMicros = 50;

/** Every quantile of every class in which either side recorded something. */
export function compareQuantiles(ours: CrossCheckSide, theirs: CrossCheckSide): ComparedQuantile[] {
  return classes.flatMap((cacheClass) => {
    const left = estimatesOf(ours, cacheClass);
    const right = estimatesOf(theirs, cacheClass);
    return quantiles.flatMap(([name], index) => {
      const estimates = { ours: left[index], theirs: right[index] };
      return estimates.ours === undefined && estimates.theirs === undefined
        ? []
        : [compareOne({ cacheClass, name }, estimates, truthOf({ cacheClass, name }, ours, theirs))];
    });
  });
}

type Place = Pick<ComparedQuantile, 'cacheClass' | 'name'>;
type Estimates = { readonly ours: QuantileEstimate | undefined; readonly theirs: QuantileEstimate | undefined };

function estimatesOf({ runs }: CrossCheckSide, cacheClass: CacheClass): (QuantileEstimate | undefined)[] {
  const samples = collectLatencies(runs, { cacheClass, latency: 'service' });
  const deff = borrowedDesignEffect(samples) ?? 1;
  return quantiles.map(([, share]) =>
    estimateQuantile(samples, share, { deff, runs: spreadOfQuantile(samples.runs, share, deff) }),
  );
}

function compareOne(place: Place, { ours, theirs }: Estimates, truth: QuantileTruth | undefined): ComparedQuantile {
  const agreement = agreementOf(ours, theirs);
  return {
    ...place,
    ...(ours === undefined ? {} : { ours }),
    ...(theirs === undefined ? {} : { theirs }),
    agreement,
    ...(truth === undefined ? {} : { truth }),
    ...(agreement === 'differ' ? { concern: concernOf(truth) } : {}),
  };
}

/** Intervals that overlap say that both agree only where they are narrow enough to show that they do not. */
function agreementOf(ours: QuantileEstimate | undefined, theirs: QuantileEstimate | undefined): Agreement {
  if (ours === undefined || theirs === undefined) return 'undecided';
  const apart = lowOf(ours) > highOf(theirs) || lowOf(theirs) > highOf(ours);
  if (apart) return isClose(ours.observed, theirs.observed) ? 'close' : 'differ';
  return isNarrow(ours) && isNarrow(theirs) ? 'agree' : 'undecided';
}

function lowOf({ low = 0 }: QuantileEstimate): number {
  return low;
}

function highOf({ high = Infinity }: QuantileEstimate): number {
  return high;
}

/** Whether the ends of an interval are less than half apart, or closer than the engines come to the truth. */
function isNarrow({ low, high }: QuantileEstimate): boolean {
  if (low === undefined || high === undefined) return false;
  return high <= widestRatio * low || isClose(high, low);
}

function truthOf({ cacheClass, name }: Place, ours: CrossCheckSide, theirs: CrossCheckSide): QuantileTruth | undefined {
  const find = ({ runs, truth }: CrossCheckSide): { error: number; close: boolean } | undefined => {
    const found = accuracyOf({ runs, truth })?.classes.find((each) => each.cacheClass === cacheClass);
    const quantile = found?.quantiles.find((each) => each.name === name);
    return quantile && { error: quantile.measuredMicros - quantile.truthMicros, close: quantile.close };
  };
  const left = find(ours);
  const right = find(theirs);
  if (left === undefined || right === undefined) return undefined;
  const gain = Math.abs(right.error) - Math.abs(left.error);
  return {
    oursMicros: left.error,
    theirsMicros: right.error,
    nearer: Math.abs(gain) <= sameMicros ? 'neither' : gain > 0 ? 'ours' : 'theirs',
    oursClose: left.close,
    theirsClose: right.close,
  };
}

/** Both near their own truth: it was the target that differed. Otherwise it concerns the one that is further from it. */
function concernOf(truth: QuantileTruth | undefined): Concern {
  if (truth === undefined) return 'unknown';
  const { oursMicros, theirsMicros, oursClose, theirsClose } = truth;
  if (oursClose && theirsClose) return 'target';
  return Math.abs(oursMicros) > Math.abs(theirsMicros) ? 'ours' : 'theirs';
}
