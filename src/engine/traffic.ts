import type { Clock } from '../clock.ts';
import type { PlannedTraffic } from '../plan/plan.ts';
import { createSample, failureCode, type PhaseName, type Sample, type SampleSink } from '../recorder/sample.ts';
import type { AnswerReader } from './answer-reader.ts';
import type { Alarm } from './adapters/alarm.ts';
import type { ConnectionShared } from './adapters/connection.ts';
import type { RequestBytes } from './request-bytes.ts';
import type { Share } from './share.ts';
import type { SharedCounters, Vitality } from './shared-counters.ts';
import { isConnectionLoss, TargetLoss } from './target-loss.ts';
import { VirtualUser } from './virtual-user.ts';

/** What the users of a run are made with. */
export type TrafficParts = {
  readonly alarm: Alarm;
  readonly clock: Clock;
  readonly sink: SampleSink;
  readonly plan: PlannedTraffic;
  readonly connections: ConnectionShared;
  readonly reader: AnswerReader;
  readonly bytes: RequestBytes;
  /** Which part of the users is of this thread. */
  readonly share: Share;
  /** What all threads share. */
  readonly counters: SharedCounters;
};

/** Told of each request that ended, after it was recorded. An object, because the compiled code of a call stays with its method. */
type EndListener = { readonly freed: (user: VirtualUser, endMicros: number) => void };

const nobody: EndListener = { freed: () => undefined };

const refusedCode = failureCode('refused');
const interruptedCode = failureCode('interrupted');

/** All users of a run and what they share; it lives through all phases, so that connections do too. */
export class Traffic {
  readonly alarm: Alarm;
  readonly clock: Clock;
  readonly sink: SampleSink;
  readonly connections: ConnectionShared;
  readonly reader: AnswerReader;
  readonly bytes: RequestBytes;
  readonly share: Share;
  readonly counters: SharedCounters;
  readonly timeoutMicros: number;
  /** The one sample that is filled anew for every request. */
  readonly sample: Sample = createSample('warmup');
  /** Time that a pacer spent going round the event loop with nothing to do. */
  readonly idle = { micros: 0 };
  /** Users with a request outstanding. */
  inFlight = 0;
  /** When a request was begun last. */
  lastBegunMicros = 0;
  /** True once no connection may be opened any more. */
  closed = false;
  readonly users: VirtualUser[] = [];
  listener: EndListener = nobody;
  /** Takes what a sink or the plan threw within a callback; a bug that must end the run, not the process. */
  onCrash: (error: unknown) => void = () => undefined;
  /** True while a request that has ended is followed by the next one, so that no other thread sees the moment between the two. */
  private ending = false;
  private readonly loss = new TargetLoss();
  private answered = false;
  /** A target that a scenario breaks is not lost. */
  private readonly mayBeAway: boolean;

  constructor(parts: TrafficParts) {
    this.alarm = parts.alarm;
    this.clock = parts.clock;
    this.sink = parts.sink;
    this.connections = parts.connections;
    this.reader = parts.reader;
    this.bytes = parts.bytes;
    this.share = parts.share;
    this.counters = parts.counters;
    this.timeoutMicros = parts.plan.scenario.target.timeoutMicros;
    this.mayBeAway = parts.plan.scenario.faults !== undefined;
  }

  /** The user of this number; users up to it are made when they are missing. */
  user(id: number): VirtualUser {
    for (;;) {
      const user = this.users[id];
      if (user !== undefined) return user;
      this.users.push(new VirtualUser(this.users.length, this));
    }
  }

  /** Counts the requests of each user from 0 again. */
  beginPhase(phase: PhaseName): void {
    this.sample.phase = phase;
    this.loss.clear();
    this.answered = false;
    for (const user of this.users) {
      user.begun = 0;
      user.lost = 0;
    }
  }

  /** Records the sample of a request that has ended, then tells the listener. */
  ended(user: VirtualUser, endMicros: number): void {
    this.inFlight--;
    this.ending = true;
    try {
      this.noteLoss(user, endMicros);
      this.sink.record(this.sample);
      this.listener.freed(user, endMicros);
    } catch (error) {
      this.onCrash(error);
    }
    this.ending = false;
    this.counters.setInFlight(this.share.index, this.inFlight);
  }

  /** Ends every request past its deadline. @returns the earliest deadline left, Infinity for none. */
  expire(nowMicros: number): number {
    let earliest = Infinity;
    for (const user of this.users) earliest = Math.min(earliest, user.expire(nowMicros));
    return earliest;
  }

  /** Ends every outstanding request as interrupted. */
  interruptAll(nowMicros: number): void {
    for (const user of this.users) user.interrupt(nowMicros);
  }

  /** Tells the other threads whether the target is there. */
  tellVitality(nowMicros: number): void {
    this.counters.setVitality(this.share.index, this.vitality(nowMicros));
  }

  /** A request has begun. */
  begun(nowMicros: number): void {
    this.inFlight++;
    this.lastBegunMicros = nowMicros;
    if (!this.ending) this.counters.setInFlight(this.share.index, this.inFlight);
  }

  private vitality(nowMicros: number): Vitality {
    if (this.loss.isTargetLost(nowMicros) && !(this.mayBeAway && this.sample.phase === 'measure')) return 'lost';
    return this.answered && !this.loss.isCounting ? 'alive' : 'unknown';
  }

  /** Closes every connection and the alarm for good. */
  async close(): Promise<void> {
    this.closed = true;
    for (const user of this.users) user.close();
    await this.alarm.close();
  }

  private noteLoss(user: VirtualUser, endMicros: number): void {
    const { outcome } = this.sample;
    if (outcome === interruptedCode) return;
    if (!isConnectionLoss(outcome)) {
      user.lost = 0;
      this.loss.clear();
      this.answered = true;
      return;
    }
    user.lost++;
    user.wasRefused = outcome === refusedCode;
    this.loss.add(endMicros);
  }
}
