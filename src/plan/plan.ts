import type { Scenario } from '../scenario/scenario.ts';

/** One query of the corpus. */
export type Query = {
  readonly id: string;
  readonly docId: string;
  readonly question: string;
  readonly weight: number;
  readonly class: string;
};

/** A parsed corpus: at least one query, ids distinct, (docId, question) distinct. `digest` is SHA-256 in hex. */
export type Corpus = { readonly file: string; readonly queries: readonly Query[]; readonly digest: string };

/** A parsed replay log: `query` is an index into the corpus, `atMicros` the due time from the start, never decreasing. */
export type ReplayLog = {
  readonly file: string;
  readonly queries: Int32Array;
  readonly atMicros: Float64Array;
  readonly digest: string;
};

/**
 * Which query is request `index` (of user `user`; a shared sequence ignores the user): a number >= 0 is an index into
 * the corpus, −1 − k is the k-th never-seen query. A pure function: any index at any time, in any order, no state.
 */
export type Sequence = {
  readonly queryAt: (user: number, index: number) => number;
  /** The number of indices there are (a replay that does not repeat), or Infinity. */
  readonly length: number;
};

/** Due times of an open load in microseconds from the phase's start, never decreasing; Infinity once the load has ended. */
export type ArrivalCursor = { readonly next: () => number };

/**
 * What will be sent, fixed before the first byte: everything is a pure function of the scenario, the corpus and the seed.
 * Lazy: memory depends on the corpus, not on the length of the load.
 */
export type Plan = PlannedTraffic & {
  /** Requests of the measured phase, exact for open loads and iterations; undefined when time decides. */
  readonly plannedRequests: number | undefined;
  /** Length of the measured phase, or its bound, in microseconds. */
  readonly plannedMicros: number;
  /** SHA-256 (hex) of generator, seed, workload parameters, corpus digest and the planned sequence (see plan/digest.ts). */
  readonly digest: string;
  /** Name and version of the generator: 'philox4x32-10/1'. */
  readonly generator: string;
};

/** The part of a plan that the engine follows; a thread makes it anew from the scenario, the corpus and the log. */
export type PlannedTraffic = {
  readonly scenario: Scenario;
  readonly corpus: Corpus;
  /** The log that is replayed, for popularity `replay`. */
  readonly replay?: ReplayLog;
  /** Requests of the measured phase; always from index 0. */
  readonly sequence: Sequence;
  /** Requests of a `duration` or `until-steady` warm-up: same popularity, its own stream. */
  readonly warmupSequence: Sequence;
  /** Corpus indices in the order in which a prefill sends them: rarest first, so that a bounded cache ends with the popular ones. */
  readonly prefillOrder: Int32Array;
  /** A fresh cursor over the due times of the open load; undefined for a closed load. */
  readonly arrivals: (() => ArrivalCursor) | undefined;
  /** Pause before request `index` of user `user`, in microseconds. */
  readonly thinkMicros: (user: number, index: number) => number;
  /** The question sent for a query number; never-seen ones carry the run's nonce, so that a second run never repeats them. */
  readonly questionOf: (query: number, nonce: string) => Query;
};

/** Hits foreseen for the first `requests` requests by replaying the sequence through a model cache. */
export type Prediction = {
  readonly requests: number;
  readonly hits: number;
  readonly misses: number;
  readonly hitRate: number;
  /** What the model assumed: 'unbounded', 'LRU of 700', with 'TTL 3600 s'. */
  readonly model: string;
  /** The hit rate of an unbounded cache that never expires, after the same warm-up: nothing can exceed it. */
  readonly attainable: number;
};
