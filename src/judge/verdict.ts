import type { Threshold } from '../scenario/threshold.ts';
import type { CounterAgreement } from '../counters/counter-agreement.ts';
import type { Comparison } from './comparison/comparison.ts';

/** `no-data` counts as a failure; `invalid` says that the measurement, not the service, is at fault. */
export type GateStatus = 'pass' | 'fail' | 'no-data' | 'inconclusive' | 'invalid';

/** The verdict of a run or of one comparison. */
export type Outcome = 'PASS' | 'FAIL' | 'INCONCLUSIVE' | 'INVALID';

/** What the judge concluded from the snapshots of a scenario's runs. */
export type Verdict = {
  readonly outcome: Outcome;
  /** One sentence that says why: the first failing gate, the reason of invalidity, or what was decided. */
  readonly reason: string;
  readonly gates: readonly GateResult[];
  readonly validity: readonly ValidityFinding[];
  readonly warnings: readonly Warning[];
  /** Which latency the SLA was judged on: `service` (closed model) or `response` (open model). */
  readonly judgedOn: 'service' | 'response';
  readonly runs: number;
  /** How the run compares with the baseline that its scenario names; absent when it was not compared. */
  readonly baseline?: BaselineVerdict;
  /** Whether the service's own counters agree with ours; present when the scenario asks (`metrics.agree`). */
  readonly counters?: CounterAgreement;
};

/** What a report keeps of the comparison with a baseline: its name, the run that it holds, and what was judged. */
export type BaselineVerdict = Pick<
  Comparison,
  'outcome' | 'reason' | 'evidence' | 'reservations' | 'gates' | 'claims'
> & { readonly name: string; readonly id: string };

/** One gate. Values are in the threshold's unit (milliseconds, share of 1, plain number). */
export type GateResult = {
  readonly threshold: Threshold;
  readonly status: GateStatus;
  /** Samples behind it; 0 for no data. */
  readonly n: number;
  /** Effective sample size n/deff, when a correction for correlated samples applies. */
  readonly effectiveN?: number;
  readonly deff?: number;
  /** Point estimate; absent when nothing was recorded. */
  readonly observed?: number;
  /** 95 % interval of the observed value; absent where none is defined (a maximum, a count). An end may be absent when the data do not bound it. */
  readonly interval?: { readonly low?: number; readonly high?: number; readonly method: string };
  /** For a quantile gate: how many samples broke the limit, and from how many on it passes or fails. */
  readonly over?: {
    readonly count: number;
    readonly passAtMost: number | undefined;
    readonly failAtLeast: number | undefined;
  };
  /**
   * For an inconclusive gate: what would decide it nine times in ten if what was seen is the truth, all told and not in addition: samples
   * of the gate, or runs as long as these; `flags` ask `hitgate run` for it. Absent when no practical number would.
   */
  readonly needed?: { readonly samples?: number; readonly runs?: number; readonly flags?: string };
  /** What the sequential test says; present when the gate was looked at while the run went on and is decided by it. */
  readonly sequential?: SequentialResult;
  /** One sentence: why this status. */
  readonly reason: string;
};

/** The evidence for a gate that may have ended its run: the test of a fixed number of samples does not hold after looking. */
export type SequentialResult = {
  readonly decision: 'pass' | 'fail' | 'inconclusive';
  /** Samples that it was decided on, or all where it was not decided. */
  readonly n: number;
  /** Natural logarithms of the evidence that the limit is kept, and that it is broken, clipped to ±700; ln 20 or more decides. */
  readonly logPass: number;
  readonly logFail: number;
  /** By what samples were thinned: an upper bound of the design effect; absent with fewer than 20 seconds that hold samples. */
  readonly deff?: number;
};

/** A condition of a trustworthy measurement that does not hold: the whole measurement is INVALID. */
export type ValidityFinding = {
  readonly code: string;
  readonly seen: string;
  /** The likely cause; absent in a report of hitgate 0.1. */
  readonly cause?: string;
  readonly remedy: string;
};

/** Something worth reading that changes no verdict: what was seen, the likely cause, the remedy. */
export type Warning = { readonly code: string; readonly seen: string; readonly cause: string; readonly remedy: string };
