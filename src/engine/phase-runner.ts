import type { Executor, ExecutorScope } from './executors/executor.ts';
import { openConnections } from './open-connections.ts';
import { AlarmPacer, type Pacer } from './pacer.ts';
import { PrecisePacer } from './precise-pacer.ts';
import type { Pace } from '../recorder/snapshot.ts';
import type { RequestStarter } from './request-starter.ts';
import type { Traffic } from './traffic.ts';
import type { VirtualUser } from './virtual-user.ts';
import type { RunEnd } from '../recorder/snapshot.ts';
import { microsPerSecond } from '../units.ts';

/** What a phase is run with. */
export type PhaseSetup = {
  readonly traffic: Traffic;
  readonly pace: Pace;
  readonly starter: RequestStarter;
  readonly thinkMicros: (user: number, index: number) => number;
  readonly createExecutor: (scope: ExecutorScope) => Executor;
  /** How long outstanding requests may take after the last start before they are interrupted; Infinity: until they end. */
  readonly gracefulStopMicros: number;
  readonly signal: AbortSignal;
  /** Awaited when connections are open and nothing was sent; says when the phase starts, at `nowMicros` or later. */
  readonly onStart: (nowMicros: number) => Promise<number> | number;
  /** Asked every 5 ms: from when on nothing is started any more, if earlier than planned; Infinity: as planned. */
  readonly endMicros?: () => number;
  /** Asked every second; true ends the phase early. */
  readonly isSteady?: () => boolean;
};

/** How a phase ended; no span when it was not begun. */
export type PhaseEnd = {
  readonly ended: RunEnd;
  readonly span?: { readonly startMicros: number; readonly endMicros: number };
};

const housekeepingMillis = 5;
const observationMicros = 100_000;

/**
 * Prepares a phase; what is returned runs it to its end: opens the connections, lets the executor start requests until its end, waits for
 * the outstanding ones, and leaves nothing outstanding and no timer behind. Aborting ends it at once.
 *
 * Both phases are prepared before the first one is run, because the runtime compiles what it has seen: were the second one's parts new to
 * it, it would throw away half of what it compiled during the warm-up, and the measured phase would begin with slow code.
 */
export function preparePhase(setup: PhaseSetup): () => Promise<PhaseEnd> {
  const runner = new PhaseRunner(setup);
  return () => runPhase(setup, runner);
}

async function runPhase(setup: PhaseSetup, runner: PhaseRunner): Promise<PhaseEnd> {
  await openConnections(setup.traffic, runner.users, setup.signal);
  if (setup.signal.aborted) return { ended: 'aborted' };
  const { clock } = setup.traffic;
  const startMicros = await setup.onStart(clock.nowMicros());
  if (setup.signal.aborted) return { ended: 'aborted', span: { startMicros, endMicros: startMicros } };
  const ended = await runner.run(startMicros);
  return {
    ended,
    span: { startMicros, endMicros: Math.max(startMicros, runner.lastStartMicros) },
  };
}

/**
 * A pacer and a timer drive a phase: the pacer, for starts, and housekeeping every 5 ms, for time-outs, observations and ends.
 * So a time-out is noticed, and ends its request, up to 5 ms after its deadline.
 *
 * Users in flight are observed every 100 ms from when all users have started until the last start: before and after,
 * a shortfall would be the plan's and not the generator's. The first thread observes those of all threads.
 */
class PhaseRunner {
  private readonly setup: PhaseSetup;
  private readonly executor: Executor;
  private readonly pacer: Pacer;
  private timer: NodeJS.Timeout | undefined = undefined;
  /** Before the phase as well as after it. */
  private over = true;
  private nextExpiry = 0;
  private nextObservation = 0;
  private nextSteadyCheck = 0;
  private resolve: (ended: RunEnd) => void = () => undefined;
  private reject: (error: unknown) => void = () => undefined;

  constructor(setup: PhaseSetup) {
    this.setup = setup;
    const { traffic, starter, thinkMicros } = setup;
    this.pacer = this.createPacer();
    const { pacer } = this;
    this.executor = setup.createExecutor({ traffic, starter, share: traffic.share, thinkMicros, pacer });
  }

  get users(): number {
    return this.executor.users;
  }

  get lastStartMicros(): number {
    return this.executor.lastStartMicros;
  }

