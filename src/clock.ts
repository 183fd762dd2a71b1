/** A clock with a name: monotonic microseconds since an arbitrary start, and the wall clock for labels only. */
export type Clock = {
  readonly name: string;
  /** Monotonic time in microseconds (fractional). Differences are durations; the value itself means nothing. */
  readonly nowMicros: () => number;
  /** Wall-clock time in milliseconds since 1970, for file names and labels; never subtracted. */
  readonly wallMillis: () => number;
};
