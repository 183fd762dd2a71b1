import type { Trigger } from '../scenario/trigger.ts';
import { causesOfErrors, causesOfSilence } from './failure-causes.ts';
import { causesOfHitRate } from './hit-rate-causes.ts';
import { causesOfLatency } from './latency-causes.ts';
import { readingOf, type Look } from './reading.ts';

/** What the data say the cause may be; a hint for whoever looks, and never a proof. */
export type Cause = {
  readonly kind:
    | 'watcher'
    | 'down'
    | 'hangs'
    | 'drops connections'
    | 'errors'
    | 'timeouts'
    | 'unclassified'
    | 'cold cache'
    | 'cache'
    | 'network or service'
    | 'hits only'
    | 'misses only'
    | 'stalls';
  readonly sentence: string;
  /** The figures that it rests on. */
  readonly evidence: string;
};

/** What causes are looked for in. */
export type Seen = {
  readonly look: Look;
  /** A look before the trouble at which no condition held; undefined when there was none. */
  readonly well: Look | undefined;
  /** The last look of each minute so far, oldest first. */
  readonly minutes: readonly Look[];
};

/** Likely causes that the data show for a trigger that fired or has no data, the first being the strongest; none when they show none. */
export function findCauses({ condition: { figure } }: Trigger, seen: Seen): Cause[] {
  const { look } = seen;
  if (look.fault !== undefined) {
    const sentence = 'the watch itself did not keep up, so that nothing is known of the service';
    return [{ kind: 'watcher', sentence, evidence: look.fault }];
  }
  if (readingOf(look, { kind: 'up' }).value === 0 || figure.kind === 'up') return causesOfSilence(look);
  if (readingOf(look, figure).value === undefined) return [];
  switch (figure.kind) {
    case 'error rate':
      return causesOfErrors(look);
    case 'hit rate':
      return causesOfHitRate(seen);
    case 'mean':
    case 'quantile':
      return causesOfLatency(seen);
  }
}
