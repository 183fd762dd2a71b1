import { z } from 'zod';
import { exitCodes, HitgateError, type Problem } from '../errors.ts';
import { importedKind, importedSchemaVersion, importFormats, type ImportedBaseline } from './imported-baseline.ts';

const count = z.int().nonnegative();
const micros = z.number().nonnegative();
const interval = z.object({ low: micros, high: micros, confidence: z.number().gt(0).lt(1).exactOptional() });

const mean = z.object({
  kind: z.literal('mean'),
  statistic: z.enum(['mean', 'median', 'slope', 'typical']),
  micros: z.number().positive(),
  interval: interval.exactOptional(),
  spread: z.object({ kind: z.enum(['range', 'standard-deviation']), micros }).exactOptional(),
  n: count.exactOptional(),
});

const percentiles = z.object({
  kind: z.literal('percentiles'),
  points: z
    .array(z.object({ name: z.string(), share: z.number().min(0).max(1), micros: z.number().positive() }))
    .min(1),
  meanMicros: micros.exactOptional(),
  minMicros: micros.exactOptional(),
  maxMicros: micros.exactOptional(),
  count: count.exactOptional(),
  stepMicros: micros.exactOptional(),
});

const histogram = z.object({
  kind: z.literal('histogram'),
  count: z.int().positive(),
  encoded: z.string(),
  lowest: z.string().exactOptional(),
});

const entry = z.object({
  name: z.string(),
  cacheClass: z.enum(['hit', 'miss', 'unknown', 'all']).exactOptional(),
  latency: z.enum(['service', 'response']).exactOptional(),
  figure: z.discriminatedUnion('kind', [mean, percentiles, histogram]),
});

const schema: z.ZodType<ImportedBaseline> = z.object({
  kind: z.literal(importedKind),
  schemaVersion: z.string(),
  hitgateVersion: z.string(),
  importedAt: z.string(),
  source: z.object({
    format: z.enum(importFormats),
    tool: z.string(),
    toolVersion: z.string().exactOptional(),
    file: z.string(),
    takenAt: z.string().exactOptional(),
    target: z.string().exactOptional(),
  }),
  traffic: z
    .object({
      requests: micros.exactOptional(),
      failures: micros.exactOptional(),
      durationMicros: micros.exactOptional(),
      requestsPerSecond: micros.exactOptional(),
    })
    .exactOptional(),
  entries: z.array(entry).min(1),
  notes: z.array(z.string()),
});

const marked = z.object({ kind: z.literal(importedKind) });
const versioned = z.object({ schemaVersion: z.string() });
const mostProblems = 10;

/** Whether a stored text is an imported baseline rather than the report of a run; false for what is no JSON. */
export function isImportedBaseline(text: string): boolean {
  return marked.safeParse(tryJson(text)).success;
}

/**
 * Reads a stored imported baseline. @throws HitgateError [E_BASELINE], exit 2, when it is none, was written with another major
 * version of the schema, or lacks what one has.
 */
export function parseImportedBaseline(text: string, file: string): ImportedBaseline {
  const value = tryJson(text);
  const version = versioned.safeParse(value).data?.schemaVersion ?? 'none';
  const [major] = importedSchemaVersion.split('.');
  if (marked.safeParse(value).success && version.split('.')[0] !== major)
    throw baselineError(
      `The imported baseline ${file} has schema version "${version}", and this hitgate reads ${major}.x only`,
      [],
    );
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.slice(0, mostProblems).map(({ path, message }): Problem => {
    const place = path.map(String).join('.');
    return {
      message: `${place === '' ? 'the baseline' : place}: ${message}`,
      file,
      hint: 'import it again with --force',
    };
  });
  throw baselineError(`The imported baseline ${file} is not usable`, problems);
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/u, ''));
  } catch {
    return undefined;
  }
}

function baselineError(message: string, problems: readonly Problem[]): HitgateError {
  return new HitgateError(message, {
    code: 'E_BASELINE',
    exitCode: exitCodes.usage,
    hint: 'import it again with --force',
    problems,
  });
}
