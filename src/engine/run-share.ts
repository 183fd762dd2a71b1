import type { PlannedTraffic } from '../plan/plan.ts';
import { SequenceCheck } from '../plan/sequence-check.ts';
import type { RunEnd } from '../recorder/snapshot.ts';
import { startAlarm } from './adapters/alarm.ts';
import type { ConnectionShared } from './adapters/connection.ts';
import { parseTargetUrl, resolveAddresses } from './adapters/target-address.ts';
import { createTlsClient } from './adapters/tls-client.ts';
import { AnswerReader } from './answer-reader.ts';
import type { EngineOptions, ShareResult } from './engine.ts';
import { createExecutor } from './executors/create-executor.ts';
import { GeneratorHealthMeter } from './generator-health.ts';
import { preparePhase, type PhaseEnd } from './phase-runner.ts';
import { TurnClock } from '../turn-clock.ts';
import { RequestBytes, RequestWriter } from './request-bytes.ts';
import { RequestStarter } from './request-starter.ts';
import { wholeShare } from './share.ts';
import { SharedCounters, sharedCountersBytes } from './shared-counters.ts';
import { forgetSocketErrors, withSocketErrors } from './socket-errors.ts';
import { Traffic } from './traffic.ts';
import { planWarmup } from './warm-up.ts';

const readBufferBytes = 65_536;

/**
 * Drives this thread's share of the users of a plan over sockets of their own: warm-up, until nothing is outstanding; then the
 * measured phase; then up to gracefulStop for what is outstanding. Always ends with every socket closed and no timer left.
 * @throws HitgateError (exit 2), before anything is sent, when a request cannot be made from the template; anything
 * that the sink, the plan or a callback throws.
 */
export async function runShare(plan: PlannedTraffic, options: EngineOptions): Promise<ShareResult> {
  const traffic = await createTraffic(plan, options);
  try {
    return await new ShareRun(plan, options, traffic).run();
  } finally {
    await traffic.close();
  }
}

async function createTraffic(plan: PlannedTraffic, options: EngineOptions): Promise<Traffic> {
  const { scenario } = plan;
  const target = parseTargetUrl(options.url);
  const { hostHeader, basePath } = target;
  const template = scenario.target.request;
  const writer = new RequestWriter({ template, secrets: options.secrets, hostHeader, basePath });
  const bytes = new RequestBytes(plan, writer, options.nonce);
  const { crew } = options;
  const reader = new AnswerReader(scenario, plan.corpus.queries.length, crew?.answers);
  const connections: ConnectionShared = {
    clock: options.clock,
    turn: new TurnClock(options.clock.nowMicros, setImmediate),
    target,
    tls: createTlsClient(target, options.tls),
    addresses: crew?.addresses ?? (await resolveAddresses(target)),
    addressIndex: 0,
    socketErrors: {},
    scanner: {
      keepBody: reader.needsBody,
      head: template.method === 'HEAD',
      ...(reader.header === undefined ? {} : { wantedHeader: reader.header }),
    },
    readBuffer: Buffer.allocUnsafeSlow(readBufferBytes),
  };
  return new Traffic({
    alarm: await startAlarm(),
    clock: options.clock,
    sink: options.sink,
    plan,
    connections,
    reader,
    bytes,
    share: crew?.share ?? wholeShare,
    counters: crew?.counters ?? new SharedCounters(new ArrayBuffer(sharedCountersBytes(1)), 1),
  });
}

class ShareRun {
  private readonly plan: PlannedTraffic;
  private readonly options: EngineOptions;
  private readonly traffic: Traffic;
  private readonly check = new SequenceCheck();
  private readonly health: GeneratorHealthMeter;
  private started: ShareResult['started'] = { warmup: 0, measure: 0 };
  private readonly phases: { -readonly [Name in keyof ShareResult['phases']]: ShareResult['phases'][Name] } = {};

  constructor(plan: PlannedTraffic, options: EngineOptions, traffic: Traffic) {
    this.plan = plan;
    this.options = options;
    this.traffic = traffic;
    this.health = new GeneratorHealthMeter(traffic.idle);
  }

  async run(): Promise<ShareResult> {
    this.health.start();
    try {
      const warmUp = this.prepareWarmUp();
      const measure = this.prepareMeasured();
      let ended: RunEnd = this.options.signal.aborted ? 'aborted' : await warmUp();
      if (ended === 'completed') ended = await measure();
      return this.result(ended);
    } finally {
      this.health.close();
    }
  }

  private prepareWarmUp(): () => Promise<RunEnd> {
    const { plan, options } = this;
    const warmup = planWarmup(plan);
    if (warmup === undefined) return () => Promise.resolve('completed');
    const starter = new RequestStarter({
      phase: 'warmup',
      sequence: warmup.sequence,
      order: warmup.order,
      check: new SequenceCheck(),
      counters: this.traffic.counters,
    });
    const run = preparePhase({
      traffic: this.traffic,
      pace: options.pace,
      starter,
      thinkMicros: warmup.thinks ? plan.thinkMicros : () => 0,
      createExecutor: warmup.createExecutor,
      gracefulStopMicros: Infinity,
      signal: options.signal,
      onStart: (nowMicros) => options.onPhase('warmup', nowMicros),
      ...(warmup.untilSteady ? { isSteady: options.isSteady } : {}),
    });
    return async () => this.note(starter, await run());
  }

  private prepareMeasured(): () => Promise<RunEnd> {
    const { plan, options, check } = this;
    const order = plan.scenario.workload.sequence;
    const starter = new RequestStarter({
      phase: 'measure',
      sequence: plan.sequence,
      order,
      check,
      counters: this.traffic.counters,
    });
    const run = preparePhase({
      traffic: this.traffic,
      pace: options.pace,
      starter,
      thinkMicros: plan.thinkMicros,
      createExecutor: (scope) => createExecutor(plan, scope),
      gracefulStopMicros: plan.scenario.load.gracefulStopMicros,
      signal: options.signal,
      ...(options.endMicros === undefined ? {} : { endMicros: options.endMicros }),
      onStart: async (nowMicros) => {
        const startMicros = await options.onPhase('measure', nowMicros);
        forgetSocketErrors(this.traffic.connections.socketErrors);
        this.health.start();
        return startMicros;
      },
    });
    return async () => this.note(starter, await run());
  }

  private note(starter: RequestStarter, end: PhaseEnd): RunEnd {
    this.started = { ...this.started, [starter.phase]: starter.started };
    if (end.span !== undefined) this.phases[starter.phase] = end.span;
    return end.ended;
  }

  private result(ended: RunEnd): ShareResult {
    return {
      ended,
      health: withSocketErrors(this.health.stop(this.started.measure), this.traffic.connections.socketErrors),
      sentCheck: this.check.toHex(),
      started: this.started,
      phases: this.phases,
    };
  }
}
