import { findBucketDoubts } from '../rules/bucket-doubts.ts';
import { watchListOf, type WatchList } from '../rules/watch-list.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { CounterFinding } from './counter-finding.ts';
import type { BucketReading, ScrapedFigures } from './counter-scrape.ts';

/** The limits of the scenario's gates and of its own triggers that the scraped buckets cannot decide, each as a finding. */
export function holdBuckets(scenario: Scenario, { hitLatency, missLatency }: ScrapedFigures): CounterFinding[] {
  const watched = watchListOf({ ...scenario, triggers: scenario.triggers ?? [] });
  return [...doubtsOf(watched, 'hit', hitLatency), ...doubtsOf(watched, 'miss', missLatency)];
}

function doubtsOf(watched: WatchList, cacheClass: 'hit' | 'miss', reading: BucketReading): CounterFinding[] {
  if (reading.kind !== 'buckets') return [];
  const triggers = watched.triggers.filter(
    ({ condition: { figure } }) => figure.kind === 'quantile' && figure.cacheClass === cacheClass,
  );
  const mapping = { ...watched.mapping, buckets: reading.bounds };
  return findBucketDoubts({ ...watched, triggers, mapping }).map(({ clause, remedy }) => ({
    subject: 'buckets',
    status: 'not-usable',
    seen: `the buckets of ${reading.name} are too coarse: ${clause}`,
    remedy,
  }));
}
