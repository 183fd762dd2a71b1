import type { Problem } from '../errors.ts';
import { pathLabel, type Path } from './problem-reporter.ts';
import { valueAt } from './schema-at.ts';

/** What a flag or a variable can override, as given; text that should be a number is read as one. */
export type Overrides = {
  readonly target?: string;
  readonly vus?: string | number;
  readonly duration?: string | number;
  readonly rate?: string | number;
  readonly seed?: string | number;
  readonly runs?: string | number;
  readonly thinkTime?: string | number;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly insecure?: string | boolean;
};

export type OverrideField = keyof Overrides;

/** One override with the name of the flag or variable that gave it: '--vus', 'HITGATE_VUS'. */
export type SourcedOverride = {
  readonly field: OverrideField;
  readonly value: string | number | boolean;
  readonly source: string;
};

/** A scenario with its overrides in place, before validation. */
export type Overridden = {
  readonly raw: unknown;
  /** From a path (as `pathLabel` writes it) to the source that set it. */
  readonly sources: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
};

const fields: readonly OverrideField[] = [
  'target',
  'vus',
  'duration',
  'rate',
  'seed',
  'runs',
  'thinkTime',
  'ca',
  'cert',
  'key',
  'insecure',
];

/** Flags as overrides, named as they are typed; `sources` says what flag a field came from when it is not the one of its name. */
export function flagOverrides(
  flags: Overrides,
  sources: Readonly<Partial<Record<OverrideField, string>>> = {},
): SourcedOverride[] {
  return fields.flatMap((field) => {
    const value = flags[field];
    const source = sources[field] ?? (field === 'thinkTime' ? '--think-time' : `--${field}`);
    return value === undefined ? [] : [{ field, value, source }];
  });
}

/** Both kinds of overrides, one for each field: a flag wins over a variable. */
export function mergeOverrides(
  environment: readonly SourcedOverride[],
  flags: readonly SourcedOverride[],
): SourcedOverride[] {
  return [...environment.filter(({ field }) => !flags.some((flag) => flag.field === field)), ...flags];
}

/**
 * Puts overrides into a scenario as it was written, so that every rule of a scenario holds for them too. One that makes
 * no sense for the executor is a problem that names its source.
 */
export function applyOverrides(raw: unknown, overrides: readonly SourcedOverride[]): Overridden {
  const load: Path = valueAt(raw, ['phases', 'measure']) === undefined ? ['load'] : ['phases', 'measure'];
  const given = valueAt(raw, [...load, 'executor']);
  const executor = typeof given === 'string' ? given : 'constant-vus';
  const problems: Problem[] = [];
  const sources = new Map<string, string>();
  let value = raw;
  for (const override of overrides) {
    const placed = placeOf(override, executor);
    if (placed.hint !== undefined) {
      problems.push({ message: `${override.source} has no meaning with the executor ${executor}`, hint: placed.hint });
      continue;
    }
    if (isDuration(override.field) && isBareNumber(override.value)) {
      const hint = `write ${override.value}s for seconds or ${override.value}ms for milliseconds`;
      problems.push({ message: `${override.source} needs a unit, got ${override.value}`, hint });
      continue;
    }
    const path = placed.inLoad ? [...load, ...placed.path] : placed.path;
    value = setAt(value, path, readValue(override));
    if (override.field === 'rate') value = setAt(value, [...load, 'timeUnit'], '1s');
    sources.set(pathLabel(path), override.source);
  }
  return { raw: value, sources, problems };
}

type Placed =
  | { readonly path: Path; readonly inLoad: boolean; readonly hint?: undefined }
  | { readonly hint: string; readonly path?: undefined };

/** Where an override goes, or what to do when it has no meaning for the executor. */
function placeOf({ field }: SourcedOverride, executor: string): Placed {
  switch (field) {
    case 'target':
      return { path: ['target', 'url'], inLoad: false };
    case 'ca':
    case 'cert':
    case 'key':
    case 'insecure':
      return { path: ['target', 'tls', field], inLoad: false };
    case 'seed':
    case 'thinkTime':
      return { path: ['workload', field], inLoad: false };
    case 'runs':
      return { path: ['runs'], inLoad: false };
    case 'vus':
      if (executor === 'ramping-vus') return { hint: 'change load.stages: the users of a ramp are its targets' };
      if (isOpen(executor)) return { hint: 'leave it out: the load of this executor is a rate, not a number of users' };
      return { path: ['vus'], inLoad: true };
    case 'duration':
      if (executor.startsWith('ramping-')) return { hint: 'change load.stages: a ramp lasts as long as its stages' };
      if (executor.endsWith('-iterations')) return { hint: 'change load.iterations: the load ends when they are done' };
      if (executor === 'replay') return { hint: 'change workload.popularity.speed: a replay lasts as long as its log' };
      return { path: ['duration'], inLoad: true };
    case 'rate':
      if (executor === 'ramping-arrival-rate')
        return { hint: 'change load.stages: the rates of a ramp are its targets' };
      if (executor === 'replay') return { hint: 'change workload.popularity.speed: the log says when requests start' };
      if (executor !== 'constant-arrival-rate') return { hint: 'use --vus, or the executor constant-arrival-rate' };
      return { path: ['rate'], inLoad: true };
  }
}

function isOpen(executor: string): boolean {
  return executor.endsWith('-arrival-rate') || executor === 'replay';
}

function isDuration(field: OverrideField): boolean {
  return field === 'duration' || field === 'thinkTime';
}

function isBareNumber(value: SourcedOverride['value']): boolean {
  return typeof value === 'number' || (typeof value === 'string' && /^[\d.]+$/u.test(value.trim()));
}

/** The value as the scenario would have it; text that cannot be read is left for the schema to report. */
function readValue({ field, value }: SourcedOverride): SourcedOverride['value'] {
  switch (field) {
    case 'duration':
    case 'thinkTime':
    case 'ca':
    case 'cert':
    case 'key':
      return value;
    case 'insecure':
      if (value === '1' || value === 'true') return true;
      return value === '0' || value === 'false' ? false : value;
    case 'target':
    case 'vus':
    case 'rate':
    case 'seed':
    case 'runs':
      return numberIfNumeric(value);
  }
}

function numberIfNumeric(value: SourcedOverride['value']): SourcedOverride['value'] {
  return typeof value === 'string' && /^\s*-?\d+(?:\.\d+)?\s*$/u.test(value) ? Number(value) : value;
}

/** A copy of `raw` with a value at a path; a part that is no object stays as it is, for the schema to report. */
function setAt(raw: unknown, path: Path, value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (raw !== undefined && (typeof raw !== 'object' || raw === null || Array.isArray(raw))) return raw;
  return { ...raw, [key]: setAt(valueAt(raw, [key]), rest, value) };
}
