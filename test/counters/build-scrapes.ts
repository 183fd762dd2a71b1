import type { CounterFinding, FindingSubject, RunCounters } from '../../src/counters/counter-finding.ts';
import { holdCounters } from '../../src/counters/hold-counters.ts';
import { readScrape } from '../../src/counters/read-scrape.ts';
import { mappingOf } from '../../src/scenario/metric-mapping.ts';
import type { Snapshot } from '../../src/recorder/snapshot.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';

/** What a service says: counts, and latencies by the buckets that hold them. */
export type Service = {
  readonly requests?: number;
  readonly hits?: number;
  readonly errors?: number;
  /** Counts of hits and misses up to each bound of `bounds`, and all of them last. */
  readonly hitBuckets?: readonly number[];
  readonly missBuckets?: readonly number[];
};

/** The bounds of those buckets in seconds. */
const bounds = [0.01, 0.02, 0.05, 0.1];

/** The exposition of a service under the names of the plan; what is not given is left out. */
export function expositionOf({ requests, hits, errors, hitBuckets, missBuckets }: Service): string {
  const counters = Object.entries({ fact_requests: requests, fact_cache_hits: hits, fact_errors: errors });
  return [
    ...counters.filter(([, value]) => value !== undefined).map(([name, value]) => `${name} ${value}`),
    ...bucketLines('fact_cache_latency_bucket', hitBuckets),
    ...bucketLines('fact_miss_latency_bucket', missBuckets),
    '',
  ].join('\n');
}

function bucketLines(name: string, counts: readonly number[] = []): string[] {
  return counts.map((count, index) => `${name}{le="${bounds[index] ?? '+Inf'}"} ${count}`);
}

/**
 * What was scraped around a run by a service that counts as the run does, hits of 10 to 20 ms and misses of 50 to 100 ms, and so many hits
 * fewer.
 */
export function countersOf(scenario: Scenario, snapshot: Snapshot, lostHits: number): RunCounters {
  const { classes, requests } = snapshot.measure;
  const hits = classes.hit.count;
  const misses = classes.miss.count;
  const succeeded = hits + misses + classes.unknown.count;
  const text = expositionOf({
    requests,
    hits: hits - lostHits,
    errors: requests - succeeded,
    hitBuckets: [0, hits, hits, hits, hits],
    missBuckets: [0, 0, 0, misses, misses],
  });
  const before = expositionOf({
    requests: 0,
    hits: 0,
    errors: 0,
    hitBuckets: [0, 0, 0, 0, 0],
    missBuckets: [0, 0, 0, 0, 0],
  });
  const mapping = mappingOf(scenario);
  return holdCounters(scenario, snapshot, { before: readScrape(before, mapping), after: readScrape(text, mapping) });
}

/** The findings on a run, from both texts. */
export function findingsFrom(
  scenario: Scenario,
  snapshot: Snapshot,
  { before, after }: { readonly before: string; readonly after: string },
): readonly CounterFinding[] {
  const mapping = mappingOf(scenario);
  const scrapes = { before: readScrape(before, mapping), after: readScrape(after, mapping) };
  return holdCounters(scenario, snapshot, scrapes).findings;
}

/** The only finding on a subject. */
export function findingOn(findings: readonly CounterFinding[], subject: FindingSubject): CounterFinding {
  const [finding, ...more] = findings.filter((each) => each.subject === subject);
  if (finding === undefined || more.length > 0)
    throw new Error(`Expected one finding on ${subject}, got ${JSON.stringify(findings, null, 1)}`);
  return finding;
}
