import process from 'node:process';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import type { Clock } from '../../clock.ts';
import { buildTraffic } from '../../plan/build-plan.ts';
import { createPartRecorder, type PartRecorder } from '../../recorder/part-recorder.ts';
import { createSampleLog, type SampleLog } from '../../recorder/sample-log.ts';
import { memoryOf } from '../../recorder/slice-part.ts';
import { microsPerMilli } from '../../units.ts';
import { collectGarbage } from '../adapters/collect-garbage.ts';
import type { ShareResult } from '../engine.ts';
import { runShare } from '../run-share.ts';
import { SharedCounters } from '../shared-counters.ts';
import type { FromThread, ThreadOrder, ToThread } from './messages.ts';
import { monotonicMicros } from './monotonic-clock.ts';
import { reportProblem } from './problem-report.ts';

const tickMillis = 250;

/** One engine thread: it carries its share of a run, records it, and tells each second to the thread that started it. */
class Thread {
  private readonly order: ThreadOrder;
  private readonly port: MessagePort;
  private readonly clock: Clock;
  private readonly recorder: PartRecorder;
  private readonly log: SampleLog | undefined;
  private readonly abort = new AbortController();
  private isSteady = false;
  private isFirstPhase = true;
  private endMicros = Infinity;
  private onStart: (startMicros: number) => void = () => undefined;

  constructor(order: ThreadOrder, port: MessagePort) {
    this.order = order;
    this.port = port;
    this.clock = clockOf(order);
    const { limits, checkNames, judgedOn, faults, samplesOfRun } = order;
    this.recorder = createPartRecorder({
      limits,
      checkNames,
      judgedOn,
      ...(faults === undefined ? {} : { faults }),
      onPart: (part) => this.tell({ kind: 'part', part }, memoryOf(part)),
    });
    this.log =
      samplesOfRun === undefined
        ? undefined
        : createSampleLog(this.recorder, samplesOfRun, (text) => this.tell({ kind: 'samples', text }));
    port.on('message', (message: ToThread) => this.hear(message));
  }

  async run(): Promise<void> {
    const ticker = setInterval(() => this.recorder.tick(this.clock.nowMicros()), tickMillis);
    try {
      const result = await this.drive();
      for (const phase of ['warmup', 'measure'] as const) {
        const span = result.phases[phase];
        if (span !== undefined) this.recorder.endPhase(phase, span.endMicros);
      }
      const phases = this.recorder.snapshot();
      this.log?.flush();
      this.tell({ kind: 'ended', result, phases });
    } catch (error) {
      this.tell({ kind: 'failed', problem: reportProblem(error) });
    } finally {
      clearInterval(ticker);
      this.port.unref();
    }
  }

  private drive(): Promise<ShareResult> {
    const { scenario, corpus, replay, share, counters, answers, url, addresses, secrets, tls, nonce, pace } =
      this.order;
    return runShare(buildTraffic(scenario, corpus, replay), {
      clock: this.clock,
      sink: this.log ?? this.recorder,
      url,
      secrets,
      ...(tls === undefined ? {} : { tls }),
      nonce,
      pace,
      signal: this.abort.signal,
      isSteady: () => this.isSteady,
      endMicros: () => this.endMicros,
      onPhase: async (phase, nowMicros) => {
        const started = new Promise<number>((resolve) => {
          this.onStart = resolve;
        });
        this.abort.signal.addEventListener('abort', () => this.onStart(nowMicros), { once: true });
        collectGarbage(this.isFirstPhase ? 'all' : 'young');
        this.isFirstPhase = false;
        this.tell({ kind: 'ready', phase, nowMicros });
        const startMicros = await started;
        this.recorder.startPhase(phase, startMicros);
        return startMicros;
      },
      crew: { share, counters: new SharedCounters(counters, share.count), answers, addresses },
    });
  }

  private hear(message: ToThread): void {
    switch (message.kind) {
      case 'start':
        this.onStart(message.startMicros);
        return;
      case 'steady':
        this.isSteady = true;
        return;
      case 'end':
        this.endMicros = message.endMicros;
        return;
      case 'abort':
        this.abort.abort();
    }
  }

  private tell(message: FromThread, memory: ArrayBuffer[] = []): void {
    this.port.postMessage(message, memory);
  }
}

function ownMicros(): number {
  return performance.now() * microsPerMilli;
}

/** This thread's own clock, moved so that it says what the run's clock says: reading it costs less than the system's. */
function clockOf({ clockOffsetMicros }: ThreadOrder): Clock {
  const offset = monotonicMicros() + clockOffsetMicros - ownMicros();
  return { name: 'performance.now', nowMicros: () => ownMicros() + offset, wallMillis: () => Date.now() };
}

if (parentPort !== null) {
  process.on('uncaughtException', (error) => {
    const message: FromThread = { kind: 'failed', problem: reportProblem(error) };
    parentPort?.postMessage(message);
  });
  const order: ThreadOrder = workerData;
  void new Thread(order, parentPort).run();
}
