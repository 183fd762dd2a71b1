import { Worker } from 'node:worker_threads';
import type { Plan } from '../../plan/plan.ts';
import { addChecks } from '../../plan/sequence-check.ts';
import type { ClosedSlice } from '../../recorder/closed-slice.ts';
import { combineHealth } from '../../recorder/combine-health.ts';
import { mergePhases } from '../../recorder/merge-phases.ts';
import type { PhaseParts } from '../../recorder/phase-part.ts';
import { SliceCollector } from '../../recorder/slice-collector.ts';
import type { PhaseName } from '../../recorder/sample.ts';
import type { RunEnd } from '../../recorder/snapshot.ts';
import { loadModel } from '../../scenario/scenario.ts';
import { parseTargetUrl, resolveAddresses } from '../adapters/target-address.ts';
import { answerMemoryBytes } from '../answer-memory.ts';
import type { EngineResult, ShareResult } from '../engine.ts';
import type { RecordedRun, RecordedRunOptions } from '../recorded-run.ts';
import { promisedInFlight } from '../executors/create-executor.ts';
import { ProcessHealthMeter } from '../process-health.ts';
import { sharedCountersBytes } from '../shared-counters.ts';
import type { FromThread, ThreadOrder, ToThread } from './messages.ts';
import { monotonicMicros } from './monotonic-clock.ts';
import { restoreProblem } from './problem-report.ts';

const ends: readonly RunEnd[] = ['completed', 'target-lost', 'aborted'];
/** From the moment that all threads are ready until a phase starts, so that each has heard of it. */
const startDelayMicros = 2_000;
/** From the moment that a phase is to end early until it does, so that each thread has heard of it and all stop at the same arrival. */
const endDelayMicros = 100_000;
/** Room for young objects: more of it made pauses no shorter and requests no cheaper, and took memory. */
const youngGenerationMb = 16;

/**
 * Drives the users of a plan on threads of their own. The sequence stays one sequence: the threads take its numbers from one counter
 * (closed load) or in turn (open load), start each phase at the same moment, and their histograms are added.
 * @throws what a thread threw; then all threads were ended.
 */
export async function runThreads(plan: Plan, options: RecordedRunOptions): Promise<RecordedRun> {
  const run = new ThreadsRun(plan, options);
  try {
    return await run.run();
  } finally {
    await run.close();
  }
}

type Ended = { readonly result: ShareResult; readonly phases: PhaseParts };

class ThreadsRun {
  private readonly plan: Plan;
  private readonly options: RecordedRunOptions;
  private readonly meter: ProcessHealthMeter;
  private readonly collector: SliceCollector;
  private readonly workers: Worker[] = [];
  private readonly ended: (Ended | undefined)[];
  private ready = 0;
  private isEnough = false;
  private resolve: (ended: readonly Ended[]) => void = () => undefined;
  private reject: (error: unknown) => void = () => undefined;

  constructor(plan: Plan, options: RecordedRunOptions) {
    this.plan = plan;
    this.options = options;
    this.meter = new ProcessHealthMeter(options.clock);
    this.ended = Array.from({ length: options.threads }, () => undefined);
    this.collector = new SliceCollector({
      threads: options.threads,
      judgedOn: options.judgedOn,
      watched: options.onLive !== undefined,
      onSlice: (slice) => this.takeSlice(slice),
    });
  }

  async run(): Promise<RecordedRun> {
    const { signal, onLive } = this.options;
    onLive?.(() => this.collector.live());
    const addresses = await resolveAddresses(parseTargetUrl(this.options.url));
    this.meter.start();
    const onAbort = (): void => this.tellAll({ kind: 'abort' });
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      const ended = await new Promise<readonly Ended[]>((resolve, reject) => {
        this.resolve = resolve;
        this.reject = reject;
        for (const order of this.orders(addresses)) this.startThread(order);
        if (signal.aborted) onAbort();
      });
      this.collector.finish();
      return this.combine(ended);
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }

  private orders(addresses: readonly string[]): ThreadOrder[] {
    const { threads, clock, url, secrets, tls, nonce, pace, limits, checkNames, judgedOn, faults, samplesOfRun } =
      this.options;
    const { scenario, corpus, replay } = this.plan;
    const remembered = scenario.checks.sameAnswerOnHit ? corpus.queries.length : 0;
    const common = {
      counters: new SharedArrayBuffer(sharedCountersBytes(threads)),
      answers: new SharedArrayBuffer(answerMemoryBytes(remembered)),
      scenario,
      corpus,
      ...(replay === undefined ? {} : { replay }),
      url,
      addresses,
      secrets,
      ...(tls === undefined ? {} : { tls }),
      nonce,
      pace,
      limits,
      checkNames,
      judgedOn,
      ...(faults === undefined ? {} : { faults }),
      ...(samplesOfRun === undefined ? {} : { samplesOfRun }),
      clockOffsetMicros: clock.nowMicros() - monotonicMicros(),
    };
    return Array.from({ length: threads }, (_, index) => ({ ...common, share: { index, count: threads } }));
  }

