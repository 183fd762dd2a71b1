import type { Problem } from '../errors.ts';
import { nearest } from './did-you-mean.ts';
import type { OverrideField, SourcedOverride } from './overrides.ts';

const fieldOf: Readonly<Record<string, OverrideField>> = {
  HITGATE_TARGET: 'target',
  HITGATE_VUS: 'vus',
  HITGATE_DURATION: 'duration',
  HITGATE_RATE: 'rate',
  HITGATE_SEED: 'seed',
  HITGATE_RUNS: 'runs',
  HITGATE_CA: 'ca',
  HITGATE_CERT: 'cert',
  HITGATE_KEY: 'key',
  HITGATE_INSECURE: 'insecure',
};

/** Variables that other parts of hitgate read. */
const otherVariables: readonly string[] = [
  'HITGATE_REQUIRE_K6',
  'HITGATE_REQUIRE_BROWSER',
  'HITGATE_REQUIRE_PROMTOOL',
  'HITGATE_LOG_LEVEL',
];

/** What hitgate tells the commands that it starts; a hitgate among them does not mind. */
const hookPrefix = 'HITGATE_HOOK_';

/** Overrides from the environment, and a problem for each unknown variable that begins with HITGATE_. */
export type EnvironmentOverrides = {
  readonly overrides: readonly SourcedOverride[];
  readonly problems: readonly Problem[];
};

/**
 * Reads the HITGATE_ variables. An empty one counts as not set, as CI systems set variables to nothing. `ownNames` are
 * variables that the scenario itself names (secrets): they are never overrides. Values are never printed.
 */
export function readEnvironmentOverrides(
  env: Readonly<Record<string, string | undefined>>,
  ownNames: readonly string[] = [],
): EnvironmentOverrides {
  const overrides: SourcedOverride[] = [];
  const problems: Problem[] = [];
  for (const [name, value] of Object.entries(env)) {
    if (
      !name.startsWith('HITGATE_') ||
      name.startsWith(hookPrefix) ||
      value === undefined ||
      value === '' ||
      ownNames.includes(name)
    )
      continue;
    const field = Object.hasOwn(fieldOf, name) ? fieldOf[name] : undefined;
    if (field !== undefined) overrides.push({ field, value, source: name });
    else if (!otherVariables.includes(name)) problems.push(unknownVariable(name));
  }
  return { overrides, problems };
}

function unknownVariable(name: string): Problem {
  const known = [...Object.keys(fieldOf), ...otherVariables];
  const meant = nearest(name, known);
  const hint = meant === undefined ? `unset it, or use one of ${known.join(', ')}` : `did you mean ${meant}?`;
  return { message: `${name} is not a variable that hitgate knows`, hint };
}
