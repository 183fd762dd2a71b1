import type { Clock } from '../../src/clock.ts';
import type { Engine, EngineOptions, EngineResult } from '../../src/engine/engine.ts';
import { runPlan } from './run-plan.ts';
import type { Plan, Query } from '../../src/plan/plan.ts';
import { outcomeName, type PhaseName, type Sample } from '../../src/recorder/sample.ts';
import type { Checks, Load, Scenario, Target, Warmup, Workload } from '../../src/scenario/scenario.ts';

/** What a test changes of the plain plan: ten queries, asked in turn, of a target that says `cache_hit` in its body. */
export type TestPlan = {
  readonly load: Load;
  readonly warmup?: Warmup;
  readonly target?: Partial<Target>;
  readonly workload?: Partial<Workload>;
  readonly checks?: Checks;
  readonly queries?: number;
  readonly length?: number;
  readonly arrivals?: readonly number[];
};

export const second = 1_000_000;
export const milli = 1_000;

export const testClock: Clock = {
  name: 'performance.now',
  nowMicros: () => performance.now() * 1_000,
  wallMillis: () => 0,
};

const target: Target = {
  preset: 'generic',
  timeoutMicros: 20 * second,
  request: {
    method: 'POST',
    path: '/query',
    headers: {},
    secretHeaders: {},
    body: { id: '{{id}}', question: '{{question}}' },
  },
  classify: { from: 'json', path: 'cache_hit', hit: [true], miss: [false] },
  success: { status: [[200, 299]], body: [{ path: 'success', not: false }] },
  answerPath: 'answer',
  citationsPath: 'citations',
  consensus: { path: 'consensus.agreement_percentage', scale: 100 },
};

const workload: Workload = {
  queries: 'test.jsonl',
  popularity: { kind: 'sequential' },
  mix: {},
  seed: 1,
  sequence: 'shared',
  thinkTime: { kind: 'none' },
  cache: {},
};

export function buildTestScenario(test: TestPlan): Scenario {
  return {
    name: 'test',
    description: '',
    file: 'test.ts',
    target: { ...target, ...test.target },
    workload: { ...workload, ...test.workload },
    warmup: test.warmup ?? { kind: 'none' },
    load: test.load,
    runs: 1,
    thresholds: [],
    checks: test.checks ?? { citations: false, sameAnswerOnHit: false },
  };
}

export function buildTestPlan(test: TestPlan): Plan {
  const count = test.queries ?? 10;
  const queries: Query[] = Array.from({ length: count }, (_, index) => ({
    id: `q${index}`,
    docId: 'doc',
    question: `Question ${index}?`,
    weight: 1,
    class: 'default',
  }));
  const scenario = buildTestScenario(test);
  const { thinkTime } = scenario.workload;
  const { arrivals } = test;
  return {
    scenario,
    corpus: { file: 'test.jsonl', queries, digest: '' },
    sequence: {
      queryAt: (user, index) => (scenario.workload.sequence === 'shared' ? index : index + user) % count,
      length: test.length ?? Infinity,
    },
    warmupSequence: { queryAt: (_, index) => count - 1 - (index % count), length: Infinity },
    prefillOrder: Int32Array.from(queries, (_, index) => count - 1 - index),
    arrivals: arrivals === undefined ? undefined : () => cursorOver(arrivals),
    thinkMicros: () => (thinkTime.kind === 'constant' ? thinkTime.micros : 0),
    plannedRequests: undefined,
    plannedMicros: 0,
    questionOf: (query) =>
      queries[query] ?? { id: `new${query}`, docId: 'doc', question: 'New?', weight: 1, class: 'default' },
    digest: '',
    generator: 'test',
  };
}

function cursorOver(arrivals: readonly number[]): { next: () => number } {
  let at = 0;
  return { next: () => arrivals[at++] ?? Infinity };
}

/** Everything that an engine told its sink, and its result. */
export type Observed = {
  readonly result: EngineResult;
  readonly samples: readonly Sample[];
  readonly drops: readonly { readonly phase: PhaseName; readonly dueMicros: number }[];
  readonly inFlight: readonly { readonly phase: PhaseName; readonly users: number; readonly atMicros: number }[];
  readonly phases: readonly PhaseName[];
  /** Samples of the measured phase by outcome. */
  readonly outcomes: Readonly<Record<string, number>>;
};

/** What a test changes of how a plan is driven; the engine is hitgate's own unless told. */
type DriveOptions = Partial<EngineOptions> & { readonly engine?: Engine };

/** Runs a plan to its end with a real engine and keeps everything. */
export async function drive(
  plan: Plan,
  url: string,
  { engine = runPlan, ...options }: DriveOptions = {},
): Promise<Observed> {
  const samples: Sample[] = [];
  const drops: { phase: PhaseName; dueMicros: number }[] = [];
  const inFlight: { phase: PhaseName; users: number; atMicros: number }[] = [];
  const phases: PhaseName[] = [];
  const result = await engine(plan, {
    clock: testClock,
    url,
    secrets: {},
    nonce: 'test',
    signal: new AbortController().signal,
    onPhase: (phase, nowMicros) => {
      phases.push(phase);
      return nowMicros;
    },
    pace: 'economical',
    isSteady: () => false,
    ...options,
    sink: options.sink ?? {
      record: (sample) => void samples.push({ ...sample }),
      drop: (phase, dueMicros) => void drops.push({ phase, dueMicros }),
      observeInFlight: (phase, atMicros, users) => void inFlight.push({ phase, users, atMicros }),
    },
  });
  return { result, samples, drops, inFlight, phases, outcomes: countOutcomes(samples) };
}

function countOutcomes(samples: readonly Sample[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const sample of samples) {
    if (sample.phase !== 'measure') continue;
    const name = outcomeName(sample.outcome);
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

export function iterations(vus: number, count: number): Load {
  return {
    executor: 'shared-iterations',
    vus,
    iterations: count,
    maxDurationMicros: 20 * second,
    gracefulStopMicros: 5 * second,
  };
}