  async run(startMicros: number): Promise<RunEnd> {
    const { traffic, starter, signal } = this.setup;
    const onAbort = (): void => this.guard(() => this.stop('aborted'));
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      return await new Promise<RunEnd>((resolve, reject) => {
        this.resolve = resolve;
        this.reject = reject;
        traffic.beginPhase(starter.phase);
        traffic.listener = this;
        traffic.onCrash = reject;
        this.guard(() => this.begin(startMicros));
      });
    } finally {
      signal.removeEventListener('abort', onAbort);
      this.cleanUp();
    }
  }

  private createPacer(): Pacer {
    const { traffic, pace } = this.setup;
    const { clock, alarm, idle, connections } = traffic;
    if (pace === 'economical') return new AlarmPacer({ clock, alarm, sleeper: this });
    return new PrecisePacer({
      clock,
      alarm,
      sleeper: this,
      afterTurn: setImmediate,
      activity: () => connections.turn.turns,
      onIdle: (micros) => {
        idle.micros += micros;
      },
    });
  }

  private begin(startMicros: number): void {
    this.over = false;
    this.executor.begin(startMicros);
    this.nextObservation = this.executor.observeFromMicros;
    this.nextSteadyCheck = startMicros + microsPerSecond;
    this.pacer.start();
    this.timer = setInterval(() => this.guard(() => this.keepHouse()), housekeepingMillis);
    this.wake(this.setup.traffic.clock.nowMicros());
  }

  /** Starts what is due. */
  wake(nowMicros: number): void {
    try {
      if (!this.over) this.pacer.wakeAt(this.executor.fire(nowMicros));
    } catch (error) {
      this.reject(error);
    }
  }

  /** A user's request has ended. */
  freed(user: VirtualUser, endMicros: number): void {
    if (!this.over) this.executor.freed(user, endMicros);
  }

  private keepHouse(): void {
    const { traffic, isSteady, endMicros } = this.setup;
    const now = traffic.clock.nowMicros();
    if (now >= this.nextExpiry) this.nextExpiry = Math.min(traffic.expire(now), now + traffic.timeoutMicros);
    traffic.tellVitality(now);
    if (now >= this.nextObservation && traffic.share.index === 0) this.observe(now);
    if (isSteady !== undefined && now >= this.nextSteadyCheck) {
      this.nextSteadyCheck += microsPerSecond;
      if (isSteady()) this.executor.stopAt(now);
    }
    if (endMicros !== undefined) this.executor.stopAt(endMicros());
    if (traffic.counters.isTargetLost) this.stop('target-lost');
    else this.finishWhenDone(now);
  }

  private observe(now: number): void {
    const { traffic, starter } = this.setup;
    if (this.executor.isExhausted || now >= this.executor.endMicros) return;
    this.nextObservation = Math.max(this.nextObservation + observationMicros, now);
    traffic.sink.observeInFlight(starter.phase, now, traffic.counters.inFlight);
  }

  private finishWhenDone(now: number): void {
    const { traffic, gracefulStopMicros } = this.setup;
    if (now >= this.executor.endMicros + gracefulStopMicros) traffic.interruptAll(now);
    const noMoreStarts = this.executor.isExhausted || now >= this.executor.endMicros;
    if (!noMoreStarts || traffic.inFlight > 0) return;
    // What was due before the end but is late is still sent, so that all threads come to the same arrival.
    this.wake(now);
    if (traffic.inFlight === 0) this.finish('completed');
  }

  /** Ends the phase now: what is outstanding is recorded as interrupted. */
  private stop(reason: RunEnd): void {
    if (this.over) return;
    const now = this.setup.traffic.clock.nowMicros();
    this.executor.stopAt(now);
    this.over = true;
    this.setup.traffic.interruptAll(now);
    this.finish(reason);
  }

  private finish(ended: RunEnd): void {
    this.cleanUp();
    this.resolve(ended);
  }

  private cleanUp(): void {
    this.over = true;
    clearInterval(this.timer);
    this.pacer.stop();
  }

  /** What is thrown in a timer or a callback is a bug; it rejects the run and so reaches the caller with its stack. */
  private guard(step: () => void): void {
    try {
      step();
    } catch (error) {
      this.reject(error);
    }
  }
}
