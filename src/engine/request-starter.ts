import type { Sequence } from '../plan/plan.ts';
import type { SequenceCheck } from '../plan/sequence-check.ts';
import type { PhaseName } from '../recorder/sample.ts';
import type { SharedCounters } from './shared-counters.ts';
import type { VirtualUser } from './virtual-user.ts';

/** What the requests of a phase are taken from. */
export type StarterOptions = {
  readonly phase: PhaseName;
  readonly sequence: Sequence;
  /** Shared: the index is a counter of the phase, whichever thread takes it. Per-user: each user counts for itself. */
  readonly order: 'shared' | 'per-user';
  readonly counters: SharedCounters;
  /** Takes every request that was started or dropped; absent for a phase that is not checked. */
  readonly check: SequenceCheck;
};

/**
 * Starts the requests of one phase in the planned order. In a closed load an index is taken at the moment of the start, never
 * earlier, so that the indices sent are 0 … started − 1 without a gap, whenever the phase ends. In an open load the i-th
 * arrival has the i-th query, whether it is sent or dropped.
 */
export class RequestStarter {
  /** Requests that this thread has started so far. */
  started = 0;
  readonly phase: PhaseName;
  private readonly sequence: Sequence;
  private readonly shared: boolean;
  private readonly counters: SharedCounters;
  private readonly check: SequenceCheck;

  constructor(options: StarterOptions) {
    this.phase = options.phase;
    this.sequence = options.sequence;
    this.shared = options.order === 'shared';
    this.counters = options.counters;
    this.check = options.check;
  }

  /** Requests of the phase that all threads have taken; it can exceed a limit by as many as there are other threads. */
  get taken(): number {
    return this.counters.taken(this.phase);
  }

  /** Starts the next request of a closed load; false when `most` were taken or the sequence has ended for this user. */
  start(user: VirtualUser, dueMicros: number, most: number): boolean {
    const { length } = this.sequence;
    const limit = this.shared ? Math.min(most, length) : most;
    if (this.taken >= limit || (!this.shared && user.begun >= length)) return false;
    const number = this.counters.take(this.phase);
    if (number >= limit) return false;
    this.begin(user, this.shared ? number : user.begun, dueMicros);
    return true;
  }

  /** Starts arrival `number` of an open load; false when the sequence has ended. */
  startArrival(user: VirtualUser, number: number, dueMicros: number): boolean {
    const index = this.shared ? number : user.begun;
    if (index >= this.sequence.length) return false;
    this.begin(user, index, dueMicros);
    return true;
  }

  /** Lets arrival `number` of an open load go by unsent: it was dropped. */
  drop(number: number): void {
    if (this.shared && number < this.sequence.length) this.check.add(0, number, this.sequence.queryAt(0, number));
  }

  private begin(user: VirtualUser, index: number, dueMicros: number): void {
    const query = this.sequence.queryAt(user.number, index);
    this.started++;
    this.check.add(this.shared ? 0 : user.number, index, query);
    user.begin(index, query, dueMicros);
  }
}
