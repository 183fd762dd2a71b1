import { activeCheckNames } from '../../src/scenario/active-check-names.ts';
import { judge } from '../../src/judge/judge.ts';
import { limitCountersOf } from '../../src/judge/limit-counters.ts';
import { RandomStream, streams } from '../../src/random.ts';
import { createHistogram, decodeHistogram } from '../../src/recorder/histogram.ts';
import { createRecorder } from '../../src/recorder/recorder.ts';
import { failureCode, outcomeCodes, type CacheClass, type FailureKind } from '../../src/recorder/sample.ts';
import type {
  ClassSnapshot,
  EncodedHistogram,
  GeneratorHealth,
  RunEnd,
  Snapshot,
} from '../../src/recorder/snapshot.ts';
import { settingOf } from '../../src/report/run-setting.ts';
import type { MachineFingerprint, RunReport, TargetIdentity, TargetTruth } from '../../src/report/run-report.ts';
import { loadModel, type Scenario } from '../../src/scenario/scenario.ts';
import type { Threshold } from '../../src/scenario/threshold.ts';
import { buildHealth } from '../recorder/build-worker.ts';
import { buildScenario, constantUsers, gate, type ScenarioParts } from '../plan/scenario-builder.ts';

/** What a test may say about the traffic of its report; everything else is a run that passes. */
type Traffic = {
  /** Seconds of the measured phase. */
  readonly seconds?: number;
  readonly ratePerSecond?: number;
  readonly hitRate?: number;
  readonly unknownRate?: number;
  /** Typical service times; each is multiplied by 0.85 to 1.15. */
  readonly hitMicros?: number;
  readonly missMicros?: number;
  /** Failures that come on top of the successes. */
  readonly failures?: Readonly<Partial<Record<FailureKind, number>>>;
  readonly dropped?: number;
  /** How late each request is sent. */
  readonly latenessMicros?: number;
  readonly users?: number;
};

/** What a test may say about its report. */
export type ReportParts = Partial<Omit<RunReport, 'scenario' | 'runs' | 'target'>> & {
  readonly scenario?: ScenarioParts;
  /** One for each run. */
  readonly traffic?: readonly Traffic[];
  readonly generator?: Partial<GeneratorHealth>;
  readonly ended?: RunEnd;
  readonly target?: Partial<TargetIdentity>;
};

/** A gate on the p95 of a class in milliseconds. */
export function latencyGate(cacheClass: CacheClass, limit: number): Threshold {
  return gate({
    selector: `http_req_duration{cache:${cacheClass}}`,
    metric: 'http_req_duration',
    tags: { cache: cacheClass },
    source: `p(95)<${limit}`,
    aggregation: { kind: 'quantile', quantile: 0.95 },
    operator: '<',
    limit,
  });
}

/** The gates of the plan: hit and miss p95, hit rate, errors, users, and the implicit one on unknown answers. */
export const planGates: readonly Threshold[] = [
  latencyGate('hit', 23),
  latencyGate('miss', 95),
  gate({ metric: 'cache_hit_rate' }),
  gate({ metric: 'http_req_failed', source: 'rate<0.01', operator: '<', limit: 0.01 }),
  gate({ metric: 'vus_in_flight', source: 'min>=100', aggregation: { kind: 'min' }, operator: '>=', limit: 100 }),
  gate({ metric: 'cache_unknown_rate', source: 'rate==0', operator: '==', limit: 0, implicit: true }),
];

const machine: MachineFingerprint = {
  cpuModel: 'AMD EPYC 7763',
  cores: 2,
  memoryBytes: 8_000_000_000,
  kernel: 'Linux 6.8.0 x64',
  nodeVersion: 'v20.20.2',
};

/** A report as a run would give it: real histograms from the recorder, the verdict from the judge. The same every time. */
export function buildReport(parts: ReportParts = {}): RunReport {
  const { scenario: scenarioParts, traffic = [{}], generator, ended = 'completed', target, ...rest } = parts;
  const scenario = buildScenario({
    name: 'sla',
    description: 'The SLA under 120 concurrent users',
    file: 'scenarios/sla.ts',
    thresholds: planGates,
    load: constantUsers(120),
    ...scenarioParts,
    runs: traffic.length,
  });
  const runs = traffic.map((each, index) =>
    buildSnapshot(scenario, each, { run: index + 1, ended, generator: generator ?? {} }),
  );
  const predictions = runs.map(({ measure: { requests } }) => {
    const hits = Math.round(requests * 0.91);
    const hitRate = requests === 0 ? 0 : hits / requests;
    return { requests, hits, misses: requests - hits, hitRate, model: 'unbounded', attainable: hitRate };
  });
  const aborted = parts.aborted ?? ended === 'aborted';
  const expectedChecks = runs.map(({ sentCheck }) => sentCheck ?? null);
  const identity = { url: 'http://127.0.0.1:8080', reference: false, version: '1.0.0', ...target };
  const { calibration } = parts;
  const setting = settingOf({ machine, target: identity, ...(calibration === undefined ? {} : { calibration }) });
  return {
    schemaVersion: '1.0',
    hitgateVersion: '0.1.0',
    id: '2026-01-31-120000-sla',
    startedAt: '2026-01-31T12:00:00.000Z',
    endedAt: '2026-01-31T12:00:40.000Z',
    scenario,
    plan: {
      digest: 'dd8629618092c64c3d9bf3e3924f0e342097db20ae053c2f96b1ca3d1d44497a',
      generator: 'philox4x32-10/1',
      seed: scenario.workload.seed,
      corpus: {
        file: 'fixtures/queries/compliance.jsonl',
        digest: 'c6e707b1659b73a14b44d0f33c97c7b99d2dcba79675ca71e03f40089bc34c7d',
        queries: 1_000,
      },
      predictions,
      expectedChecks,
    },
    machine,
    runs,
    verdict: judge({ scenario, snapshots: runs, predictions, expectedChecks, setting, aborted }),
    aborted,
    ...rest,
    target: identity,
  };
}

