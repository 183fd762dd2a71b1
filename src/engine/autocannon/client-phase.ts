import autocannon from 'autocannon';
import type { Clock } from '../../clock.ts';
import { createSample, type Sample, type SampleSink } from '../../recorder/sample.ts';
import type { RunEnd } from '../../recorder/snapshot.ts';
import { microsPerSecond } from '../../units.ts';
import type { AnswerReader } from '../answer-reader.ts';
import type { PhaseEnd } from '../phase-runner.ts';
import { isConnectionLoss, TargetLoss } from '../target-loss.ts';
import { clientOptions } from './client-options.ts';
import { ClientReply } from './client-reply.ts';
import type { ClientSequence } from './client-sequence.ts';
import type { ClientRequests } from './client-requests.ts';
import { ClientUser } from './client-user.ts';
import type { ClosedPhase } from './closed-phases.ts';

/** What a phase is run with. */
export type ClientPhaseSetup = {
  readonly url: string;
  readonly timeoutMicros: number;
  readonly bounds: ClosedPhase;
  readonly sequence: ClientSequence;
  readonly clock: Clock;
  readonly sink: SampleSink;
  readonly reader: AnswerReader;
  readonly requests: ClientRequests;
  readonly signal: AbortSignal;
  readonly isSteady: () => boolean;
  /** Asked every 5 ms: from when on nothing is started any more, if earlier than planned. */
  readonly stopMicros?: () => number;
  /** Awaited before the first connection is opened; says when the phase starts. */
  readonly onStart: (nowMicros: number) => Promise<number> | number;
};

const housekeepingMillis = 5;
const observationMicros = 100_000;

/** Runs one phase with clients of its own and leaves no connection and no timer behind. Aborting ends it at once. */
export async function runClientPhase(setup: ClientPhaseSetup): Promise<PhaseEnd> {
  const { signal, clock } = setup;
  if (signal.aborted) return { ended: 'aborted' };
  const startMicros = await setup.onStart(clock.nowMicros());
  const phase = new ClientPhase(setup);
  const ended = signal.aborted ? 'aborted' : await phase.run();
  return { ended, span: { startMicros, endMicros: Math.max(startMicros, phase.lastStartMicros) } };
}

/** All users start at once: autocannon opens its connections in one go and each client sends as soon as it is open. */
class ClientPhase {
  private readonly setup: ClientPhaseSetup;
  private readonly users: ClientUser[] = [];
  private readonly loss = new TargetLoss();
  private readonly sample: Sample;
  private endMicros = Infinity;
  private lastBegunMicros = 0;
  private inFlight = 0;
  private closed = 0;
  private over = false;
  private nextObservation = 0;
  private nextSteadyCheck = 0;
  private resolve: (ended: RunEnd) => void = () => undefined;
  private reject: (error: unknown) => void = () => undefined;

  constructor(setup: ClientPhaseSetup) {
    this.setup = setup;
    this.sample = createSample(setup.bounds.phase);
  }

  /** When the last request could start, now that the phase has ended: its planned end, or its last start. */
  get lastStartMicros(): number {
    const { totalRequests, requestsPerUser } = this.setup.bounds;
    const byTime = totalRequests === Infinity && requestsPerUser === Infinity;
    return byTime && this.endMicros < Infinity ? this.endMicros : this.lastBegunMicros;
  }

  async run(): Promise<RunEnd> {
    const { signal, clock, bounds } = this.setup;
    const onAbort = (): void => this.stop('aborted');
    signal.addEventListener('abort', onAbort, { once: true });
    const ended = new Promise<RunEnd>((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    const now = clock.nowMicros();
    this.endMicros = now + bounds.lengthMicros;
    this.nextObservation = now;
    this.nextSteadyCheck = now + microsPerSecond;
    const timer = setInterval(() => this.guard(() => this.keepHouse()), housekeepingMillis);
    const load = this.startClients();
    try {
      return await ended;
    } finally {
      this.over = true;
      signal.removeEventListener('abort', onAbort);
      clearInterval(timer);
      load.stop();
      for (const user of this.users) user.stop();
      await load;
    }
  }

  private startClients(): autocannon.Instance {
    const { url, timeoutMicros, bounds, clock, reader, requests } = this.setup;
    const scope = {
      clock,
      reader,
      requests,
      timeoutMicros,
      sample: this.sample,
      startNext: (user: ClientUser, dueMicros: number) => this.startNext(user, dueMicros),
      mayStart: (user: ClientUser, atMicros: number) => this.mayStart(user, atMicros),
      ended: () => this.ended(),
      closed: () => void this.closed++,
      onCrash: (error: unknown) => this.reject(error),
    };
    return autocannon(
      clientOptions({
        url,
        users: bounds.users,
        timeoutMicros,
        setupClient: (client) =>
          void this.users.push(new ClientUser(this.users.length, client, { ...scope, reply: new ClientReply(reader) })),
      }),
    );
  }

  private mayStart(user: ClientUser, atMicros: number): boolean {
    return !this.over && atMicros < this.endMicros && this.setup.sequence.hasNext(user);
  }

  private startNext(user: ClientUser, dueMicros: number): boolean {
    if (!this.mayStart(user, dueMicros)) return false;
    this.setup.sequence.start(user, dueMicros);
    this.inFlight++;
    this.lastBegunMicros = this.setup.clock.nowMicros();
    return true;
  }

  private ended(): void {
    this.inFlight--;
    const { outcome, endMicros } = this.sample;
    if (isConnectionLoss(outcome)) this.loss.add(endMicros);
    else this.loss.clear();
    this.setup.sink.record(this.sample);
  }

  private keepHouse(): void {
    const { clock, bounds, isSteady, stopMicros } = this.setup;
    const now = clock.nowMicros();
    if (now >= this.nextObservation) this.observe(now);
    if (bounds.untilSteady && now >= this.nextSteadyCheck) {
      this.nextSteadyCheck += microsPerSecond;
      if (isSteady()) this.endMicros = Math.min(this.endMicros, now);
    }
    if (stopMicros !== undefined) this.endMicros = Math.min(this.endMicros, stopMicros());
    if (this.loss.isTargetLost(now)) this.stop('target-lost');
    else this.finishWhenDone(now);
  }

  private noMoreStarts(now: number): boolean {
    const { sequence, bounds } = this.setup;
    return now >= this.endMicros || this.closed >= bounds.users || sequence.isExhausted;
  }

  private observe(now: number): void {
    if (this.noMoreStarts(now)) return;
    this.nextObservation = Math.max(this.nextObservation + observationMicros, now);
    this.setup.sink.observeInFlight(this.setup.bounds.phase, now, this.inFlight);
  }

  private finishWhenDone(now: number): void {
    const { gracefulStopMicros } = this.setup.bounds;
    if (now >= this.endMicros + gracefulStopMicros) for (const user of this.users) user.stop();
    if (this.noMoreStarts(now) && this.inFlight === 0) this.resolve('completed');
  }

  /** Ends the phase now: what is outstanding is recorded as interrupted. */
  private stop(reason: RunEnd): void {
    if (this.over) return;
    this.guard(() => {
      this.over = true;
      this.endMicros = Math.min(this.endMicros, this.setup.clock.nowMicros());
      for (const user of this.users) user.stop();
      this.resolve(reason);
    });
  }

  private guard(step: () => void): void {
    try {
      step();
    } catch (error) {
      this.reject(error);
    }
  }
}
