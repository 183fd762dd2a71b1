/** The class of a successful answer. `unknown` is counted and gated, never folded into another class. */
export type CacheClass = 'hit' | 'miss' | 'unknown';
export const cacheClasses: readonly CacheClass[] = ['hit', 'miss', 'unknown'];

/** Why a request has no latency class. Every request that ends has exactly one outcome: a class or one of these. */
export type FailureKind =
  | 'refused' //      connection refused or unreachable
  | 'reset' //        connection reset or closed before or within the reply's head
  | 'timeout' //      no complete reply within target.timeout
  | 'malformed' //    bytes that are no HTTP reply
  | 'truncated' //    closed within a body
  | 'status' //       a status outside the success ranges
  | 'body' //         a good status whose body says failure, or no JSON where a rule needs it
  | 'interrupted'; // cut off by the end of graceful stop or by Ctrl-C
export const failureKinds: readonly FailureKind[] = [
  'refused',
  'reset',
  'timeout',
  'malformed',
  'truncated',
  'status',
  'body',
  'interrupted',
];

/** The phases that a request can belong to: the one in which it was due. */
export type PhaseName = 'warmup' | 'measure';

/** How a request ended: a class (0 hit, 1 miss, 2 unknown) or a failure (3 + index in `failureKinds`). */
export type OutcomeCode = number;
export const outcomeCodes = { hit: 0, miss: 1, unknown: 2, firstFailure: 3 } as const;

/** The code of a failure kind. */
export function failureCode(kind: FailureKind): OutcomeCode {
  return outcomeCodes.firstFailure + failureKinds.indexOf(kind);
}

/** The class or failure kind of a code. */
export function outcomeName(code: OutcomeCode): CacheClass | FailureKind {
  const name = code < outcomeCodes.firstFailure ? cacheClasses[code] : failureKinds[code - outcomeCodes.firstFailure];
  if (name === undefined) throw new RangeError(`Expected an outcome code, got ${code}`);
  return name;
}

/**
 * One request from when it was due until it ended; the record that crosses from load to report. Times are the engine
 * clock's microseconds. The engine reuses one object: a sink copies what it keeps.
 */
export type Sample = {
  phase: PhaseName;
  /** Index in the planned sequence (shared) or of the user's own sequence (per-user). */
  index: number;
  user: number;
  /** Query of the corpus (>= 0), or −1 − k for the k-th never-seen query. */
  query: number;
  /** When it should have started: the plan's due time (open), or the end of the previous answer plus think time (closed). */
  dueMicros: number;
  /** When its bytes were handed to the socket. Equal to `endMicros` when it was never sent. */
  sentMicros: number;
  /** When the first byte of the reply was read; equal to `endMicros` when there was none. */
  firstByteMicros: number;
  endMicros: number;
  outcome: OutcomeCode;
  /** HTTP status, 0 when there was no reply. */
  status: number;
  /** Bit 2k: check k was made; bit 2k + 1: it held. k is the index in the scenario's active checks. */
  checks: number;
};

/** A sample with nothing in it yet: an engine makes one and fills it anew for every request. */
export function createSample(phase: PhaseName): Sample {
  return {
    phase,
    index: 0,
    user: 0,
    query: 0,
    dueMicros: 0,
    sentMicros: 0,
    firstByteMicros: 0,
    endMicros: 0,
    outcome: 0,
    status: 0,
    checks: 0,
  };
}

/** Where samples go. Called once for each request that ended, and never for one that was dropped. */
export type SampleSink = {
  readonly record: (sample: Sample) => void;
  /** An open-model request that was due while no user was free: counted, never sent. */
  readonly drop: (phase: PhaseName, dueMicros: number) => void;
  /** Users with a request outstanding, observed at regular times (every 100 ms or finer). */
  readonly observeInFlight: (phase: PhaseName, atMicros: number, users: number) => void;
};
