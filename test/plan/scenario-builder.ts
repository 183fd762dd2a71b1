import { parseCorpus } from '../../src/plan/parse-corpus.ts';
import type { Corpus } from '../../src/plan/plan.ts';
import type { Load, Scenario, Target, Workload } from '../../src/scenario/scenario.ts';
import type { Threshold } from '../../src/scenario/threshold.ts';

const target: Target = {
  preset: 'doc-rag',
  timeoutMicros: 5_000_000,
  request: { method: 'POST', path: '/query', headers: {}, secretHeaders: {}, body: { question: '{{question}}' } },
  classify: { from: 'json', path: 'cache_hit', hit: [true], miss: [false] },
  success: { status: [[200, 299]], body: [] },
  answerPath: 'answer',
  citationsPath: 'citations',
  consensus: { path: 'consensus.agreement_percentage', scale: 100 },
};

const workload: Workload = {
  queries: 'corpus.jsonl',
  popularity: { kind: 'zipf', exponent: 0.99 },
  mix: {},
  seed: 20_250_108,
  sequence: 'shared',
  thinkTime: { kind: 'none' },
  cache: {},
};

/** A closed load of `vus` users for half a minute. */
export function constantUsers(vus: number, durationMicros = 30_000_000): Load {
  return { executor: 'constant-vus', vus, durationMicros, gracefulStopMicros: 30_000_000 };
}

/** A closed load of exactly so many requests. */
export function sharedIterations(iterations: number): Load {
  return {
    executor: 'shared-iterations',
    vus: 10,
    iterations,
    maxDurationMicros: 600_000_000,
    gracefulStopMicros: 30_000_000,
  };
}

/** An open load at an even rate. */
export function constantRate(ratePerSecond: number, durationMicros: number): Load {
  return {
    executor: 'constant-arrival-rate',
    ratePerSecond,
    durationMicros,
    preAllocatedVUs: 10,
    maxVUs: 100,
    arrivals: 'even',
    gracefulStopMicros: 30_000_000,
  };
}

/** A gate as the parser of thresholds gives it. */
export function gate(parts: Partial<Threshold> & Pick<Threshold, 'metric'>): Threshold {
  return {
    selector: parts.metric,
    source: 'rate>0.873',
    tags: {},
    aggregation: { kind: 'rate' },
    operator: '>',
    limit: 0.873,
    implicit: false,
    ...parts,
  };
}

/** What a test may say about its scenario; everything else has a value that is fine. */
export type ScenarioParts = Partial<Omit<Scenario, 'workload'>> & { readonly workload?: Partial<Workload> };

/** A scenario: Zipf 0.99, 100 users for 30 s after a prefill, no gates. */
export function buildScenario(parts: ScenarioParts = {}): Scenario {
  return {
    name: 'test',
    description: 'A scenario of the tests',
    file: 'scenarios/test.ts',
    target,
    warmup: { kind: 'prefill' },
    load: constantUsers(100),
    runs: 1,
    thresholds: [],
    checks: { citations: false, sameAnswerOnHit: false },
    ...parts,
    workload: { ...workload, ...parts.workload },
  };
}

/** A corpus of distinct queries of three classes in turn, weights 1 to 5. */
export function buildCorpus(size: number): Corpus {
  const classes = ['gdpr', 'hipaa', 'sox'];
  const lines = Array.from({ length: size }, (_, index) =>
    JSON.stringify({
      id: `q-${index}`,
      doc_id: `doc-${index % 7}`,
      question: `What does rule ${index} say?`,
      weight: 1 + (index % 5),
      class: classes[index % 3],
    }),
  );
  return parseCorpus(lines.join('\n'), 'corpus.jsonl');
}
