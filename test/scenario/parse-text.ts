import { parse } from 'yaml';
import type { Problem } from '../../src/errors.ts';
import type { SourcedOverride } from '../../src/scenario/overrides.ts';
import { parseScenario } from '../../src/scenario/parse-scenario.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';

const required = `
name: test
target: { preset: doc-rag }
workload: { queries: queries.jsonl }
thresholds: { http_req_failed: [rate<0.01] }
`;

/** Parses the least scenario with top-level keys added or replaced by those of a YAML text. */
function parseWith(yaml: string, overrides: readonly SourcedOverride[] = []) {
  const raw: unknown = { ...parse(required), ...parse(yaml) };
  return parseScenario(raw, { file: 'test.yaml', locate: () => ({ line: 1, column: 1 }), overrides });
}

/** The scenario that parses. */
export function scenarioOf(yaml: string, overrides: readonly SourcedOverride[] = []): Scenario {
  const { scenario, problems } = parseWith(yaml, overrides);
  if (scenario === undefined) throw new Error(problems.map(({ message }) => message).join('\n'));
  return scenario;
}

/** The problems of one that does not. */
export function problemsOf(yaml: string, overrides: readonly SourcedOverride[] = []): readonly Problem[] {
  return parseWith(yaml, overrides).problems ?? [];
}
