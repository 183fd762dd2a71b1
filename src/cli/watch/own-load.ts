import { randomBytes } from 'node:crypto';
import type { EngineResult } from '../../engine/engine.ts';
import type { RecordedRunOptions } from '../../engine/recorded-run.ts';
import type { TlsSettings } from '../../engine/tls-settings.ts';
import type { Clock } from '../../clock.ts';
import { judgedLatency } from '../../judge/limit-counters.ts';
import { buildPlan } from '../../plan/build-plan.ts';
import type { Plan } from '../../plan/plan.ts';
import type { ClosedSlice } from '../../recorder/closed-slice.ts';
import { isSteady } from '../../recorder/steadiness.ts';
import type { WatchList } from '../../rules/watch-list.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { microsPerMilli, microsPerSecond } from '../../units.ts';
import { lightScenario, loadWords, type LightLoad } from '../../watch/light-scenario.ts';
import { WindowReader } from '../../watch/read-window.ts';
import { answeredIn, unansweredIn, watchSecondOf } from '../../watch/watch-second.ts';
import { plainUrl, type WatchSource } from './watch-source.ts';

/** What a light load of one's own is driven with. */
export type OwnLoadOptions = {
  /** Drives a plan; a stretch of a watch has no other result than how it ended. */
  readonly engine: (
    plan: Plan,
    options: RecordedRunOptions,
  ) => Promise<{ readonly result: Pick<EngineResult, 'ended'> }>;
  readonly clock: Clock;
  readonly scenario: Scenario;
  readonly url: string;
  readonly watch: WatchList;
  readonly load: LightLoad;
  readonly hasWarmup: boolean;
  readonly secrets: Readonly<Record<string, string>>;
  readonly tls: TlsSettings | undefined;
  /** The plan of the first stretch, of which the corpus and the log are taken for the others. */
  readonly firstPlan: Plan;
  /** Waits; ends early when the signal aborts. */
  readonly pause: (millis: number, signal: AbortSignal) => Promise<void>;
};

/** After so long the engine begins anew and forgets the seconds that it keeps for a report. */
const stretchMicros = 600 * microsPerSecond;
const firstBackOffMillis = 250;
const mostBackOffMillis = 5_000;
/** Over a request's own time-out. */
const staleAfterMicros = 10 * microsPerSecond;

/** A service watched by a light load that goes on for as long as it is wanted, in stretches, also while the service is away. */
export function createOwnLoad(options: OwnLoadOptions): WatchSource {
  const load = new OwnLoad(options);
  return {
    describe: () => ({ kind: 'own load', url: plainUrl(options.url), words: wordsOf(options) }),
    run: (signal) => load.run(signal),
    read: (nowMicros) => Promise.resolve(load.reader.read(nowMicros)),
  };
}

function wordsOf({ load, hasWarmup, scenario }: Pick<OwnLoadOptions, 'load' | 'hasWarmup' | 'scenario'>): string {
  return hasWarmup && scenario.warmup.kind !== 'none' ? `${loadWords(load)} after the warm-up` : loadWords(load);
}

class OwnLoad {
  readonly reader: WindowReader;
  readonly #options: OwnLoadOptions;
  #isWarm: boolean;
  #warmup = { answered: 0, unanswered: 0 };

  constructor(options: OwnLoadOptions) {
    this.#options = options;
    const { load, watch, scenario } = options;
    this.#isWarm = !options.hasWarmup;
    this.reader = new WindowReader(watch, {
      ...(load.kind === 'rate' ? { ratePerSecond: load.ratePerSecond } : {}),
      staleMicros: scenario.target.timeoutMicros + staleAfterMicros,
    });
  }

  async run(signal: AbortSignal): Promise<void> {
    let backOff = firstBackOffMillis;
    for (let number = 0; !signal.aborted; number += 1) {
      const isLost = await this.#drive(this.#planOf(number), signal);
      if (!isLost) {
        backOff = firstBackOffMillis;
        continue;
      }
      await this.#options.pause(Math.min(backOff, this.#mostBackOffMillis), signal);
      backOff *= 2;
    }
  }

  /** No longer than a third of the time that says whether the service can be reached, so that this is known all the time. */
  get #mostBackOffMillis(): number {
    return Math.min(mostBackOffMillis, this.reader.upMicros / microsPerMilli / 3);
  }

  #planOf(number: number): Plan {
    const { scenario, load, firstPlan } = this.#options;
    const stretch = { load, durationMicros: stretchMicros, number, hasWarmup: !this.#isWarm };
    return buildPlan(lightScenario(scenario, stretch), firstPlan.corpus, firstPlan.replay);
  }

  /** Drives one stretch. @returns whether the service was lost. */
  async #drive(plan: Plan, signal: AbortSignal): Promise<boolean> {
    const { engine, clock, url, secrets, tls } = this.#options;
    const judgedOn = judgedLatency(plan.scenario.load);
    this.#warmup = { answered: 0, unanswered: 0 };
    const { result } = await engine(plan, {
      threads: 1,
      pace: 'economical',
      clock,
      url,
      secrets,
      ...(tls === undefined ? {} : { tls }),
      nonce: randomBytes(4).toString('hex'),
      signal,
      limits: [],
      checkNames: [],
      judgedOn,
      onSlice: (slice) => this.#take(slice, judgedOn),
      onPhase: (phase) => {
        if (phase === 'measure') this.#endWarmup();
        return clock.nowMicros();
      },
      isSteady,
    });
    return result.ended === 'target-lost';
  }

  #take(slice: ClosedSlice, judgedOn: 'service' | 'response'): void {
    const second = watchSecondOf(slice, judgedOn);
    this.reader.ring.add(second);
    if (!second.isWarmup) return;
    this.#warmup.answered += answeredIn(second);
    this.#warmup.unanswered += unansweredIn(second);
  }

  /** A warm-up that was not answered filled no cache: it is tried again in the next stretch. */
  #endWarmup(): void {
    const { answered, unanswered } = this.#warmup;
    if (answered > unanswered) this.#isWarm = true;
  }
}
