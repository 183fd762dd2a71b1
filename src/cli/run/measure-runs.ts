import { randomBytes } from 'node:crypto';
import type { CounterScrape, CounterScrapes } from '../../counters/counter-scrape.ts';
import type { EngineSettings } from '../../engine/choose-settings.ts';
import type { EngineResult } from '../../engine/engine.ts';
import type { RecordedEngine } from '../../engine/recorded-run.ts';
import type { TlsSettings } from '../../engine/tls-settings.ts';
import { limitCountersOf } from '../../judge/limit-counters.ts';
import { GateWatch } from '../../judge/sequential/gate-watch.ts';
import type { Plan, Prediction } from '../../plan/plan.ts';
import { predictHits } from '../../plan/predict.ts';
import { expectedCheck } from '../../plan/sequence-check.ts';
import type { ClosedSlice } from '../../recorder/closed-slice.ts';
import { FaultEdges, faultEdgesBytes } from '../../recorder/fault-edges.ts';
import type { RecordedFaults } from '../../recorder/fault-windows.ts';
import type { RecorderLive } from '../../recorder/recorder-live.ts';
import type { PhaseName } from '../../recorder/sample.ts';
import { sampleLogHeader } from '../../recorder/sample-log.ts';
import type { Snapshot } from '../../recorder/snapshot.ts';
import { isSteady } from '../../recorder/steadiness.ts';
import type { TargetTruth } from '../../report/run-report.ts';
import type { LiveView } from '../../reporters/live-view.ts';
import { activeCheckNames } from '../../scenario/active-check-names.ts';
import { loadModel, type Scenario } from '../../scenario/scenario.ts';
import { microsPerSecond } from '../../units.ts';
import type { CliEnvironment } from '../environment.ts';
import type { FaultTimeline } from '../faults/fault-timeline.ts';
import { refuseFaults } from '../faults/refuse-faults.ts';
import type { Progress } from '../progress.ts';
import type { OpenTarget } from './open-target.ts';

/** What the runs of a scenario gave. */
export type Measured = {
  readonly snapshots: readonly Snapshot[];
  readonly predictions: readonly Prediction[];
  /** The check of the sent sequence that the plan expects, by run; null where it cannot be computed. */
  readonly expectedChecks: readonly (string | null)[];
  /** One for each run that was measured to its end on a reference target. */
  readonly truth: readonly TargetTruth[];
  /** One for each run when the service's counters were looked at, otherwise none. */
  readonly scrapes: readonly CounterScrapes[];
};

/** What runs are measured with. */
export type MeasureOptions = {
  readonly engine: RecordedEngine;
  readonly environment: CliEnvironment;
  readonly target: OpenTarget;
  readonly secrets: Readonly<Record<string, string>>;
  readonly settings: EngineSettings;
  readonly tls: TlsSettings | undefined;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  readonly onSlice: (run: number, slice: ClosedSlice) => void;
  readonly onPhase?: (run: number, phase: PhaseName) => void;
  readonly appendSamples?: (text: string) => void;
  /** Makes the timeline of a run's faults; absent for commands that bring none about, which refuse scenarios with faults. */
  readonly createTimeline?: (run: number, edges: FaultEdges) => FaultTimeline;
  /** Looks at the service's own counters: right before the measured phase and after its last reply, never within it. */
  readonly scrape?: () => Promise<CounterScrape>;
  /** What the live line calls the run, in place of its number. */
  readonly label?: string;
};

/**
 * Runs the plan as often as its scenario says, each time with a fresh warm-up; no further run follows one that did not complete or that a gate
 * with `abortOnFail` ended.
 */
export async function measureRuns(plan: Plan, options: MeasureOptions): Promise<Measured> {
  if (options.createTimeline === undefined) refuseFaults(plan.scenario);
  const snapshots: Snapshot[] = [];
  const predictions: Prediction[] = [];
  const expectedChecks: (string | null)[] = [];
  const truth: TargetTruth[] = [];
  const scrapes: CounterScrapes[] = [];
  options.appendSamples?.(sampleLogHeader);
  for (let run = 1; run <= plan.scenario.runs; run += 1) {
    const { snapshot, result, before } = await measureOnce(plan, run, options);
    if (options.scrape !== undefined)
      scrapes.push({ before: before ?? notReached, after: await scrapeAfter(snapshot, options.scrape) });
    snapshots.push(snapshot);
    predictions.push(predictFor(plan, snapshot, result.started));
    expectedChecks.push(checkOf(plan, snapshot, result) ?? null);
    const seen = await options.target.reference?.readTruth();
    if (seen !== undefined && snapshot.ended === 'completed') truth.push(seen);
    if (snapshot.ended !== 'completed' || options.signal.aborted) break;
    if (snapshot.endedEarly?.by === 'abort-on-fail') break;
  }
  return { snapshots, predictions, expectedChecks, truth, scrapes };
}

const notReached: CounterScrape = { kind: 'failed', why: 'the run was ended' };

