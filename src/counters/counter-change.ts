import type { BucketReading, CounterReading } from './counter-scrape.ts';

/** How much a counter grew between two scrapes, by the name that the service gives it; or why that cannot be said, as a clause. */
export type CounterChange =
  | { readonly kind: 'change'; readonly name: string; readonly by: number }
  | { readonly kind: 'unusable'; readonly why: string };

/** What a histogram took between two scrapes; or why that cannot be said. */
export type BucketChange =
  | {
      readonly kind: 'change';
      readonly name: string;
      readonly bounds: readonly number[];
      /** Values at most each bound. */
      readonly counts: readonly number[];
      readonly total: number;
    }
  | { readonly kind: 'unusable'; readonly why: string };

const restarted = 'the service was restarted, or another instance of it answered';

/**
 * The growth of a counter, series by series: one that falls or vanishes was reset, whatever the others did. A series that is new began at
 * 0, as most client libraries name a series when it first counts.
 */
export function counterChange(name: string, before: CounterReading, after: CounterReading): CounterChange {
  const looks = bothLooks(name, before, after);
  if (looks.kind === 'unusable') return looks;
  const { later } = looks;
  const earlier = looks.earlier?.values ?? {};
  let by = 0;
  for (const [labels, value] of Object.entries(later.values)) {
    const start = earlier[labels] ?? 0;
    if (value < start) return unusable(`${later.name}${labels} fell from ${start} to ${value}: ${restarted}`);
    by += value - start;
  }
  const gone = Object.keys(earlier).find((labels) => later.values[labels] === undefined);
  if (gone !== undefined) return unusable(`the series ${later.name}${gone} is gone: ${restarted}`);
  return { kind: 'change', name: later.name, by };
}

/** The growth of a histogram; one that is new began empty. */
export function bucketChange(name: string, before: BucketReading, after: BucketReading): BucketChange {
  const looks = bothLooks(name, before, after);
  if (looks.kind === 'unusable') return looks;
  const { earlier, later } = looks;
  const { bounds } = later;
  if (earlier === undefined)
    return { kind: 'change', name: later.name, bounds, counts: later.counts, total: later.total };
  if (earlier.bounds.length !== bounds.length || earlier.bounds.some((bound, index) => bound !== bounds[index]))
    return unusable(`the bounds of ${later.name} changed: ${restarted}`);
  const counts = later.counts.map((count, index) => count - (earlier.counts[index] ?? 0));
  const total = later.total - earlier.total;
  const within = [...counts, total];
  if (within.some((count, index) => count < (within[index - 1] ?? 0)))
    return unusable(`a bucket of ${later.name} fell: ${restarted}`);
  return { kind: 'change', name: later.name, bounds, counts, total };
}

type Unread = Extract<CounterReading, { readonly kind: 'absent' | 'unusable' }>;
type Read = Exclude<CounterReading | BucketReading, Unread>;

/** What was read after the measured phase, and before it when there was something; or why no growth can be said. */
function bothLooks<Reading extends Read>(
  name: string,
  before: Reading | Unread,
  after: Reading | Unread,
):
  | { readonly kind: 'unusable'; readonly why: string }
  | { readonly kind: 'both'; readonly earlier: Reading | undefined; readonly later: Reading } {
  if (before.kind === 'unusable') return unusable(`before the measured phase, ${before.why}`);
  if (after.kind === 'unusable') return unusable(`after the measured phase, ${after.why}`);
  if (after.kind === 'absent')
    return unusable(before.kind === 'absent' ? `there is no series ${name}` : `${before.name} is gone: ${restarted}`);
  return { kind: 'both', earlier: before.kind === 'absent' ? undefined : before, later: after };
}

function unusable(why: string): { readonly kind: 'unusable'; readonly why: string } {
  return { kind: 'unusable', why };
}
