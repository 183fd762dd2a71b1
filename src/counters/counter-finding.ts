import type { CounterScrapes } from './counter-scrape.ts';

/** What a finding is about: a figure of both sides, the limits that buckets cannot decide, or what was scraped at all. */
export const findingSubjects = [
  'requests',
  'hits',
  'errors',
  'hit rate',
  'hit p95',
  'miss p95',
  'buckets',
  'text',
  'scrape',
] as const;

/** One of `findingSubjects`. */
export type FindingSubject = (typeof findingSubjects)[number];

/**
 * What the service's own counters say beside what hitgate counted. `not-usable` is no agreement: nothing was compared.
 * Counts are plain, rates shares of 1, latencies milliseconds.
 */
export type CounterFinding = {
  readonly subject: FindingSubject;
  readonly status: 'agrees' | 'differs' | 'not-usable';
  readonly ours?: number;
  readonly server?: number;
  /** The bucket in which the service's quantile lies; without `high` it has no end. */
  readonly serverRange?: { readonly low: number; readonly high?: number };
  /**
   * How far apart the sides are beyond what cannot be known: counts as a share of the requests sent, rates as their difference. 0 when they
   * agree; absent where nothing was compared, and for latencies.
   */
  readonly apart?: number;
  /** A clause: what was seen. */
  readonly seen: string;
  /** A clause: its likely cause. */
  readonly cause?: string;
  /** In the imperative. */
  readonly remedy?: string;
};

/** What was scraped around the measured phase of a run, and what follows from it. */
export type RunCounters = CounterScrapes & { readonly findings: readonly CounterFinding[] };
