import { scenarioError } from '../../errors.ts';
import type { Plan } from '../../plan/plan.ts';
import { SequenceCheck } from '../../plan/sequence-check.ts';
import { combineHealth } from '../../recorder/combine-health.ts';
import type { PhaseName } from '../../recorder/sample.ts';
import type { RunEnd } from '../../recorder/snapshot.ts';
import { parseTargetUrl } from '../adapters/target-address.ts';
import { AnswerReader } from '../answer-reader.ts';
import type { Engine, EngineOptions, EngineResult } from '../engine.ts';
import { promisedInFlight } from '../executors/create-executor.ts';
import { GeneratorHealthMeter } from '../generator-health.ts';
import { ProcessHealthMeter } from '../process-health.ts';
import { RequestWriter } from '../request-bytes.ts';
import { runClientPhase } from './client-phase.ts';
import { ClientRequests } from './client-requests.ts';
import { ClientSequence } from './client-sequence.ts';
import { isClosedLoad, measuredPhase, warmupPhase, type ClosedLoad, type ClosedPhase } from './closed-phases.ts';
import { findUnsupported } from './find-unsupported.ts';

/**
 * Drives a closed load through autocannon's own client: the same sequence, warm-up, judgement and samples as hitgate's own engine, and
 * an independent way to the socket and back. Always resolves with every connection closed and no timer left.
 * @throws HitgateError (exit 2), before anything is sent, for what this client cannot do and for a request that cannot be made;
 * anything that the sink, the plan or a callback throws.
 */
export const runAutocannon: Engine = async (plan, options) => {
  const { load } = plan.scenario;
  const problems = findUnsupported(plan.scenario, options.url);
  if (problems.length > 0 || !isClosedLoad(load)) throw scenarioError(problems);
  return await new AutocannonRun(plan, load, options).run();
};

class AutocannonRun {
  private readonly plan: Plan;
  private readonly load: ClosedLoad;
  private readonly options: EngineOptions;
  private readonly reader: AnswerReader;
  private readonly requests: ClientRequests;
  private readonly check = new SequenceCheck();
  private readonly health = new GeneratorHealthMeter({ micros: 0 });
  private readonly processHealth: ProcessHealthMeter;
  private readonly started: Record<PhaseName, number> = { warmup: 0, measure: 0 };
  private readonly phases: { -readonly [Name in keyof EngineResult['phases']]: EngineResult['phases'][Name] } = {};

  constructor(plan: Plan, load: ClosedLoad, options: EngineOptions) {
    const { hostHeader, basePath } = parseTargetUrl(options.url);
    const template = plan.scenario.target.request;
    const writer = new RequestWriter({ template, secrets: options.secrets, hostHeader, basePath });
    this.plan = plan;
    this.load = load;
    this.options = options;
    this.reader = new AnswerReader(plan.scenario, plan.corpus.queries.length);
    this.requests = new ClientRequests(plan, writer, options.nonce);
    this.processHealth = new ProcessHealthMeter(options.clock);
  }

  async run(): Promise<EngineResult> {
    this.startHealth();
    try {
      const warmup = warmupPhase(this.plan, this.load);
      let ended: RunEnd = warmup === undefined ? 'completed' : await this.runPhase(warmup);
      if (ended === 'completed') ended = await this.runPhase(measuredPhase(this.plan, this.load));
      return this.result(ended);
    } finally {
      this.health.close();
    }
  }

  private async runPhase(bounds: ClosedPhase): Promise<RunEnd> {
    const { plan, options, reader, requests } = this;
    const { phase } = bounds;
    const measured = phase === 'measure';
    const sequence = new ClientSequence(bounds, measured ? this.check : undefined);
    const { ended, span } = await runClientPhase({
      url: options.url,
      timeoutMicros: plan.scenario.target.timeoutMicros,
      bounds,
      sequence,
      clock: options.clock,
      sink: options.sink,
      reader,
      requests,
      signal: options.signal,
      isSteady: options.isSteady,
      ...(measured && options.endMicros !== undefined ? { stopMicros: options.endMicros } : {}),
      onStart: async (nowMicros) => {
        const startMicros = await options.onPhase(phase, nowMicros);
        if (measured) this.startHealth();
        return startMicros;
      },
    });
    this.started[phase] = sequence.started;
    if (span !== undefined) this.phases[phase] = span;
    return ended;
  }

  private startHealth(): void {
    this.processHealth.start();
    this.health.start();
  }

  private result(ended: RunEnd): EngineResult {
    return {
      ended,
      health: combineHealth(
        [this.health.stop(this.started.measure)],
        this.processHealth.stop(),
        promisedInFlight(this.plan),
      ),
      sentCheck: this.check.toHex(),
      started: this.started,
      phases: this.phases,
    };
  }
}
