import type { CacheClass, FailureKind } from './sample.ts';

/** An HDR histogram in microseconds: V2 encoding, deflated, base64, as HDR tools read it. */
export type EncodedHistogram = string;

/** The state of a run when it ended; serialisable, and all that a verdict is computed from. */
export type Snapshot = {
  /** Number of the run, from 1. */
  readonly run: number;
  /** Wall clock at the start of the measured phase, ISO 8601. */
  readonly startedAt: string;
  readonly warmup: PhaseSnapshot;
  readonly measure: PhaseSnapshot;
  /** Absent for a run that died before it could be told. */
  readonly generator?: GeneratorHealth;
  /** Sum of the sent indices and queries (see plan/sequence-check.ts), compared with the plan's. */
  readonly sentCheck?: string;
  readonly ended: RunEnd;
  /** That the measured phase was ended before its planned length by what its gates said; absent when it was not. */
  readonly endedEarly?: EarlyEnd;
  /** What became of the faults of the scenario; absent when it has none, or when the run died. */
  readonly faults?: readonly FaultRecord[];
};

/** Why a measured phase was ended early. What was outstanding then still ended, and is in the figures. */
export type EarlyEnd = {
  /** Whole seconds of the phase that had been looked at: the slices with a lower `second` are what was decided on. */
  readonly afterSeconds: number;
  /** `decided`: every gate was decided; `abort-on-fail`: a gate with `abortOnFail` was sure to fail. */
  readonly by: 'decided' | 'abort-on-fail';
  /** The gate that ended it, as in 'http_req_duration{cache:hit}: p(95)<23'; with `abort-on-fail` alone. */
  readonly gate?: string;
};

/** What became of a fault. Times are microseconds from the start of the measured phase; one that did not come is absent. */
export type FaultRecord = {
  readonly name: string;
  /** What brings it about, without secrets: 'inject fact-down', or the command. */
  readonly action: string;
  readonly plannedAtMicros: number;
  readonly plannedForMicros: number;
  /** When bringing it about began: from here on requests belong to it. */
  readonly beganMicros?: number;
  /** When that was done. */
  readonly broughtAboutMicros?: number;
  /** When its undo began, and when it was done: from then on requests do not belong to it. */
  readonly undoBeganMicros?: number;
  readonly undoneMicros?: number;
  /** How bringing it about went; absent for a fault whose time did not come. */
  readonly injection?: FaultStep;
  /** How each attempt to undo it went. */
  readonly undos: readonly FaultStep[];
};

/** How a command, or a request to the reference target, ended; `how` is the rest of a sentence, without secrets. */
export type FaultStep = {
  readonly status: 'done' | 'failed' | 'timed out' | 'interrupted';
  readonly how: string;
  /** What the command printed last, without secrets; '' for nothing. */
  readonly output: string;
};

/** Why the run stopped: as planned or because its gates were decided (`endedEarly`), by Ctrl-C, or because the target could not be reached any more. */
export type RunEnd = 'completed' | 'aborted' | 'target-lost';

/** Figures of one phase. `durationMicros` is from its start until the last planned start, without graceful stop. */
export type PhaseSnapshot = {
  readonly durationMicros: number;
  /** Requests that ended, whatever their outcome. */
  readonly requests: number;
  readonly dropped: number;
  readonly classes: Readonly<Record<CacheClass, ClassSnapshot>>;
  readonly failures: Readonly<Record<FailureKind, number>>;
  readonly statuses: Readonly<Record<string, number>>;
  /** Absent when it was never observed (a phase that was not run). */
  readonly inFlight?: {
    readonly min: number;
    readonly max: number;
    readonly mean: number;
    readonly observations: number;
  };
  /** Dispatch lateness (sent − due) of every request that was sent. */
  readonly lateness: EncodedHistogram;
  readonly checks: Readonly<Record<string, { readonly made: number; readonly held: number }>>;
  /** Exact counters beside the histograms, one for each latency gate, in the order of `Recorder`'s limits. */
  readonly overLimit: readonly OverLimit[];
  readonly slices: readonly Slice[];
  /** The phase in at most 64 stretches with their histograms, in order; absent in a report of hitgate 0.1. */
  readonly blocks?: readonly Block[];
  /** The phase apart by faults, that of no fault ('none') first; absent where no fault was planned, or where it was lost with a run that died. */
  readonly windows?: readonly FaultWindow[];
};

/**
 * What of a measured phase belongs to a fault: the requests that were due from when it began until it was undone. `durationMicros` is the
 * sum of its spans, which count from the start of the phase; a fault that did not begin has none.
 */
export type FaultWindow = Omit<PhaseSnapshot, 'statuses' | 'lateness' | 'slices' | 'blocks' | 'windows'> & {
  readonly name: string;
  readonly spans: readonly (readonly [fromMicros: number, untilMicros: number])[];
};

/** Latencies of one class; histograms are absent when nothing was recorded, so that no quantile of nothing can be read. */
export type ClassSnapshot = {
  readonly count: number;
  readonly service?: EncodedHistogram;
  readonly response?: EncodedHistogram;
  readonly waiting?: EncodedHistogram;
};

/** Which value of a request a latency gate counts: end − sent, end − due, or first byte − sent. */
export type LatencyKind = 'service' | 'response' | 'waiting';

/** What a counter counts: samples of these classes (all three when undefined) whose value breaks the limit. */
export type LimitCounter = {
  readonly cacheClass?: CacheClass;
  readonly latency: LatencyKind;
  readonly limitMicros: number;
  /** True when a value equal to the limit breaks it (operators `<` and `>=`). */
  readonly equalIsOver: boolean;
};

