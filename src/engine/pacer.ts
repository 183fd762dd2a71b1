import type { Clock } from '../clock.ts';
import type { Alarm } from './adapters/alarm.ts';

/** Wakes the engine when something is due. One for a phase. */
export type Pacer = {
  /** Takes the alarm from the phase before. */
  readonly start: () => void;
  /** Asks for a wake-up at `dueMicros`, or earlier if one was asked for; Infinity asks for nothing. */
  readonly wakeAt: (dueMicros: number) => void;
  readonly stop: () => void;
};

/** What a pacer is made with. */
export type PacerOptions = {
  readonly clock: Clock;
  readonly alarm: Alarm;
  /** What is woken. */
  readonly sleeper: { readonly wake: (nowMicros: number) => void };
};

/** Least time from a wake-up to the next: at high rates everything due within it is started at once, at most this late. */
const leastGapMicros = 250;

/** A pacer on an alarm: it never wakes before the due time, and at most 4 000 times a second. */
export class AlarmPacer implements Pacer {
  private readonly options: PacerOptions;
  private due = Infinity;
  private earliestMicros = 0;

  constructor(options: PacerOptions) {
    this.options = options;
  }

  start(): void {
    this.options.alarm.onRing = () => this.ring();
  }

  wakeAt(dueMicros: number): void {
    if (dueMicros >= this.due) return;
    this.due = dueMicros;
    this.arm(this.options.clock.nowMicros());
  }

  stop(): void {
    this.due = Infinity;
  }

  private arm(nowMicros: number): void {
    this.options.alarm.ringIn(Math.max(0, this.due - nowMicros, this.earliestMicros - nowMicros));
  }

  /** A ring may belong to a wish that was since replaced or stopped. */
  private ring(): void {
    if (this.due === Infinity) return;
    const now = this.options.clock.nowMicros();
    if (now < this.due) {
      this.arm(now);
      return;
    }
    this.due = Infinity;
    this.earliestMicros = now + leastGapMicros;
    this.options.sleeper.wake(now);
  }
}
