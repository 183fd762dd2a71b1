import { parseScenario } from '../../src/scenario/parse-scenario.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';

/** What a simulated scenario is judged by: gates by selector, and margins against a baseline by figure. */
export type Judged = {
  readonly thresholds: Readonly<Record<string, readonly string[]>>;
  readonly margins?: Readonly<Record<string, number>>;
};

/** A closed load with these gates, read as a scenario file is. @throws Error when it is none. */
export function writeScenario({ thresholds, margins }: Judged): Scenario {
  const written = {
    name: 'simulated',
    target: { preset: 'doc-rag' },
    workload: { queries: 'corpus.jsonl', seed: 1 },
    load: { executor: 'constant-vus', vus: 10, duration: '20s' },
    thresholds,
    ...(margins === undefined ? {} : { baseline: { name: 'before', margins } }),
  };
  const { scenario, problems } = parseScenario(written, {
    file: 'simulated.ts',
    locate: () => ({ line: 1, column: 1 }),
    overrides: [],
  });
  if (scenario === undefined)
    throw new Error(`Expected a scenario, got ${problems.map(({ message }) => message).join('; ')}`);
  return scenario;
}
