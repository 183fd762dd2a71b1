import { randomBytes } from 'node:crypto';
import type { Engine } from '../../engine/engine.ts';
import { limitCountersOf } from '../../judge/limit-counters.ts';
import type { Plan, Prediction } from '../../plan/plan.ts';
import { predictHits } from '../../plan/predict.ts';
import { expectedCheck } from '../../plan/sequence-check.ts';
import type { ClosedSlice } from '../../recorder/closed-slice.ts';
import { createRecorder, type Recorder } from '../../recorder/recorder.ts';
import type { Snapshot } from '../../recorder/snapshot.ts';
import { isSteady } from '../../recorder/steadiness.ts';
import type { TargetTruth } from '../../report/run-report.ts';
import type { LiveView } from '../../reporters/live-view.ts';
import { activeCheckNames } from '../../scenario/active-check-names.ts';
import { loadModel } from '../../scenario/scenario.ts';
import type { CliEnvironment } from '../environment.ts';
import type { Progress } from '../progress.ts';
import type { OpenTarget } from './open-target.ts';
import { createSampleLog } from './sample-log.ts';

/** What the runs of a scenario gave. */
export type Measured = {
  readonly snapshots: readonly Snapshot[];
  readonly predictions: readonly Prediction[];
  /** The check of the sent sequence that the plan expects, by run; null where it cannot be computed. */
  readonly expectedChecks: readonly (string | null)[];
  /** One for each run that was measured to its end on a reference target. */
  readonly truth: readonly TargetTruth[];
};

/** What runs are measured with. */
export type MeasureOptions = {
  readonly engine: Engine;
  readonly environment: CliEnvironment;
  readonly target: OpenTarget;
  readonly secrets: Readonly<Record<string, string>>;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  readonly onSlice: (run: number, slice: ClosedSlice) => void;
  readonly appendSamples?: (text: string) => void;
};

const tickMillis = 250;

/** Runs the plan as often as its scenario says, each time with a fresh warm-up; ends early when a run does not complete. */
export async function measureRuns(plan: Plan, options: MeasureOptions): Promise<Measured> {
  const snapshots: Snapshot[] = [];
  const predictions: Prediction[] = [];
  const expectedChecks: (string | null)[] = [];
  const truth: TargetTruth[] = [];
  for (let run = 1; run <= plan.scenario.runs; run += 1) {
    const { snapshot, startedPerPhase } = await measureOnce(plan, run, options);
    snapshots.push(snapshot);
    predictions.push(predictFor(plan, snapshot, startedPerPhase));
    expectedChecks.push(expectedCheck(plan, startedPerPhase.measure, skippedIndices(plan, snapshot)) ?? null);
    const seen = await options.target.reference?.readTruth();
    if (seen !== undefined && snapshot.ended === 'completed') truth.push(seen);
    if (snapshot.ended !== 'completed' || options.signal.aborted) break;
  }
  return { snapshots, predictions, expectedChecks, truth };
}

type Started = { readonly warmup: number; readonly measure: number };

async function measureOnce(
  plan: Plan,
  run: number,
  options: MeasureOptions,
): Promise<{ snapshot: Snapshot; startedPerPhase: Started }> {
  const { environment, target, secrets, signal } = options;
  const { clock } = environment;
  let startedAt = new Date(clock.wallMillis()).toISOString();
  const recorder = createRecorder({
    limits: limitCountersOf(plan.scenario),
    checkNames: activeCheckNames(plan.scenario.checks),
    judgedOn: loadModel(plan.scenario.load) === 'open' ? 'response' : 'service',
    onSlice: (slice) => options.onSlice(run, slice),
  });
  const log = options.appendSamples === undefined ? undefined : createSampleLog(recorder, run, options.appendSamples);
  options.progress.start(() => liveView(plan, run, recorder));
  const ticker = setInterval(() => recorder.tick(clock.nowMicros()), tickMillis);
  try {
    const result = await options.engine(plan, {
      clock,
      sink: log ?? recorder,
      url: target.url,
      secrets,
      nonce: randomBytes(4).toString('hex'),
      signal,
      onPhase: async (phase, startMicros) => {
        if (phase === 'measure') {
          await target.reference?.resetTruth();
          startedAt = new Date(clock.wallMillis()).toISOString();
        }
        recorder.startPhase(phase, startMicros);
      },
      isSteady: () => isSteady(recorder.slices('warmup')),
    });
    for (const phase of ['warmup', 'measure'] as const) {
      const span = result.phases[phase];
      if (span !== undefined) recorder.endPhase(phase, span.endMicros);
    }
    const snapshot = {
      run,
      startedAt,
      ...recorder.snapshot(),
      generator: result.health,
      sentCheck: result.sentCheck,
      ended: result.ended,
    };
    return { snapshot, startedPerPhase: result.started };
  } finally {
    clearInterval(ticker);
    options.progress.stop();
    log?.flush();
  }
}

/** A replay lets the index of a dropped request go by; every other load sends the next index later. */
function skippedIndices({ scenario }: Plan, { measure }: Snapshot): number {
  return scenario.load.executor === 'replay' ? measure.dropped : 0;
}

function predictFor(plan: Plan, { measure }: Snapshot, started: Started): Prediction {
  const seconds = measure.durationMicros / 1_000_000;
  return predictHits(plan, {
    requests: started.measure,
    warmupRequests: started.warmup,
    ...(seconds > 0 && started.measure > 0 ? { ratePerSecond: started.measure / seconds } : {}),
  });
}

function liveView(plan: Plan, run: number, recorder: Recorder): LiveView | undefined {
  const live = recorder.live();
  if (live === undefined) return undefined;
  const planned = live.phase === 'measure' ? plan.plannedMicros : undefined;
  return {
    phase: live.phase,
    elapsedMicros: live.elapsedMicros,
    ...(planned === undefined || planned === Infinity ? {} : { plannedMicros: planned }),
    ratePerSecond: live.ratePerSecond ?? 0,
    inFlight: live.inFlight ?? 0,
    ...(live.hitRate === undefined ? {} : { hitRate: live.hitRate }),
    ...(live.hitP95Micros === undefined ? {} : { hitP95Micros: live.hitP95Micros }),
    ...(live.missP95Micros === undefined ? {} : { missP95Micros: live.missP95Micros }),
    failures: live.failed,
    dropped: live.dropped,
    run,
    runs: plan.scenario.runs,
  };
}