/** What was cut off still has requests on their way, so that no look would be of the same requests. */
function scrapeAfter({ ended }: Snapshot, scrape: () => Promise<CounterScrape>): Promise<CounterScrape> {
  return ended === 'aborted' ? Promise.resolve(notReached) : scrape();
}

async function measureOnce(
  plan: Plan,
  run: number,
  options: MeasureOptions,
): Promise<{ snapshot: Snapshot; result: EngineResult; before: CounterScrape | undefined }> {
  const { environment, target, secrets, tls, signal } = options;
  const { clock } = environment;
  let startedAt = new Date(clock.wallMillis()).toISOString();
  const { scenario } = plan;
  const watch = GateWatch.isNeeded(scenario) ? new GateWatch(scenario) : undefined;
  const faults = recordedFaults(scenario);
  const timeline = faults === undefined ? undefined : options.createTimeline?.(run, new FaultEdges(faults.edges));
  let before: CounterScrape | undefined;
  let live: (() => RecorderLive | undefined) | undefined;
  options.progress.start(() => liveView(plan, { run, label: options.label }, { live: live?.(), watch }));
  try {
    const { result, phases } = await options.engine(plan, {
      ...options.settings,
      clock,
      url: target.url,
      secrets,
      ...(tls === undefined ? {} : { tls }),
      nonce: randomBytes(4).toString('hex'),
      signal,
      limits: limitCountersOf(scenario),
      checkNames: activeCheckNames(scenario.checks),
      judgedOn: loadModel(scenario.load) === 'open' ? 'response' : 'service',
      onSlice: (slice) => options.onSlice(run, slice),
      ...(faults === undefined ? {} : { faults }),
      ...(watch === undefined
        ? {}
        : { isEnough: (second) => isBefore(second, plan.plannedMicros) && watch.take(second) }),
      onPhase: async (phase) => {
        options.onPhase?.(run, phase);
        if (phase === 'measure') {
          before = await options.scrape?.();
          await target.reference?.resetTruth();
          startedAt = new Date(clock.wallMillis()).toISOString();
        }
        const nowMicros = clock.nowMicros();
        if (phase === 'measure') timeline?.start(nowMicros);
        return nowMicros;
      },
      isSteady,
      ...(options.progress.isLive
        ? {
            onLive: (view) => {
              live = view;
            },
          }
        : {}),
      ...(options.appendSamples === undefined ? {} : { samplesOfRun: run, onSamples: options.appendSamples }),
    });
    await timeline?.stop();
    const snapshot: Snapshot = {
      run,
      startedAt,
      ...phases,
      generator: result.health,
      sentCheck: result.sentCheck,
      ended: result.ended,
      ...(watch?.end === undefined ? {} : { endedEarly: watch.end }),
      ...(timeline === undefined ? {} : { faults: timeline.records(result.phases.measure?.startMicros ?? 0) }),
    };
    return { snapshot, result, before };
  } finally {
    options.progress.stop();
    await timeline?.stop();
  }
}

/** Memory for the edges of a scenario's faults, which all threads see; undefined without faults. */
function recordedFaults({ faults = [] }: Scenario): RecordedFaults | undefined {
  if (faults.length === 0) return undefined;
  return { names: faults.map(({ name }) => name), edges: new SharedArrayBuffer(faultEdgesBytes(faults.length)) };
}

/** Whether a phase of planned length still goes on after a second of it. */
function isBefore({ slice }: ClosedSlice, plannedMicros: number): boolean {
  return (slice.second + 1) * microsPerSecond < plannedMicros;
}

/**
 * The check that the plan expects. Not known for an open load that was cut off: its threads take arrivals in turn and may then have come
 * to different ones; one that was ended early stops all threads at the same arrival, unless one of them heard of it too late.
 */
function checkOf(plan: Plan, snapshot: Snapshot, { started, hasGaps }: EngineResult): string | undefined {
  const { measure, ended, endedEarly } = snapshot;
  const isCut = ended !== 'completed' || (endedEarly !== undefined && hasGaps === true);
  if (isCut && loadModel(plan.scenario.load) === 'open') return undefined;
  return expectedCheck(plan, started.measure + measure.dropped);
}

function predictFor(plan: Plan, { measure }: Snapshot, started: EngineResult['started']): Prediction {
  const seconds = measure.durationMicros / microsPerSecond;
  return predictHits(plan, {
    requests: started.measure,
    warmupRequests: started.warmup,
    ...(seconds > 0 && started.measure > 0 ? { ratePerSecond: started.measure / seconds } : {}),
  });
}

type Named = { readonly run: number; readonly label: string | undefined };
type Live = { readonly live: RecorderLive | undefined; readonly watch: GateWatch | undefined };

function liveView(plan: Plan, { run, label }: Named, { live, watch }: Live): LiveView | undefined {
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
    ...(label === undefined ? {} : { label }),
    ...(live.phase === 'measure' && plan.scenario.untilDecided === true && watch !== undefined
      ? { openGates: watch.open }
      : {}),
  };
}
