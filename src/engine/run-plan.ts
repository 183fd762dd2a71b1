import type { Plan } from '../plan/plan.ts';
import { SequenceCheck } from '../plan/sequence-check.ts';
import type { PhaseName } from '../recorder/sample.ts';
import type { RunEnd } from '../recorder/snapshot.ts';
import { startAlarm } from './adapters/alarm.ts';
import type { ConnectionShared } from './adapters/connection.ts';
import { parseTargetUrl, resolveAddresses } from './adapters/target-address.ts';
import { AnswerReader } from './answer-reader.ts';
import type { Engine, EngineOptions, EngineResult } from './engine.ts';
import { createExecutor, promisedInFlight } from './executors/create-executor.ts';
import { combineHealth } from '../recorder/combine-health.ts';
import { GeneratorHealthMeter } from './generator-health.ts';
import { ProcessHealthMeter } from './process-health.ts';
import { runPhase, type PhaseEnd } from './phase-runner.ts';
import { TurnClock } from '../turn-clock.ts';
import { RequestBytes, RequestWriter } from './request-bytes.ts';
import { RequestStarter } from './request-starter.ts';
import { Traffic } from './traffic.ts';
import { forgetSocketErrors, withSocketErrors } from './socket-errors.ts';
import { planWarmup } from './warm-up.ts';

const readBufferBytes = 65_536;

/**
 * Drives the users of a plan over sockets of their own: warm-up, until nothing is outstanding; then the measured phase;
 * then up to gracefulStop for what is outstanding. Always resolves, with every socket closed and no timer left.
 * @throws HitgateError (exit 2), before anything is sent, when a request cannot be made from the template; anything
 * that the sink, the plan or a callback throws.
 */
export const runPlan: Engine = async (plan, options) => {
  const traffic = await createTraffic(plan, options);
  try {
    return await new PlanRun(plan, options, traffic).run();
  } finally {
    await traffic.close();
  }
};

async function createTraffic(plan: Plan, options: EngineOptions): Promise<Traffic> {
  const { scenario } = plan;
  const target = parseTargetUrl(options.url);
  const { hostHeader, basePath } = target;
  const template = scenario.target.request;
  const writer = new RequestWriter({ template, secrets: options.secrets, hostHeader, basePath });
  const bytes = new RequestBytes(plan, writer, options.nonce);
  const reader = new AnswerReader(scenario, plan.corpus.queries.length);
  const connections: ConnectionShared = {
    clock: options.clock,
    turn: new TurnClock(options.clock.nowMicros, setImmediate),
    target,
    addresses: await resolveAddresses(target),
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
  });
}

class PlanRun {
  private readonly plan: Plan;
  private readonly options: EngineOptions;
  private readonly traffic: Traffic;
  private readonly check = new SequenceCheck();
  private readonly health = new GeneratorHealthMeter();
  private readonly processHealth: ProcessHealthMeter;
  private readonly started: Record<PhaseName, number> = { warmup: 0, measure: 0 };
  private readonly phases: { -readonly [Name in keyof EngineResult['phases']]: EngineResult['phases'][Name] } = {};

  constructor(plan: Plan, options: EngineOptions, traffic: Traffic) {
    this.plan = plan;
    this.options = options;
    this.traffic = traffic;
    this.processHealth = new ProcessHealthMeter(options.clock);
  }

  async run(): Promise<EngineResult> {
    this.startHealth();
    try {
      let ended: RunEnd = await this.warmUp();
      if (ended === 'completed') ended = await this.measure();
      return this.result(ended);
    } finally {
      this.health.close();
    }
  }

  private async warmUp(): Promise<RunEnd> {
    const { plan, options } = this;
    if (options.signal.aborted) return 'aborted';
    const warmup = planWarmup(plan);
    if (warmup === undefined) return 'completed';
    const starter = new RequestStarter({ phase: 'warmup', sequence: warmup.sequence, order: warmup.order });
    const end = await runPhase({
      traffic: this.traffic,
      starter,
      thinkMicros: warmup.thinks ? plan.thinkMicros : () => 0,
      createExecutor: warmup.createExecutor,
      gracefulStopMicros: Infinity,
      signal: options.signal,
      onStart: (startMicros) => options.onPhase('warmup', startMicros),
      ...(warmup.untilSteady ? { isSteady: options.isSteady } : {}),
    });
    return this.note(starter, end);
  }

  private async measure(): Promise<RunEnd> {
    const { plan, options, check } = this;
    const order = plan.scenario.workload.sequence;
    const starter = new RequestStarter({ phase: 'measure', sequence: plan.sequence, order, check });
    const end = await runPhase({
      traffic: this.traffic,
      starter,
      thinkMicros: plan.thinkMicros,
      createExecutor: (scope) => createExecutor(plan, scope),
      gracefulStopMicros: plan.scenario.load.gracefulStopMicros,
      signal: options.signal,
      onStart: async (startMicros) => {
        await options.onPhase('measure', startMicros);
        this.startHealth();
      },
    });
    return this.note(starter, end);
  }

  private startHealth(): void {
    forgetSocketErrors(this.traffic.connections.socketErrors);
    this.processHealth.start();
    this.health.start();
  }

  private note(starter: RequestStarter, end: PhaseEnd): RunEnd {
    this.started[starter.phase] = starter.started;
    if (end.span !== undefined) this.phases[starter.phase] = end.span;
    return end.ended;
  }

  private result(ended: RunEnd): EngineResult {
    return {
      ended,
      health: combineHealth(
        [withSocketErrors(this.health.stop(this.started.measure), this.traffic.connections.socketErrors)],
        this.processHealth.stop(),
        promisedInFlight(this.plan),
      ),
      sentCheck: this.check.toHex(),
      started: this.started,
      phases: this.phases,
    };
  }
}
