import type { ArrivalCursor, PlannedTraffic } from '../../plan/plan.ts';
import { countOf } from '../share.ts';
import type { VirtualUser } from '../virtual-user.ts';
import type { Executor, ExecutorScope } from './executor.ts';

/** An open load: when requests are due, and how many users of all threads may carry them. */
export type OpenRules = {
  readonly arrivals: ArrivalCursor;
  readonly preAllocatedUsers: number;
  readonly mostUsers: number;
  /** Nothing is started from this time of the phase on. */
  readonly lengthMicros: number;
  /** True when arrivals end the phase (a replay), so that it lasts until the last of them. */
  readonly endsWithArrivals: boolean;
};

/**
 * Requests start when they are due, whether or not earlier ones were answered. A due request takes the user that has
 * been idle longest, so that every connection stays in use; else a new user, up to the greatest number; else it is
 * dropped and counted, never sent later. A dropped request keeps its place in a shared sequence: the i-th arrival always
 * has the i-th query, as a replayed log pairs them. Due times are absolute: a late start never shifts the next.
 * Several threads take arrivals in turn, each with users of its own; the planned times and queries are the same.
 *
 * What is due is started by the pacer, and also whenever an answer comes in, which costs nothing and is often earlier.
 */
export class OpenLoop implements Executor {
  readonly users: number;
  endMicros = Infinity;
  observeFromMicros = Infinity;
  private readonly scope: ExecutorScope;
  private readonly rules: OpenRules;
  /** A ring of the numbers of idle users; each is in it once at most. */
  private readonly idle: Int32Array;
  private firstIdle = 0;
  private idleCount = 0;
  private usersMade = 0;
  private startMicros = 0;
  private nextDue = Infinity;
  private nextNumber = 0;
  private readonly mostUsers: number;
  private lastDue = 0;
  private firing = false;

  constructor(scope: ExecutorScope, rules: OpenRules) {
    this.scope = scope;
    this.rules = rules;
    this.mostUsers = countOf(scope.share, rules.mostUsers);
    this.users = Math.min(countOf(scope.share, rules.preAllocatedUsers), this.mostUsers);
    this.idle = new Int32Array(this.mostUsers);
  }

  get isExhausted(): boolean {
    return this.nextDue === Infinity;
  }

  get lastStartMicros(): number {
    return this.rules.endsWithArrivals && this.isExhausted ? this.lastDue : this.endMicros;
  }

  begin(startMicros: number): void {
    this.startMicros = startMicros;
    this.endMicros = startMicros + this.rules.lengthMicros;
    this.observeFromMicros = startMicros;
    this.lastDue = startMicros;
    for (let id = 0; id < this.users; id++) this.putIdle(id);
    this.usersMade = this.users;
    for (let others = 0; others < this.scope.share.index; others++) this.rules.arrivals.next();
    this.nextNumber = this.scope.share.index;
    this.nextDue = this.takeDue(1);
  }

  fire(nowMicros: number): number {
    if (this.firing) return this.nextDue;
    this.firing = true;
    while (this.nextDue <= nowMicros) {
      const due = this.nextDue;
      const number = this.nextNumber;
      this.lastDue = due;
      this.nextNumber += this.scope.share.count;
      this.nextDue = this.takeDue(this.scope.share.count);
      this.dispatch(number, due);
    }
    this.firing = false;
    return this.nextDue;
  }

  freed(user: VirtualUser, endMicros: number): void {
    this.putIdle(user.id);
    if (this.nextDue <= endMicros) this.scope.pacer.wakeAt(this.fire(endMicros));
  }

  stopAt(atMicros: number): void {
    this.endMicros = Math.min(this.endMicros, atMicros);
    if (this.nextDue >= this.endMicros) this.nextDue = Infinity;
  }

  /** The due time of the arrival `steps` further on, within the phase; Infinity when there is none. */
  private takeDue(steps: number): number {
    let offset = this.rules.arrivals.next();
    for (let step = 1; step < steps; step++) offset = this.rules.arrivals.next();
    const due = this.startMicros + offset;
    return due < this.endMicros ? due : Infinity;
  }

  private dispatch(number: number, dueMicros: number): void {
    const { traffic, starter } = this.scope;
    const id = this.takeIdle();
    if (id >= 0) {
      if (!starter.startArrival(traffic.user(id), number, dueMicros)) this.nextDue = Infinity;
      return;
    }
    traffic.sink.drop(starter.phase, dueMicros);
    starter.drop(number);
  }

  private takeIdle(): number {
    if (this.idleCount === 0) return this.usersMade < this.mostUsers ? this.usersMade++ : -1;
    const id = this.idle[this.firstIdle] ?? -1;
    this.firstIdle = (this.firstIdle + 1) % this.idle.length;
    this.idleCount--;
    return id;
  }

  private putIdle(id: number): void {
    this.idle[(this.firstIdle + this.idleCount) % this.idle.length] = id;
    this.idleCount++;
  }
}

/** A fresh cursor over the due times of an open plan. @throws RangeError for the plan of a closed load. */
export function openArrivals(plan: PlannedTraffic): ArrivalCursor {
  if (plan.arrivals === undefined) throw new RangeError('Expected the plan of an open load, got one without arrivals');
  return plan.arrivals();
}
