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
  if (before.kind === 'unusable') return { kind: 'unusable', why: `before the measured phase, ${before.why}` };
  if (after.kind === 'unusable') return { kind: 'unusable', why: `after the measured phase, ${after.why}` };
  if (after.kind === 'absent')
    return unusable(before.kind === 'absent' ? `there is no series ${name}` : `${before.name} is gone: ${restarted}`);
  const earlier = before.kind === 'values' ? before.values : {};
  let by = 0;
  for (const [labels, value] of Object.entries(after.values)) {
    const start = earlier[labels] ?? 0;
    if (value < start) return unusable(`${after.name}${labels} fell from ${start} to ${value}: ${restarted}`);
    by += value - start;
  }
  const gone = Object.keys(earlier).find((labels) => after.values[labels] === undefined);
  if (gone !== undefined) return unusable(`the series ${after.name}${gone} is gone: ${restarted}`);
  return { kind: 'change', name: after.name, by };
}

/** The growth of a histogram; one that is new began empty. */
export function bucketChange(name: string, before: BucketReading, after: BucketReading): BucketChange {
  if (before.kind === 'unusable') return { kind: 'unusable', why: `before the measured phase, ${before.why}` };
  if (after.kind === 'unusable') return { kind: 'unusable', why: `after the measured phase, ${after.why}` };
  if (after.kind === 'absent')
    return unusable(before.kind === 'absent' ? `there is no series ${name}` : `${before.name} is gone: ${restarted}`);
  const { bounds } = after;
  if (before.kind === 'absent')
    return { kind: 'change', name: after.name, bounds, counts: after.counts, total: after.total };
  if (before.bounds.length !== bounds.length || before.bounds.some((bound, index) => bound !== bounds[index]))
    return unusable(`the bounds of ${after.name} changed: ${restarted}`);
  const counts = after.counts.map((count, index) => count - (before.counts[index] ?? 0));
  const total = after.total - before.total;
  const within = [...counts, total];
  if (within.some((count, index) => count < (within[index - 1] ?? 0)))
    return unusable(`a bucket of ${after.name} fell: ${restarted}`);
  return { kind: 'change', name: after.name, bounds, counts, total };
}

function unusable(why: string): { readonly kind: 'unusable'; readonly why: string } {
  return { kind: 'unusable', why };
}