/** A counter with its figures. */
export type OverLimit = LimitCounter & { readonly over: number; readonly count: number };

/** One second of a phase. Arrays are by class (hit, miss, unknown) or by gate. */
export type Slice = {
  /** Offset from the phase's start, in whole slices of one second; a request belongs to the slice in which it ended. */
  readonly second: number;
  readonly counts: readonly [hit: number, miss: number, unknown: number];
  readonly failed: number;
  readonly dropped: number;
  /** Over-limit counts, in the order of `overLimit`. */
  readonly over: readonly number[];
  /** Least and greatest users observed in flight; absent when not observed in this second. */
  readonly inFlight?: readonly [min: number, max: number];
  /** p50, p95, p99 in microseconds by class of the judged latency, absent for an empty class. */
  readonly hit?: readonly [p50: number, p95: number, p99: number];
  readonly miss?: readonly [p50: number, p95: number, p99: number];
  /** What of it was due during a fault; absent when nothing was. The rest was due outside all faults. */
  readonly during?: readonly SliceOfFault[];
};

/** What of a second belongs to a fault, by its place in the scenario, from 0. */
export type SliceOfFault = SliceCounts & { readonly fault: number };

/** What a second, or a part of it, is counted in. */
export type SliceCounts = Pick<Slice, 'counts' | 'failed' | 'dropped' | 'over'>;

/**
 * A stretch of a phase, of the judged latency: what a comparison resamples, because latencies of neighbouring seconds depend on each
 * other. A class without a sample has no histogram.
 */
export type Block = {
  readonly fromSecond: number;
  /** Whole seconds it spans: the same power of two for all blocks of a phase, fewer in the last one. */
  readonly seconds: number;
  readonly counts: readonly [hit: number, miss: number, unknown: number];
  readonly failed: number;
  readonly hit?: EncodedHistogram;
  readonly miss?: EncodedHistogram;
};

/** How one thread of the generator fared during the measured phase. */
export type WorkerHealth = {
  /** Share of wall time that the thread's event loop was busy, 0 to 1, over the whole phase. */
  readonly utilisation: number;
  /** The same over its busiest second; that of the phase when it was shorter than a second. */
  readonly worstSecondUtilisation: number;
  /** How late the thread's timers of 5 ms fired, in microseconds. */
  readonly delayP50Micros: number;
  readonly delayP99Micros: number;
  readonly delayMaxMicros: number;
  /** Garbage collections of the thread: how many, their time, and the longest pause, in microseconds. */
  readonly gcCount: number;
  readonly gcTotalMicros: number;
  readonly gcLongestMicros: number;
  /** Requests that the thread started. */
  readonly requests: number;
  /**
   * Connections that could not be opened for a reason of this machine and not of the target, by the system's error code
   * (`EMFILE`); absent when there was none.
   */
  readonly socketErrors?: Readonly<Record<string, number>>;
};

/** What the whole process used during the measured phase. Figures that the system does not tell are absent. */
export type ProcessHealth = {
  /** CPU time in user mode, and in the kernel, divided by wall time (1 is one core). */
  readonly userCores: number;
  readonly systemCores: number;
  /** How often the system took a core away from the process; always 0 on Windows, which does not count it. */
  readonly involuntarySwitches: number;
  /** Resident memory at the end, in bytes. */
  readonly residentBytes: number;
  /** Ephemeral local ports and open files that were left at the start or the end, whichever was less. */
  readonly portsLeft?: number;
  readonly filesLeft?: number;
};

/**
 * How near to its due time a request is started: `precise` goes round the event loop shortly before, `economical` sleeps until then and
 * leaves the core to others.
 */
export type Pace = 'precise' | 'economical';

/** How the generator itself fared during the measured phase. */
export type GeneratorHealth = {
  /** Share of wall time that the event loop of its busiest thread was busy, 0 to 1, over the measured phase. */
  readonly eventLoopUtilisation: number;
  /** Event-loop delay p99 of its worst thread, in microseconds. */
  readonly eventLoopDelayP99Micros: number;
  /** CPU time of the process over the measured phase divided by wall time (1 is one core). */
  readonly cpuCores: number;
  /** Resident memory at the end, in bytes. */
  readonly residentBytes: number;
  /** Users that the load promised to keep in flight at all times; absent when it promised none (think time, ramps, open model). */
  readonly promisedInFlight?: number;
  /** How starts were timed; absent for an engine that does not choose, and in a report of hitgate 0.1. */
  readonly pace?: Pace;
  /** Its threads, one by one; absent in a report of hitgate 0.1. */
  readonly workers?: readonly WorkerHealth[];
  /** The process they share; absent in a report of hitgate 0.1. */
  readonly process?: Omit<ProcessHealth, 'residentBytes'>;
};

/** Two quantiles in microseconds, and of how many values. */
export type MeasuredPair = { readonly p50Micros: number; readonly p99Micros: number; readonly count: number };

/**
 * What hitgate itself adds on this machine: measured before anything was sent to the target, against an echo in this process that
 * answers at once. It is in no figure of a run.
 */
export type Calibration = {
  /** Round trips of one user: the floor, the least that can be reported of a service that answers at once. */
  readonly roundTrip: MeasuredPair;
  /** The same with ten users at once, whose replies wait for each other. */
  readonly tenUsers: MeasuredPair;
  /** CPU time of the generator's thread for one request, with ten users; absent where the system tells no thread's. */
  readonly cpuMicros?: number;
  /** Least step of the clock that is not 0. */
  readonly clockStepMicros: number;
  /** How late wake-ups came, at 1 000 a second; absent when too few came to tell. */
  readonly wakeUp?: MeasuredPair;
};
