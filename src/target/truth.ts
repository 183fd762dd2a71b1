import { createHistogram, type Histogram } from '../recorder/histogram.ts';
import { cacheClasses, type CacheClass } from '../recorder/sample.ts';

/** Ways in which a reply was no answer, by the name that a client gives them. */
export const truthFailures = ['status', 'body', 'reset', 'truncated', 'malformed'] as const;

/** One of `truthFailures`. */
export type TruthFailure = (typeof truthFailures)[number];

/** What the target did since it started or was last reset; histograms are HDR V2, deflated, base64, in microseconds. */
export type TruthRecord = {
  readonly classes: Readonly<Record<CacheClass, { readonly count: number; readonly service?: string }>>;
  readonly failures: number;
  readonly failuresByKind: Readonly<Record<TruthFailure, number>>;
  /** Queries whose client went away before the reply; they are in no other figure. */
  readonly abandoned: number;
};

/**
 * The target's exact record of its replies to queries. The class is the one that the reply states, so a client that reads
 * every reply must come to the same counts.
 */
export class Truth {
  readonly #classes: Readonly<Record<CacheClass, Histogram>> = {
    hit: createHistogram(),
    miss: createHistogram(),
    unknown: createHistogram(),
  };
  readonly #failures = new Map<TruthFailure, number>();
  #abandoned = 0;

  /** Counts one answer with the time from its arrival until it was handed to the socket. */
  countAnswer(stated: CacheClass, serviceMicros: number): void {
    this.#classes[stated].record(serviceMicros);
  }

  countFailure(kind: TruthFailure): void {
    this.#failures.set(kind, this.failuresOf(kind) + 1);
  }

  countAbandoned(): void {
    this.#abandoned += 1;
  }

  /** Answers of a class since the last reset. */
  answersOf(cacheClass: CacheClass): number {
    return this.#classes[cacheClass].count;
  }

  /** Failures of a kind since the last reset. */
  failuresOf(kind: TruthFailure): number {
    return this.#failures.get(kind) ?? 0;
  }

  /** Forgets everything. */
  reset(): void {
    for (const cacheClass of cacheClasses) this.#classes[cacheClass].reset();
    this.#failures.clear();
    this.#abandoned = 0;
  }

  /** Everything so far; a class without answers has no histogram. */
  read(): TruthRecord {
    const { hit, miss, unknown } = this.#classes;
    const [status, body, reset, truncated, malformed] = [
      this.failuresOf('status'),
      this.failuresOf('body'),
      this.failuresOf('reset'),
      this.failuresOf('truncated'),
      this.failuresOf('malformed'),
    ];
    return {
      classes: { hit: readClass(hit), miss: readClass(miss), unknown: readClass(unknown) },
      failures: status + body + reset + truncated + malformed,
      failuresByKind: { status, body, reset, truncated, malformed },
      abandoned: this.#abandoned,
    };
  }
}

function readClass(histogram: Histogram): { count: number; service?: string } {
  const { count } = histogram;
  return count === 0 ? { count } : { count, service: histogram.encode() };
}
