import { usersAt } from '../../plan/users-at.ts';
import type { Load } from '../../scenario/scenario.ts';
import { countOf } from '../share.ts';
import type { VirtualUser } from '../virtual-user.ts';
import { ClosedLoop } from './closed-loop.ts';
import type { ExecutorScope } from './executor.ts';

type RampingLoad = Extract<Load, { readonly executor: 'ramping-vus' }>;

const stepMicros = 5_000;

/**
 * k6's ramping-vus: the number of users follows the stages; it is adjusted every 5 ms. The users with the highest
 * numbers leave first: one that waits leaves at once, one with a request outstanding when it has ended, but after
 * gracefulRampDown at the latest, when it is recorded as interrupted. A user that is called back before that stays.
 */
export class RampingUsers extends ClosedLoop {
  private readonly load: RampingLoad;
  /** Users of this thread that the stages call for. */
  private wanted = 0;
  /** Per user: 0 out, 1 in the loop. */
  private readonly entered: Uint8Array;
  /** When an outstanding request of a leaving user is cut off; 0 when the user is not leaving. */
  private readonly cutOffMicros: Float64Array;

  constructor(scope: ExecutorScope, load: RampingLoad) {
    const most = mostUsers(load);
    super(scope, {
      users: most,
      spreadMicros: 0,
      lengthMicros: load.stages.reduce((sum, stage) => sum + stage.durationMicros, 0),
      totalRequests: Infinity,
      requestsPerUser: Infinity,
    });
    this.load = load;
    this.entered = new Uint8Array(this.users);
    this.cutOffMicros = new Float64Array(this.users);
  }

  /** The ramp can call users at any time, so only its end ends the phase. */
  override get isExhausted(): boolean {
    return false;
  }

  override get lastStartMicros(): number {
    return this.endMicros;
  }

  override begin(startMicros: number): void {
    this.beginEmpty(startMicros);
  }

  override fire(nowMicros: number): number {
    if (nowMicros < this.endMicros) this.adjust(nowMicros);
    this.cutOff(nowMicros);
    return nowMicros < this.endMicros ? Math.min(super.fire(nowMicros), nowMicros + stepMicros) : Infinity;
  }

  override freed(user: VirtualUser, endMicros: number): void {
    if (user.id < this.wanted) super.freed(user, endMicros);
    else this.entered[user.id] = 0;
  }

  protected override startUser(user: VirtualUser, dueMicros: number): void {
    if (user.id < this.wanted) super.startUser(user, dueMicros);
    else this.entered[user.id] = 0;
  }

  /** Users called for start now: their due time is the moment of the step, so a ramp adds no lateness. */
  private adjust(nowMicros: number): void {
    const wanted = Math.floor(usersAt(this.load, nowMicros - this.startMicros));
    this.wanted = Math.min(this.users, countOf(this.scope.share, wanted));
    for (let id = 0; id < this.users; id++) {
      if (id >= this.wanted) {
        if (this.entered[id] === 1 && this.cutOffMicros[id] === 0)
          this.cutOffMicros[id] = nowMicros + this.load.gracefulRampDownMicros;
        continue;
      }
      this.cutOffMicros[id] = 0;
      if (this.entered[id] === 1) continue;
      this.entered[id] = 1;
      this.enter(id, nowMicros);
    }
  }

  private cutOff(nowMicros: number): void {
    for (let id = this.wanted; id < this.users; id++) {
      const at = this.cutOffMicros[id] ?? 0;
      if (at > 0 && nowMicros >= at) this.scope.traffic.user(id).interrupt(nowMicros);
    }
  }
}

/** The greatest number of users that the stages call for. */
export function mostUsers(load: RampingLoad): number {
  return Math.max(load.startVUs, ...load.stages.map((stage) => stage.target));
}
