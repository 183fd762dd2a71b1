import type { SequenceCheck } from '../../plan/sequence-check.ts';
import type { ClosedPhase } from './closed-phases.ts';

/** Who sends the requests of a sequence. */
export type SequenceUser = {
  readonly id: number;
  /** Requests that it has begun in this phase. */
  readonly begun: number;
  readonly begin: (index: number, query: number, dueMicros: number) => void;
};

/**
 * Hands out the requests of one phase in the planned order. An index is taken at the moment of the start, never earlier, so that the
 * indices sent are 0 … started − 1 without a gap, whenever the phase ends.
 */
export class ClientSequence {
  /** Requests started so far. */
  started = 0;
  private readonly bounds: ClosedPhase;
  private readonly check: SequenceCheck | undefined;

  /** @param check takes every request that is started; undefined for a phase that is not checked. */
  constructor(bounds: ClosedPhase, check: SequenceCheck | undefined) {
    this.bounds = bounds;
    this.check = check;
  }

  /** Whether all requests of the phase were started. */
  get isExhausted(): boolean {
    const { totalRequests, order, sequence } = this.bounds;
    return this.started >= totalRequests || (order === 'shared' && this.started >= sequence.length);
  }

  /** Whether there is another request for this user. */
  hasNext({ begun }: SequenceUser): boolean {
    const { requestsPerUser, order, sequence } = this.bounds;
    return !this.isExhausted && begun < requestsPerUser && (order === 'shared' || begun < sequence.length);
  }

  /** Starts the user's next request; only when there is one. */
  start(user: SequenceUser, dueMicros: number): void {
    const { order, sequence } = this.bounds;
    const shared = order === 'shared';
    const index = shared ? this.started : user.begun;
    const query = sequence.queryAt(user.id, index);
    this.started++;
    this.check?.add(shared ? 0 : user.id, index, query);
    user.begin(index, query, dueMicros);
  }
}