/** What a reference target would have kept of the same runs: equal counts, each service time `fasterMicros` shorter. */
export function truthOf({ runs }: RunReport, fasterMicros: number): TargetTruth[] {
  return runs.map(({ measure: { classes } }) => ({
    classes: {
      hit: truthOfClass(classes.hit, fasterMicros),
      miss: truthOfClass(classes.miss, fasterMicros),
      unknown: truthOfClass(classes.unknown, fasterMicros),
    },
    failures: 0,
  }));
}

function truthOfClass({ count, service }: ClassSnapshot, fasterMicros: number): TargetTruth['classes'][CacheClass] {
  return service === undefined ? { count } : { count, service: shortened(service, fasterMicros) };
}

function shortened(encoded: EncodedHistogram, byMicros: number): EncodedHistogram {
  const histogram = createHistogram();
  for (const { toMicros, count } of decodeHistogram(encoded).buckets())
    for (let index = 0; index < count; index += 1) histogram.record(Math.max(0, toMicros - byMicros));
  return histogram.encode();
}

type RunParts = { readonly run: number; readonly ended: RunEnd; readonly generator: Partial<GeneratorHealth> };

function buildSnapshot(scenario: Scenario, traffic: Traffic, { run, ended, generator }: RunParts): Snapshot {
  const { seconds = 30, users = 120, dropped = 0 } = traffic;
  const recorder = createRecorder({
    limits: limitCountersOf(scenario),
    checkNames: activeCheckNames(scenario.checks),
    judgedOn: loadModel(scenario.load) === 'open' ? 'response' : 'service',
  });
  recorder.startPhase('measure', 0);
  recordRequests(recorder.record, traffic, run);
  for (let index = 0; index < dropped; index += 1) recorder.drop('measure', (index / dropped) * seconds * 1e6);
  for (let tenth = 10; tenth < seconds * 10; tenth += 1)
    recorder.observeInFlight('measure', tenth * 1e5, users - (tenth % 3));
  recorder.endPhase('measure', seconds * 1e6);
  return {
    run,
    startedAt: '2026-01-31T12:00:05.000Z',
    ...recorder.snapshot(),
    generator: buildHealth(generator),
    sentCheck: `0123456789abcde${run}`,
    ended,
  };
}

function recordRequests(record: ReturnType<typeof createRecorder>['record'], traffic: Traffic, run: number): void {
  const { seconds = 30, ratePerSecond = 400, hitRate = 0.91, unknownRate = 0, latenessMicros = 40 } = traffic;
  const { hitMicros = 12_000, missMicros = 78_000, failures = {} } = traffic;
  const random = new RandomStream(run, streams.think);
  const send = (endMicros: number, serviceMicros: number, outcome: number, status: number): void =>
    record({
      phase: 'measure',
      index: 0,
      user: 0,
      query: 0,
      dueMicros: endMicros - serviceMicros - latenessMicros,
      sentMicros: endMicros - serviceMicros,
      firstByteMicros: endMicros - serviceMicros / 10,
      endMicros,
      outcome,
      status,
      checks: 0b111111,
    });
  const count = Math.round(seconds * ratePerSecond);
  for (let index = 0; index < count; index += 1) {
    const spread = 0.85 + 0.3 * random.uniformAt(0, index);
    const drawn = random.secondUniform();
    const isHit = drawn < hitRate;
    const outcome = drawn > 1 - unknownRate ? outcomeCodes.unknown : isHit ? outcomeCodes.hit : outcomeCodes.miss;
    send(((index + 0.5) / count) * seconds * 1e6, spread * (isHit ? hitMicros : missMicros), outcome, 200);
  }
  for (const kind of [
    'refused',
    'reset',
    'timeout',
    'malformed',
    'truncated',
    'status',
    'body',
    'interrupted',
  ] as const)
    for (let index = 0; index < (failures[kind] ?? 0); index += 1)
      send(
        seconds * 1e6 - 1_000 + index / 1e3,
        20_000,
        failureCode(kind),
        kind === 'status' ? 503 : kind === 'body' ? 200 : 0,
      );
}
