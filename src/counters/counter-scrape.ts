import type { UnusableLine } from './exposition.ts';

/** A counter as it was scraped: each series by its labels, or why it says nothing. */
export type CounterReading =
  | { readonly kind: 'values'; readonly name: string; readonly values: Readonly<Record<string, number>> }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unusable'; readonly why: string };

/** A classic histogram as it was scraped, its series added: how many values are at most each bound, and how many there are. */
export type BucketReading =
  | {
      readonly kind: 'buckets';
      readonly name: string;
      readonly series: number;
      /** The finite upper bounds, ascending, in the unit of the mapping. */
      readonly bounds: readonly number[];
      /** One for each bound, never falling. */
      readonly counts: readonly number[];
      readonly total: number;
    }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unusable'; readonly why: string };

/** What one scrape said of the mapped metrics. */
export type ScrapedFigures = {
  readonly kind: 'read';
  /** Usable series of all names. */
  readonly series: number;
  readonly hits: CounterReading;
  readonly requests: CounterReading;
  readonly errors: CounterReading;
  readonly hitLatency: BucketReading;
  readonly missLatency: BucketReading;
  /** Lines that could not be used: how many, and the first of them. */
  readonly unusable: { readonly lines: number; readonly first: readonly UnusableLine[] };
  /** `process_start_time_seconds` of a service of one process, when it tells it. */
  readonly startedSeconds?: number;
};

/** One look at `/metrics`: what it said, or why nothing was read, as a clause ('GET /metrics answered HTTP 404'). */
export type CounterScrape = ScrapedFigures | { readonly kind: 'failed'; readonly why: string };

/** Both looks of a run: right before its measured phase, and after the last reply of it. */
export type CounterScrapes = { readonly before: CounterScrape; readonly after: CounterScrape };
