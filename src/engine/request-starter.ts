import type { Sequence } from '../plan/plan.ts';
import type { SequenceCheck } from '../plan/sequence-check.ts';
import type { PhaseName } from '../recorder/sample.ts';
import type { VirtualUser } from './virtual-user.ts';

/** What the requests of a phase are taken from. */
export type StarterOptions = {
  readonly phase: PhaseName;
  readonly sequence: Sequence;
  /** Shared: the index is a counter of the phase. Per-user: each user counts for itself. */
  readonly order: 'shared' | 'per-user';
  /** Takes every request that was started; absent for a phase that is not checked. */
  readonly check?: SequenceCheck;
};

/**
 * Starts the requests of one phase in the planned order. An index is taken at the moment of the start, never earlier,
 * so that the indices sent are 0 … started − 1 without a gap (but for those that an open load dropped), whenever the
 * phase ends.
 */
export class RequestStarter {
  /** Requests started so far. */
  started = 0;
  /** Indices used up, by a start or a skip. */
  private taken = 0;
  readonly phase: PhaseName;
  private readonly sequence: Sequence;
  private readonly shared: boolean;
  private readonly check: SequenceCheck | undefined;

  constructor(options: StarterOptions) {
    this.phase = options.phase;
    this.sequence = options.sequence;
    this.shared = options.order === 'shared';
    this.check = options.check;
  }

  /** Whether the sequence holds another request for this user. */
  hasNext(user: VirtualUser): boolean {
    return (this.shared ? this.taken : user.begun) < this.sequence.length;
  }

  /** Lets an index of a shared sequence go by unsent: its request was dropped. */
  skip(): void {
    this.taken++;
  }

  /** Starts the next request; false when the sequence has ended for this user. */
  start(user: VirtualUser, dueMicros: number): boolean {
    if (!this.hasNext(user)) return false;
    const index = this.shared ? this.taken++ : user.begun;
    const query = this.sequence.queryAt(user.id, index);
    this.started++;
    this.check?.add(this.shared ? 0 : user.id, index, query);
    user.begin(index, query, dueMicros);
    return true;
  }
}
