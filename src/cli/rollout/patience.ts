/** How long a rollback may take to show, in milliseconds. */
export type Patience = {
  /** For each of: stable to be healthy, the one URL to say one version, the canary to get no requests any more. */
  readonly patienceMillis: number;
  /** Between two looks. */
  readonly pauseMillis: number;
  /** For how long the canary must get no request. */
  readonly quietMillis: number;
};

/** Half a minute each. */
export const usualPatience: Patience = { patienceMillis: 30_000, pauseMillis: 500, quietMillis: 3_000 };
