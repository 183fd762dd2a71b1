import { countOf, numberOf } from '../share.ts';
import { DueQueue } from '../due-queue.ts';
import type { VirtualUser } from '../virtual-user.ts';
import type { Executor, ExecutorScope } from './executor.ts';

/** How the users of a closed load are started and stopped; all figures are of all threads together. */
export type ClosedRules = {
  readonly users: number;
  /** The users' first starts are spread evenly over this time. */
  readonly spreadMicros: number;
  /** Nothing is started from this time of the phase on; Infinity when requests decide. */
  readonly lengthMicros: number;
  /** Greatest number of requests of all users, and of each. */
  readonly totalRequests: number;
  readonly requestsPerUser: number;
};

/** From the last planned first start until users in flight are observed: a start may be late. */
const settledMicros = 100_000;
const backoffMicros = 100_000;
const longestBackoff = 10;
const resetsForgiven = 3;

/**
 * Users that each send, wait for the answer, think, and send again. A request is due at the end of the answer before it
 * plus the think time; without think time it is sent within the same callback.
 *
 * A user that is refused waits 100 ms before its next try, 200 ms after the second in a row, up to 1 s, so that a dead
 * target is not hammered; likewise from its fourth reset in a row on. That pause is part of the due time, not lateness,
 * and its users are not in flight.
 */
export class ClosedLoop implements Executor {
  readonly users: number;
  endMicros = Infinity;
  observeFromMicros = Infinity;
  protected readonly scope: ExecutorScope;
  protected readonly queue = new DueQueue();
  private readonly rules: ClosedRules;
  protected startMicros = 0;
  /** Users that wait for a due time or an answer; the others have nothing left to send. */
  private active = 0;

  constructor(scope: ExecutorScope, rules: ClosedRules) {
    this.scope = scope;
    this.rules = rules;
    this.users = countOf(scope.share, rules.users);
  }

  get isExhausted(): boolean {
    return this.active === 0 || this.scope.starter.taken >= this.rules.totalRequests;
  }

  get lastStartMicros(): number {
    const { totalRequests, requestsPerUser } = this.rules;
    return totalRequests === Infinity && requestsPerUser === Infinity && !this.isExhausted
      ? this.endMicros
      : Math.max(this.startMicros, this.scope.traffic.lastBegunMicros);
  }

  begin(startMicros: number): void {
    const { users, spreadMicros } = this.rules;
    this.beginEmpty(startMicros);
    for (let id = 0; id < this.users; id++)
      this.enter(id, startMicros + (numberOf(this.scope.share, id) * spreadMicros) / users);
  }

  fire(nowMicros: number): number {
    if (nowMicros >= this.endMicros) return Infinity;
    while (this.queue.nextDue <= nowMicros) {
      const due = this.queue.nextDue;
      this.startUser(this.scope.traffic.user(this.queue.pop()), due);
    }
    return this.queue.nextDue;
  }

  freed(user: VirtualUser, endMicros: number): void {
    if (endMicros >= this.endMicros) return;
    const due = endMicros + this.scope.thinkMicros(user.number, user.begun) + backoffOf(user);
    if (due <= endMicros) {
      this.startUser(user, due);
    } else {
      this.queue.push(user.id, due);
      this.scope.pacer.wakeAt(due);
    }
  }

  stopAt(atMicros: number): void {
    this.endMicros = Math.min(this.endMicros, atMicros);
  }

  /** Starts the phase's time with no user in the loop. */
  protected beginEmpty(startMicros: number): void {
    this.startMicros = startMicros;
    this.endMicros = startMicros + this.rules.lengthMicros;
    this.observeFromMicros = startMicros + this.rules.spreadMicros + settledMicros;
  }

  /** A user joins the loop; its first request is due at `dueMicros`. */
  protected enter(id: number, dueMicros: number): void {
    this.active++;
    this.queue.push(id, dueMicros);
  }

  /** A user leaves the loop. */
  protected leave(): void {
    this.active--;
  }

  protected startUser(user: VirtualUser, dueMicros: number): void {
    const { totalRequests, requestsPerUser } = this.rules;
    if (user.begun >= requestsPerUser || !this.scope.starter.start(user, dueMicros, totalRequests)) this.leave();
  }
}

/** How long a user waits before its next try, after so many losses in a row; 0 after none. Microseconds. */
export function backoffOf(user: { readonly lost: number; readonly wasRefused: boolean }): number {
  if (user.lost === 0) return 0;
  const tries = user.wasRefused ? user.lost : user.lost - resetsForgiven;
  return Math.min(Math.max(tries, 0), longestBackoff) * backoffMicros;
}
