import type { PhaseName } from '../recorder/sample.ts';

/** A run at a glance while it goes on. What is not known yet is absent. */
export type LiveView = {
  readonly phase: PhaseName;
  readonly elapsedMicros: number;
  /** Length of the phase, when it is known beforehand. */
  readonly plannedMicros?: number;
  /** Requests that ended in the last full second. */
  readonly ratePerSecond: number;
  readonly inFlight: number;
  /** Hits as a share of the successes. */
  readonly hitRate?: number;
  /** p95 of the judged latency since the phase's start. */
  readonly hitP95Micros?: number;
  readonly missP95Micros?: number;
  readonly failures: number;
  readonly dropped: number;
  /** Number of the run, from 1, of how many. */
  readonly run: number;
  readonly runs: number;
  /** What the run is called, in place of its number: 'pair 3/7 after'. */
  readonly label?: string;
  /** The gates that keep the run going ('http_req_duration{cache:hit}: p(95)<23'); absent unless they can end it. */
  readonly openGates?: readonly string[];
};
