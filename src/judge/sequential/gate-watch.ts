import type { ClosedSlice } from '../../recorder/closed-slice.ts';
import type { EarlyEnd } from '../../recorder/snapshot.ts';
import { decidingRule } from '../../scenario/deciding-rule.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Threshold } from '../../scenario/threshold.ts';
import { microsPerSecond } from '../../units.ts';
import { limitCountersOf } from '../limit-counters.ts';
import { leastSlices } from './evidence.ts';
import { lookAtGate, type GateState } from './look-at-gate.ts';
import { SecondsSoFar } from './seconds-so-far.ts';

/** What is watched: the gates, what they are about, and whether the run ends when they are decided. */
export type Watched = Pick<Scenario, 'thresholds' | 'load' | 'untilDecided' | 'jointTests'>;

/**
 * Watches the gates of one run while it goes on, second by second, and says when its measured phase is to end. Pure but for what it
 * remembers: the same seconds always give the same end.
 *
 * - With `untilDecided` it ends after the first second, the 20th or a later one, in which no gate is open (`lookAtGate`). All gates have to be
 *   decided at the same time and on everything that was measured so far: one that was decided and is not any more keeps the run going.
 * - A gate with `abortOnFail` ends it when it is sure to fail: not before `delayAbortEval` of the phase is over (20 s when it does not say), and a
 *   gate of the rule `binomial` never before 20 seconds.
 *
 * It never ends a run twice, and says nothing of the warm-up.
 */
export class GateWatch {
  private readonly watched: Watched;
  private readonly seconds: SecondsSoFar;
  private states: readonly GateState[];
  /** Why the measured phase is to end early; undefined while it goes on. */
  end: EarlyEnd | undefined = undefined;

  constructor(watched: Watched) {
    this.watched = watched;
    this.seconds = new SecondsSoFar(limitCountersOf(watched));
    this.states = watched.thresholds.map(() => 'open');
  }

  /** Whether anything could end a run of this scenario early. */
  static isNeeded({ thresholds, untilDecided }: Watched): boolean {
    return untilDecided === true || thresholds.some(({ abortOnFail }) => abortOnFail === true);
  }

  /** Takes the next second. True from the one on after which the measured phase is to end. */
  take(second: ClosedSlice): boolean {
    if (second.phase !== 'measure') return false;
    if (this.end !== undefined) return true;
    this.seconds.add(second);
    this.states = this.watched.thresholds.map((threshold) => lookAtGate(threshold, this.watched, this.seconds));
    this.end = this.findEnd(second.slice.second + 1);
    return this.end !== undefined;
  }

  /** The gates that keep the run going, as a person finds them: 'http_req_duration{cache:hit}: p(95)<23'. */
  get open(): string[] {
    return this.watched.thresholds.filter((_, index) => this.states[index] === 'open').map(nameOf);
  }

  private findEnd(afterSeconds: number): EarlyEnd | undefined {
    const failed = this.watched.thresholds.find(
      (threshold, index) => this.states[index] === 'fail' && mayAbort(threshold, afterSeconds),
    );
    if (failed !== undefined) return { afterSeconds, by: 'abort-on-fail', gate: nameOf(failed) };
    if (this.watched.untilDecided !== true || afterSeconds < leastSlices || this.states.includes('open'))
      return undefined;
    return { afterSeconds, by: 'decided' };
  }
}

/** Whether a gate that is sure to fail may end the run after so many seconds. */
function mayAbort(threshold: Threshold, seconds: number): boolean {
  if (threshold.abortOnFail !== true) return false;
  return seconds >= firstLook(threshold);
}

/** The number of seconds after which a gate with `abortOnFail` is looked at first. */
export function firstLook(threshold: Threshold): number {
  const { delayAbortEvalMicros } = threshold;
  const delay = delayAbortEvalMicros === undefined ? leastSlices : delayAbortEvalMicros / microsPerSecond;
  return decidingRule(threshold) === 'binomial' ? Math.max(delay, leastSlices) : delay;
}

function nameOf({ selector, source }: Threshold): string {
  return `${selector}: ${source}`;
}