  private startThread(order: ThreadOrder): void {
    const { index } = order.share;
    const worker = new Worker(new URL('thread-program.js', import.meta.url), {
      workerData: order,
      name: `engine-${index + 1}`,
      resourceLimits: { maxYoungGenerationSizeMb: youngGenerationMb },
    });
    this.workers.push(worker);
    worker.on('message', (message: FromThread) => this.hear(index, message));
    worker.on('error', (error) => this.reject(error));
    worker.on('exit', (code) => {
      if (this.ended[index] === undefined) this.reject(new Error(`Engine thread ${index + 1} ended with code ${code}`));
    });
  }

  private hear(thread: number, message: FromThread): void {
    switch (message.kind) {
      case 'ready':
        this.ready++;
        if (this.ready === this.options.threads) void this.startPhase(message.phase).catch(this.reject);
        return;
      case 'part':
        this.collector.add(message.part);
        return;
      case 'samples':
        this.options.onSamples?.(message.text);
        return;
      case 'ended':
        this.takeEnd(thread, message);
        return;
      case 'failed':
        this.reject(restoreProblem(message.problem));
    }
  }

  private async startPhase(phase: PhaseName): Promise<void> {
    const { clock, onPhase } = this.options;
    this.ready = 0;
    this.collector.startPhase(phase);
    const nowMicros = await onPhase(phase, clock.nowMicros());
    if (phase === 'measure') this.meter.start();
    this.tellAll({ kind: 'start', startMicros: nowMicros + startDelayMicros });
  }

  private takeSlice(slice: ClosedSlice): void {
    this.options.onSlice(slice);
    if (slice.phase === 'warmup' && this.options.isSteady(this.collector.told('warmup').slices))
      this.tellAll({ kind: 'steady' });
    if (slice.phase === 'measure' && !this.isEnough && this.options.isEnough?.(slice) === true) {
      this.isEnough = true;
      this.tellAll({ kind: 'end', endMicros: this.options.clock.nowMicros() + endDelayMicros });
    }
  }

  /** One thread that was aborted or lost the target ends the others as well. */
  private takeEnd(thread: number, end: Ended): void {
    this.ended[thread] = end;
    if (end.result.ended !== 'completed') this.tellAll({ kind: 'abort' });
    const all = this.ended.filter((each) => each !== undefined);
    if (all.length === this.options.threads) this.resolve(all);
  }

  private tellAll(message: ToThread): void {
    for (const worker of this.workers) worker.postMessage(message);
  }

  private combine(ended: readonly Ended[]): RecordedRun {
    const results = ended.map(({ result }) => result);
    const lost = results.some((result) => result.ended === 'target-lost') && !this.options.signal.aborted;
    const { collector, plan, meter } = this;
    return {
      result: {
        ended: lost
          ? 'target-lost'
          : (ends[Math.max(...results.map((result) => ends.indexOf(result.ended)))] ?? 'aborted'),
        health: {
          ...combineHealth(
            results.map(({ health }) => health),
            meter.stop(),
            promisedInFlight(plan),
          ),
          pace: this.options.pace,
        },
        sentCheck: addChecks(results.map(({ sentCheck }) => sentCheck)),
        ...(loadModel(plan.scenario.load) === 'open' && !tookInTurn(ended) ? { hasGaps: true as const } : {}),
        started: {
          warmup: results.reduce((sum, { started }) => sum + started.warmup, 0),
          measure: results.reduce((sum, { started }) => sum + started.measure, 0),
        },
        phases: {
          ...spanOf(results, 'warmup'),
          ...spanOf(results, 'measure'),
        },
      },
      phases: {
        warmup: mergePhases(
          ended.map(({ phases }) => phases.warmup),
          collector.told('warmup'),
        ),
        measure: mergePhases(
          ended.map(({ phases }) => phases.measure),
          collector.told('measure'),
        ),
      },
    };
  }
}

/** Whether the threads, which take the arrivals of an open load in turn, all came to the same one. */
function tookInTurn(ended: readonly Ended[]): boolean {
  const taken = ended.map(({ result, phases }) => result.started.measure + phases.measure.dropped);
  const total = taken.reduce((sum, count) => sum + count, 0);
  return taken.every((count, index) => count === Math.ceil((total - index) / taken.length));
}

/** From the common start until the last start of any thread; nothing when no thread ran the phase. */
function spanOf(results: readonly ShareResult[], phase: PhaseName): EngineResult['phases'] {
  const spans = results.flatMap(({ phases }) => {
    const span = phases[phase];
    return span === undefined ? [] : [span];
  });
  if (spans.length === 0) return {};
  return {
    [phase]: {
      startMicros: Math.min(...spans.map(({ startMicros }) => startMicros)),
      endMicros: Math.max(...spans.map(({ endMicros }) => endMicros)),
    },
  };
}
