import { decodeHistogram, quantileRank } from '../recorder/histogram.ts';
import type { ClassSnapshot } from '../recorder/snapshot.ts';
import type { MetricMapping } from '../scenario/metric-mapping.ts';
import { formatCount, formatSignificant, microsPerMilli } from '../units.ts';
import { bucketChange, type BucketChange } from './counter-change.ts';
import type { CounterFinding } from './counter-finding.ts';
import type { BucketReading } from './counter-scrape.ts';
import { notUsable } from './hold-counts.ts';

type Watched = 'hit' | 'miss';
type Looks = { readonly before: BucketReading; readonly after: BucketReading };

const share = 0.95;
/** Sides that are further apart than this have their time in different units. */
const unitsApart = 100;

/**
 * The p95 of a class by the service's buckets, which is known only as the bucket in which it lies, beside our exact one of service time.
 * Nothing when neither side saw a request of the class.
 */
export function holdLatency(
  cacheClass: Watched,
  { count, service }: ClassSnapshot,
  mapping: MetricMapping,
  { before, after }: Looks,
): CounterFinding[] {
  const subject = `${cacheClass} p95` as const;
  const { name } = cacheClass === 'hit' ? mapping.hitLatencyBuckets : mapping.missLatencyBuckets;
  const change = bucketChange(name, before, after);
  if (change.kind === 'unusable') {
    return count === 0 && after.kind === 'absent'
      ? []
      : [{ subject, status: 'not-usable', seen: notUsable(change.why) }];
  }
  if (count === 0 && change.total === 0) return [];
  if (change.total === 0) {
    const seen = notUsable(`${change.name} did not move while we counted ${formatCount(count)}`);
    return [{ subject, status: 'not-usable', seen }];
  }
  const serverRange = quantileRange(change, mapping);
  const supported = service !== undefined && quantileRank(share, count) < count;
  const micros = supported ? decodeHistogram(service).valueAtQuantile(share) : undefined;
  if (micros === undefined) {
    const seen = `${formatCount(count)} of ours are too few for a p95; the service’s lies ${rangeWords(serverRange)}`;
    return [{ subject, status: 'not-usable', serverRange, seen }];
  }
  return [compared({ subject, ours: micros / microsPerMilli, serverRange }, { count, total: change.total })];
}

type Range = { readonly low: number; readonly high?: number };

/** The bucket that holds the quantile's rank, in milliseconds: above `low`, up to `high`. */
function quantileRange(
  { bounds, counts, total }: BucketChange & { readonly kind: 'change' },
  { unit }: MetricMapping,
): Range {
  const factor = unit === 'seconds' ? 1000 : 1;
  const rank = quantileRank(share, total);
  const index = counts.findIndex((count) => count >= rank);
  const high = index < 0 ? undefined : bounds[index];
  const below = index < 0 ? bounds.at(-1) : bounds[index - 1];
  const low = Math.max(0, below ?? 0) * factor;
  return high === undefined ? { low } : { low, high: high * factor };
}

function compared(
  sides: { readonly subject: CounterFinding['subject']; readonly ours: number; readonly serverRange: Range },
  { count, total }: { readonly count: number; readonly total: number },
): CounterFinding {
  const { ours, serverRange } = sides;
  const { low, high = Infinity } = serverRange;
  const seen = `our p95 of service time is ${formatSignificant(ours)} ms, the service’s lies ${rangeWords(serverRange)}`;
  if (ours > low && ours <= high) return { ...sides, status: 'agrees', seen };
  const others = total === count ? '' : `; its histogram is of ${formatCount(total)}, ours of ${formatCount(count)}`;
  return { ...sides, status: 'differs', seen: `${seen}${others}`, ...causeOf(ours, serverRange) };
}

function causeOf(ours: number, { low, high }: Range): Pick<CounterFinding, 'cause' | 'remedy'> {
  if ((high !== undefined && ours > high * unitsApart) || ours * unitsApart < low)
    return { cause: 'the histogram counts in another unit than the mapping says', remedy: 'set metrics.unit' };
  if (ours <= low)
    return {
      cause:
        'no request takes longer at the service than with its way there and back, so that its histogram is of other requests as well',
    };
  return {
    cause:
      'the service’s time is without the network, without the wait before it reads a request, and without what the generator adds',
  };
}

function rangeWords({ low, high }: Range): string {
  return high === undefined
    ? `above ${formatSignificant(low)} ms`
    : `between ${formatSignificant(low)} and ${formatSignificant(high)} ms`;
}
