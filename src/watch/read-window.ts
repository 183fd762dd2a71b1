import type { WatchList } from '../rules/watch-list.ts';
import { rateWindowMicros } from '../rules/promql.ts';
import type { WatchedFigure } from '../scenario/watched-figure.ts';
import { formatDuration, microsPerMilli, microsPerSecond } from '../units.ts';
import { isAsked } from './down-seconds.ts';
import type { Look, Reading } from './reading.ts';
import { SecondRing } from './second-ring.ts';
import { answeredIn, unansweredIn, type WatchSecond } from './watch-second.ts';
import { spanMicros, WindowSums, type WindowDetails } from './window-details.ts';

/** What is known of the load that a watch sends itself. */
export type OwnLoadFacts = {
  /** Requests that are started in a second whatever the answers; absent for a load that waits for them. */
  readonly ratePerSecond?: number;
  /** How long no second may be told before the watch itself is at fault. */
  readonly staleMicros: number;
};

/** Of what was planned, the share that must have been sent for the figures to be those of the planned load. */
const leastSentShare = 0.5;
/** Fewer planned requests say nothing of how many were sent. */
const leastPlanned = 10;
const stillFilling = 'the cache is being filled';

type Window = { readonly seconds: readonly WatchSecond[]; readonly fromMicros: number };

/**
 * Reads the figures of a watch list from the last seconds of its own load. Rates and latencies are of the same window as in the rules for
 * Prometheus (`rateWindowMicros`); whether the service can be reached is of one scrape interval, which is what `up` says there.
 */
export class WindowReader {
  readonly windowMicros: number;
  readonly upMicros: number;
  readonly ring: SecondRing;
  readonly #figures: readonly WatchedFigure[];
  readonly #facts: OwnLoadFacts;
  readonly #sums = new WindowSums();

  constructor({ mapping, figures }: Pick<WatchList, 'mapping' | 'figures'>, facts: OwnLoadFacts) {
    this.windowMicros = rateWindowMicros(mapping);
    this.upMicros = mapping.scrapeIntervalMicros;
    this.ring = new SecondRing(this.windowMicros + this.upMicros + microsPerSecond);
    this.#figures = figures;
    this.#facts = facts;
  }

  /** What the seconds so far say. */
  read(nowMicros: number): Pick<Look, 'readings' | 'details' | 'fault'> {
    const endMicros = this.ring.endMicros;
    if (endMicros === undefined) return this.#without({ noData: 'nothing was measured so far', isEarly: true });
    if (nowMicros - endMicros > this.#facts.staleMicros)
      return this.#atFault(`the watch told no second for ${formatDuration(nowMicros - endMicros)}`);
    const fromMicros = endMicros - this.windowMicros;
    const seconds = this.ring.since(fromMicros - this.upMicros);
    const details = this.#sums.sum(seconds, fromMicros, this.upMicros);
    const fault = this.#shortfall({ seconds, fromMicros });
    if (fault !== undefined) return { ...this.#atFault(fault), details };
    const up = readUp(
      seconds.filter(({ startMicros }) => startMicros >= endMicros - this.upMicros),
      this.upMicros,
    );
    const isFilling = seconds.at(-1)?.isWarmup === true;
    return { readings: this.#figures.map((figure) => this.#readingOf(figure, { details, up, isFilling })), details };
  }

  #readingOf(
    figure: WatchedFigure,
    { details, up, isFilling }: { readonly details: WindowDetails; readonly up: Reading; readonly isFilling: boolean },
  ): Reading {
    const { answered, unanswered, whileDown, failures, classes } = details;
    switch (figure.kind) {
      case 'up':
        return up;
      case 'error rate': {
        if (up.value === 0) return { figure, noData: 'nothing is answered at all' };
        const n = answered + unanswered - whileDown;
        const failed = Object.values(failures).reduce((sum, count) => sum + count, 0) - whileDown;
        return n === 0 ? { figure, noData: 'no request ended' } : { figure, value: failed / n, n };
      }
      case 'hit rate': {
        const n = classes.hit + classes.miss + classes.unknown;
        return n === 0 ? without(figure, 'no answer came', isFilling) : { figure, value: classes.hit / n, n };
      }
      case 'mean':
      case 'quantile': {
        const histogram = this.#sums[figure.cacheClass];
        const micros = figure.kind === 'mean' ? histogram.mean : histogram.valueAtQuantile(figure.quantile);
        if (micros === undefined) return without(figure, `no ${figure.cacheClass} came`, isFilling);
        return { figure, value: micros / microsPerMilli, n: histogram.count };
      }
    }
  }

  /** Why the load was not the planned one; undefined when it was. Requests that are outstanding were sent. */
  #shortfall({ seconds, fromMicros }: Window): string | undefined {
    const { ratePerSecond } = this.#facts;
    const own = seconds.filter(({ startMicros, isWarmup }) => startMicros >= fromMicros && !isWarmup);
    const planned = own.length * (ratePerSecond ?? 0);
    if (planned < leastPlanned) return undefined;
    const sent = own.reduce((sum, second) => sum + answeredIn(second) + unansweredIn(second) + second.dropped, 0);
    const outstanding = own.at(-1)?.inFlight?.[1] ?? 0;
    if (sent + outstanding >= leastSentShare * planned) return undefined;
    return `the watch sent ${sent + outstanding} of ${Math.round(planned)} planned requests`;
  }

  #atFault(fault: string): Pick<Look, 'readings' | 'fault'> {
    return { ...this.#without({ noData: fault }), fault };
  }

  #without(reason: { readonly noData: string; readonly isEarly?: true }): Pick<Look, 'readings'> {
    return { readings: this.#figures.map((figure) => ({ figure, ...reason })) };
  }
}

/** 1 when anything was answered, 0 when something was asked and nothing was answered, no value when nothing was asked. */
function readUp(seconds: readonly WatchSecond[], upMicros: number): Reading {
  const figure: WatchedFigure = { kind: 'up' };
  const answered = seconds.reduce((sum, second) => sum + answeredIn(second), 0);
  if (answered > 0) return { figure, value: 1, n: answered };
  const failed = seconds.reduce((sum, second) => sum + unansweredIn(second), 0);
  if (failed > 0) return { figure, value: 0, n: failed };
  const isWaiting = seconds.every(isAsked) && spanMicros(seconds) >= upMicros;
  return isWaiting ? { figure, value: 0, n: 0 } : { figure, noData: 'no request ended' };
}

function without(figure: WatchedFigure, noData: string, isFilling: boolean): Reading {
  return isFilling ? { figure, noData: stillFilling, isEarly: true } : { figure, noData };
}
