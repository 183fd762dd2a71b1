import { microsPerSecond } from '../units.ts';
import { bucketOf } from './bucket-counts.ts';
import { Buckets } from './buckets.ts';
import { FaultWindows, type RecordedFaults } from './fault-windows.ts';
import { createHistogram } from './histogram.ts';
import { LimitCounters } from './limit-counters.ts';
import { classBuckets, OpenSlice } from './open-slice.ts';
import { describeFigures, histogramOfAll } from './phase-figures.ts';
import type { PhasePart } from './phase-part.ts';
import { outcomeCodes, type PhaseName, type Sample } from './sample.ts';
import type { SlicePart } from './slice-part.ts';
import type { LimitCounter } from './snapshot.ts';
import { Tallies } from './tallies.ts';

const nanosPerMicro = 1_000;

/** What a phase is recorded with. */
export type PhaseRecorderOptions = {
  readonly phase: PhaseName;
  readonly limits: readonly LimitCounter[];
  /** Names of the checks, by pair of bits in `Sample.checks`. */
  readonly checkNames: readonly string[];
  /** The latency whose quantiles a slice shows. */
  readonly judgedOn: 'service' | 'response';
  readonly onPart: (part: SlicePart) => void;
  /** Absent when no fault is planned. */
  readonly faults?: RecordedFaults;
};

/** Records one phase in one thread: latencies over all of it, and one second at a time. See `createRecorder` for what is promised. */
export class PhaseRecorder {
  readonly #options: PhaseRecorderOptions;
  readonly #limits: LimitCounters;
  readonly #service = classBuckets();
  readonly #response = classBuckets();
  readonly #waiting = classBuckets();
  readonly #lateness = new Buckets();
  /** Service, response and waiting time of the request at hand, in one array for all requests. */
  readonly #latencies = new Float64Array(3);
  readonly #open: OpenSlice;
  /** Counts of the seconds that were closed. */
  readonly #closed: Tallies;
  /** The phase apart by faults; undefined without any. */
  readonly #windows: FaultWindows | undefined;
  #second = 0;
  /** NaN until the start. */
  #startMicros = Number.NaN;
  #endMicros: number | undefined;
  #openEndMicros = -Infinity;
  #lastMicros = -Infinity;

  constructor(options: PhaseRecorderOptions) {
    this.#options = options;
    this.#limits = new LimitCounters(options.limits);
    this.#open = new OpenSlice(this.#newTallies(), options.judgedOn);
    this.#closed = this.#newTallies();
    this.#windows = options.faults === undefined ? undefined : new FaultWindows(options.faults, this.#limits, options);
  }

  start(atMicros: number): void {
    if (!Number.isNaN(this.#startMicros)) throw new Error(`Expected phase ${this.#options.phase} to start once`);
    this.#startMicros = atMicros;
    this.#openEndMicros = atMicros + microsPerSecond;
    this.#lastMicros = atMicros;
  }

  end(atMicros: number): void {
    this.#endMicros = atMicros;
  }

  record(sample: Sample): void {
    const { outcome, sentMicros, endMicros } = sample;
    this.advance(endMicros);
    this.#open.tallies.countRequest(outcome, sample.status, sample.checks);
    // A timer may fire a fraction of a microsecond early: a request that is sent before it is due is not late.
    if (sentMicros < endMicros) this.#lateness.record(Math.max(0, sentMicros - sample.dueMicros));
    if (outcome < outcomeCodes.firstFailure) this.#recordLatencies(sample);
    this.#windows?.record(sample, this.#latencies);
  }

  drop(dueMicros: number): void {
    this.advance(dueMicros);
    this.#open.tallies.dropped += 1;
    this.#windows?.drop(dueMicros);
  }

  observeInFlight(atMicros: number, users: number): void {
    this.advance(atMicros);
    this.#open.tallies.observeInFlight(users);
    this.#windows?.observeInFlight(atMicros, users);
  }

  /** Closes the seconds that ended by `micros`. @throws Error when the phase was not started. */
  advance(micros: number): void {
    if (micros >= this.#openEndMicros) this.#closeUntil(micros);
    if (micros > this.#lastMicros) this.#lastMicros = micros;
  }

  /** Closes the open second as well, unless nothing is in it. */
  finish(): void {
    if (!this.#open.tallies.isEmpty) this.#close();
  }

  /**
   * From the start until the end or, while that is not known, until the last thing that was recorded; to a nanosecond, because the sum of a
   * start and whole seconds, less the start, can be a trace less than these.
   */
  get #durationMicros(): number {
    const start = this.#startMicros;
    if (Number.isNaN(start)) return 0;
    return Math.max(0, Math.round(((this.#endMicros ?? this.#lastMicros) - start) * nanosPerMicro) / nanosPerMicro);
  }

  /** All of the phase so far; what the open second holds is in it. */
  snapshot(): PhasePart {
    const { limits, checkNames } = this.#options;
    const tallies = this.#newTallies();
    tallies.add(this.#closed);
    tallies.add(this.#open.tallies);
    const buckets = { service: this.#service, response: this.#response, waiting: this.#waiting };
    return {
      durationMicros: this.#durationMicros,
      ...describeFigures({ tallies, buckets, limits, checkNames }),
      statuses: tallies.repliesByStatus(),
      lateness: (histogramOfAll(this.#lateness) ?? createHistogram()).encode(),
      ...this.#windows?.snapshot(this.#startMicros),
    };
  }

  #recordLatencies({ outcome, dueMicros, sentMicros, firstByteMicros, endMicros }: Sample): void {
    const service = endMicros - sentMicros;
    const response = endMicros - dueMicros;
    const waiting = firstByteMicros - sentMicros;
    const serviceBucket = bucketOf(service);
    const responseBucket = bucketOf(response);
    this.#service[outcome]?.count(serviceBucket);
    this.#response[outcome]?.count(responseBucket);
    this.#waiting[outcome]?.record(waiting);
    this.#open.service[outcome]?.count(serviceBucket);
    this.#open.response[outcome]?.count(responseBucket);
    this.#latencies[0] = service;
    this.#latencies[1] = response;
    this.#latencies[2] = waiting;
    this.#limits.count(outcome, this.#latencies, this.#open.tallies.over);
  }

  #closeUntil(micros: number): void {
    if (Number.isNaN(this.#startMicros))
      throw new Error(`Expected phase ${this.#options.phase} to be started before it is recorded`);
    if (!Number.isFinite(micros)) throw new RangeError(`Expected a time in microseconds, got ${micros}`);
    while (micros >= this.#openEndMicros) this.#close();
  }

  #close(): void {
    const { phase, checkNames, onPart } = this.#options;
    const during = this.#windows?.takeSecond() ?? [];
    onPart({
      phase,
      startMicros: this.#openEndMicros - microsPerSecond,
      slice: { ...this.#open.describe(this.#second), ...(during.length === 0 ? {} : { during }) },
      tallies: this.#open.describeTallies(checkNames),
      latencies: this.#open.takeLatencies(),
    });
    this.#closed.add(this.#open.tallies);
    this.#open.tallies.reset();
    this.#second += 1;
    this.#openEndMicros = this.#startMicros + (this.#second + 1) * microsPerSecond;
  }

  #newTallies(): Tallies {
    return new Tallies(this.#options.limits.length, this.#options.checkNames.length);
  }
}
