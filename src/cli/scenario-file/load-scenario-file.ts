import { resolve } from 'node:path';
import { scenarioError } from '../../errors.ts';
import { readEnvironmentOverrides } from '../../scenario/environment-overrides.ts';
import {
  flagOverrides,
  mergeOverrides,
  type OverrideField,
  type Overrides,
  type SourcedOverride,
} from '../../scenario/overrides.ts';
import { parseScenario } from '../../scenario/parse-scenario.ts';
import type { Locate, Path, Position } from '../../scenario/problem-reporter.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { valueAt } from '../../scenario/schema-at.ts';
import { parseSource } from './parse-source.ts';
import { readScenarioText } from './read-scenario-text.ts';
import { resolvePaths } from './resolve-paths.ts';

/** Where the command was started and what overrides the scenario; a flag wins over a variable. */
export type LoadOptions = {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly flags: Overrides;
  /** The flag that a field came from, where it is not the one of its name. */
  readonly sources?: Readonly<Partial<Record<OverrideField, string>>>;
};

/**
 * Reads a scenario file, puts the overrides in place, checks it and resolves it; its paths are absolute afterwards.
 * @throws HitgateError (exit 2) with every problem at once.
 */
export async function loadScenarioFile(path: string, { cwd, env, flags, sources }: LoadOptions): Promise<Scenario> {
  const source = await readScenarioText(path, cwd);
  const parsed = await parseSource(source);
  if (!('raw' in parsed)) throw scenarioError(parsed.problems);
  const { raw, locate } = parsed;
  const environment = readEnvironmentOverrides(env, secretNames(raw));
  const given = mergeOverrides(environment.overrides, flagOverrides(flags, sources));
  const overrides = given.map((override) => fromFolder(override, cwd));
  const result = parseScenario(raw, { file: source.file, locate, overrides });
  const problems = [...environment.problems, ...(result.problems ?? [])];
  if (result.scenario === undefined || problems.length > 0) throw scenarioError(problems);
  const scenario = await resolvePaths(result.scenario, { absolutePath: source.absolutePath, locate, overrides });
  places.set(scenario, locate);
  return scenario;
}

const places = new WeakMap<Scenario, Locate>();

/** Where a part of a loaded scenario is written; undefined for a scenario that was not loaded from a file here. */
export function placeOf(scenario: Scenario, path: Path): Position | undefined {
  return places.get(scenario)?.(path);
}

/** A path on the command line or in a variable is seen from where the command was started, not from the scenario's folder. */
function fromFolder(override: SourcedOverride, cwd: string): SourcedOverride {
  const { field, value } = override;
  const isPath = field === 'ca' || field === 'cert' || field === 'key';
  return isPath && typeof value === 'string' && value !== '' ? { ...override, value: resolve(cwd, value) } : override;
}

/** The variables that the scenario names for its secrets; they may begin with HITGATE_. */
function secretNames(raw: unknown): string[] {
  const headers = Object.values(valueAt(raw, ['target', 'secretHeaders']) ?? {});
  const single = [valueAt(raw, ['target', 'apiKeyEnv']), valueAt(raw, ['target', 'tls', 'keyPassphraseEnv'])];
  const names = [...single, ...headers.map((header) => valueAt(header, ['env']))];
  return names.filter((name) => typeof name === 'string');
}
