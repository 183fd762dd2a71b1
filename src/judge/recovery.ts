import type { PhaseSnapshot, Slice, Snapshot } from '../recorder/snapshot.ts';
import { holdsOutsideFaults, limitsFailures } from '../scenario/fault-tags.ts';
import { allowedShare } from '../scenario/deciding-rule.ts';
import type { Load } from '../scenario/scenario.ts';
import { sideOf } from '../scenario/side-of.ts';
import type { Threshold } from '../scenario/threshold.ts';
import { binomialTail } from '../stats/binomial.ts';
import type { SliceCount } from '../stats/design-effect.ts';
import { microsPerMilli, microsPerSecond } from '../units.ts';
import { sliceCountOf } from './latency-samples.ts';
import { limitCounterOf } from './limit-counters.ts';
import { gateSlices } from './sequential/gate-slices.ts';

/** Whole seconds that have to be good in the end. */
const leastGoodSeconds = 3;

/** A second is disturbed when so many requests break a limit that fewer than one in a thousand seconds at the limit would show it. */
const disturbedLevel = 0.001;

/** How a run recovered from a fault, or why that cannot be said; `after` counts the whole seconds that were looked at. */
export type Recovery =
  | { readonly kind: 'recovered'; readonly millis: number; readonly after: number }
  | { readonly kind: 'not recovered' | 'no data' | 'cut off'; readonly reason: string; readonly after: number };

/** What is recovered from, and what recovered is. */
export type RecoveryQuestion = {
  readonly fault: string;
  readonly thresholds: readonly Threshold[];
  readonly load: Load;
};

type Level = { readonly allowed: number; readonly noun: string; readonly countOf: (slice: Slice) => SliceCount };

/**
 * How long after a fault was undone everything was good again: from then until the first whole second from which on no second is disturbed and
 * all of them together keep every limit, up to the end of the phase or the next fault. The limits are those of the gates on failures and on
 * quantiles of latency that hold outside faults. A second in which nothing succeeded is disturbed.
 */
export function recoveryOf(snapshot: Snapshot, { fault, thresholds, load }: RecoveryQuestion): Recovery {
  const { measure, ended } = snapshot;
  const record = snapshot.faults?.find(({ name }) => name === fault);
  if (record?.beganMicros === undefined)
    return { kind: ended === 'aborted' ? 'cut off' : 'no data', reason: `the fault ${fault} did not begin`, after: 0 };
  if (record.undoneMicros === undefined)
    return { kind: 'not recovered', reason: `the fault ${fault} was not undone`, after: 0 };
  const seconds = secondsAfter(snapshot, record.undoneMicros);
  const after = seconds.length;
  if (after < leastGoodSeconds)
    return {
      kind: ended === 'aborted' ? 'cut off' : 'no data',
      reason: `only ${after} whole seconds were measured after ${fault} was undone, ${leastGoodSeconds} are needed`,
      after,
    };
  const slices = seconds.map((second) => measure.slices.find((slice) => slice.second === second));
  const levels = levelsOf(thresholds, load, measure);
  const unseen = levels.find(({ countOf }) => pool(slices, countOf).count === 0);
  if (unseen !== undefined)
    return { kind: 'no data', reason: `no ${unseen.noun} was recorded after ${fault} was undone`, after };
  const first = firstGood(slices, levels);
  if (first === undefined)
    return { kind: 'not recovered', reason: `not recovered within the ${after} s after ${fault} was undone`, after };
  const from = seconds[first] ?? 0;
  return { kind: 'recovered', millis: (from * microsPerSecond - record.undoneMicros) / microsPerMilli, after };
}

/** The whole seconds from a moment on until the end of the phase or the next fault. */
function secondsAfter({ measure, faults = [] }: Snapshot, undoneMicros: number): number[] {
  const next = faults.flatMap(({ beganMicros = -1 }) => (beganMicros >= undoneMicros ? [beganMicros] : []));
  const end = Math.floor(Math.min(measure.durationMicros, ...next) / microsPerSecond);
  const start = Math.ceil(undoneMicros / microsPerSecond);
  return Array.from({ length: Math.max(0, end - start) }, (_, index) => start + index);
}

type Seen = Slice | undefined;

/** The place of the first second from which on all is good; undefined when there are not enough such seconds. */
function firstGood(slices: readonly Seen[], levels: readonly Level[]): number | undefined {
  const lastBad = slices.findLastIndex((slice) => isDisturbed(slice, levels));
  for (let first = lastBad + 1; first <= slices.length - leastGoodSeconds; first += 1) {
    const rest = slices.slice(first);
    const keeps = levels.every(({ allowed, countOf }) => {
      const { over, count } = pool(rest, countOf);
      return count > 0 && over <= allowed * count;
    });
    if (keeps) return first;
  }
  return undefined;
}

function isDisturbed(slice: Seen, levels: readonly Level[]): boolean {
  if (slice === undefined || sliceCountOf(slice, {}) === 0) return true;
  return levels.some(({ allowed, countOf }) => {
    const { over, count } = countOf(slice);
    return over > allowed * count && binomialTail(over, count, allowed) < disturbedLevel;
  });
}

function pool(slices: readonly Seen[], countOf: Level['countOf']): SliceCount {
  return slices.reduce<SliceCount>(
    (sum, slice) => {
      if (slice === undefined) return sum;
      const { over, count } = countOf(slice);
      return { over: sum.over + over, count: sum.count + count };
    },
    { over: 0, count: 0 },
  );
}

/** The limits that hold outside faults, as seconds count them towards passing. */
function levelsOf(thresholds: readonly Threshold[], load: Load, { slices, overLimit }: PhaseSnapshot): Level[] {
  return thresholds.flatMap((threshold): Level[] => {
    const allowed = allowedShare(threshold);
    const noun = nounOf(threshold, load);
    const counted = gateSlices(threshold, load, [{ slices, overLimit }])?.pass;
    if (!holdsOutsideFaults(threshold) || allowed === undefined || noun === undefined || counted === undefined)
      return [];
    const bySlice = new Map(slices.map((slice, index) => [slice, counted[index]]));
    return [{ allowed, noun, countOf: (slice) => bySlice.get(slice) ?? { over: 0, count: 0 } }];
  });
}

/** What a limit counts that says whether all is good again; undefined for any but failures and upper limits on quantiles. */
function nounOf(threshold: Threshold, load: Load): string | undefined {
  if (limitsFailures(threshold)) return 'request';
  const counter = sideOf(threshold.operator) === 'below' ? limitCounterOf(threshold, load) : undefined;
  return counter === undefined ? undefined : (counter.cacheClass ?? 'answer');
}
