import { cacheClasses, failureKinds, outcomeCodes, type CacheClass, type FailureKind } from './sample.ts';
import type { LimitCounter, OverLimit, PhaseSnapshot } from './snapshot.ts';

const outcomes = outcomeCodes.firstFailure + failureKinds.length;
/** Statuses have three digits; 0 stands for no reply. */
const statuses = 1_000;

/** Everything of a phase or a slice that is counted rather than measured; two of them can be added. */
export class Tallies {
  readonly outcomes = new Float64Array(outcomes);
  readonly #statuses = new Float64Array(statuses);
  /** The statuses that occurred, so that a second is described without a look at a thousand. */
  readonly #seen: number[] = [];
  /** By limit. */
  readonly over: Float64Array;
  /** By check. */
  readonly made: Float64Array;
  readonly held: Float64Array;
  dropped = 0;
  observations = 0;
  inFlightSum = 0;
  inFlightMin = Infinity;
  inFlightMax = 0;

  constructor(limits: number, checks: number) {
    this.over = new Float64Array(limits);
    this.made = new Float64Array(checks);
    this.held = new Float64Array(checks);
  }

  /** Counts one request by outcome, status and checks. @throws RangeError for an outcome or a status that there is not. */
  countRequest(outcome: number, status: number, checks: number): void {
    const seen = this.outcomes[outcome];
    const answered = this.#statuses[status];
    if (seen === undefined) throw new RangeError(`Expected an outcome code, got ${outcome}`);
    if (answered === undefined) throw new RangeError(`Expected an HTTP status or 0, got ${status}`);
    this.outcomes[outcome] = seen + 1;
    this.#statuses[status] = answered + 1;
    if (answered === 0) this.#seen.push(status);
    if (checks !== 0) this.#countChecks(checks);
  }

  observeInFlight(users: number): void {
    this.observations += 1;
    this.inFlightSum += users;
    if (users < this.inFlightMin) this.inFlightMin = users;
    if (users > this.inFlightMax) this.inFlightMax = users;
  }

  add(other: Tallies): void {
    addCounts(this.outcomes, other.outcomes);
    for (const status of other.#seen) this.#addStatus(status, other.#statuses[status] ?? 0);
    addCounts(this.over, other.over);
    addCounts(this.made, other.made);
    addCounts(this.held, other.held);
    this.dropped += other.dropped;
    this.observations += other.observations;
    this.inFlightSum += other.inFlightSum;
    this.inFlightMin = Math.min(this.inFlightMin, other.inFlightMin);
    this.inFlightMax = Math.max(this.inFlightMax, other.inFlightMax);
  }

  reset(): void {
    for (const status of this.#seen) this.#statuses[status] = 0;
    this.#seen.length = 0;
    for (const counts of [this.outcomes, this.over, this.made, this.held]) counts.fill(0);
    this.dropped = 0;
    this.observations = 0;
    this.inFlightSum = 0;
    this.inFlightMin = Infinity;
    this.inFlightMax = 0;
  }

  /** Requests that ended. */
  get requests(): number {
    return this.outcomes.reduce((sum, count) => sum + count, 0);
  }

  /** Requests that ended without a class. */
  get failed(): number {
    return this.requests - this.succeeded;
  }

  /** Requests that ended with a class. */
  get succeeded(): number {
    return cacheClasses.reduce((sum, cacheClass) => sum + this.ofClass(cacheClass), 0);
  }

  /** Nothing was counted. */
  get isEmpty(): boolean {
    return this.requests === 0 && this.dropped === 0 && this.observations === 0;
  }

  ofClass(cacheClass: CacheClass): number {
    return this.outcomes[cacheClasses.indexOf(cacheClass)] ?? 0;
  }

  ofFailure(kind: FailureKind): number {
    return this.outcomes[outcomeCodes.firstFailure + failureKinds.indexOf(kind)] ?? 0;
  }

  /** Every failure kind with its count. */
  failures(): Record<FailureKind, number> {
    return {
      refused: this.ofFailure('refused'),
      reset: this.ofFailure('reset'),
      timeout: this.ofFailure('timeout'),
      malformed: this.ofFailure('malformed'),
      truncated: this.ofFailure('truncated'),
      status: this.ofFailure('status'),
      body: this.ofFailure('body'),
      interrupted: this.ofFailure('interrupted'),
    };
  }

  /** Every check by name with its counts. */
  checks(names: readonly string[]): Record<string, { made: number; held: number }> {
    return Object.fromEntries(
      names.map((name, index) => [name, { made: this.made[index] ?? 0, held: this.held[index] ?? 0 }]),
    );
  }

  /** Replies by status, those that occurred. */
  repliesByStatus(): Record<string, number> {
    const replies: Record<string, number> = {};
    for (const status of this.#seen) if (status > 0) replies[status] = this.#statuses[status] ?? 0;
    return replies;
  }

  /** Limits with their counts; the samples of a limit are those of its class. */
  overLimits(limits: readonly LimitCounter[]): OverLimit[] {
    return limits.map((limit, index) => ({
      ...limit,
      over: this.over[index] ?? 0,
      count: limit.cacheClass === undefined ? this.succeeded : this.ofClass(limit.cacheClass),
    }));
  }

  /** Users in flight over all observations; undefined when there was none. */
  inFlight(): PhaseSnapshot['inFlight'] {
    const { observations } = this;
    if (observations === 0) return undefined;
    return { min: this.inFlightMin, max: this.inFlightMax, mean: this.inFlightSum / observations, observations };
  }

  #addStatus(status: number, count: number): void {
    const known = this.#statuses[status] ?? 0;
    if (known === 0) this.#seen.push(status);
    this.#statuses[status] = known + count;
  }

  #countChecks(checks: number): void {
    for (let index = 0; index < this.made.length; index += 1) {
      this.made[index] = (this.made[index] ?? 0) + ((checks >>> (2 * index)) & 1);
      this.held[index] = (this.held[index] ?? 0) + ((checks >>> (2 * index + 1)) & 1);
    }
  }
}

function addCounts(to: Float64Array, from: Float64Array): void {
  for (const [index, count] of from.entries()) to[index] = (to[index] ?? 0) + count;
}
