import { z } from 'zod';
import type { CapacityStep } from '../capacity/capacity-step.ts';
import type { Conclusion } from '../capacity/conclude-search.ts';
import type { Knee } from '../capacity/find-knee.ts';
import type { SearchBounds } from '../capacity/search.ts';
import type { LoadUnit } from '../capacity/step-scenario.ts';
import { exitCodes, HitgateError } from '../errors.ts';
import type { Threshold } from '../scenario/threshold.ts';
import type { MachineFingerprint, TargetIdentity } from './run-report.ts';
import { thresholdRecord } from './scenario-record.ts';
import { gateRecord } from './verdict-record.ts';
import { machineRecord, targetRecord } from './identity-records.ts';

/** Version of the record's shape; a reader refuses another major version. */
export const capacitySchemaVersion = '1.0';

/** How a search was asked for. */
export type SearchSettings = SearchBounds & {
  readonly unit: LoadUnit;
  /** Longest measured phase of a step, and length of a confirmation. */
  readonly stepMicros: number;
  readonly confirmMicros: number;
  /** Pause between two steps. */
  readonly settleMicros: number;
  /** How many tests of gates are right together with 95 %: steps at most × gates that the sequential test decides. */
  readonly jointTests: number;
};

/** `capacity.json`: a search with all its steps and what it found. Holds no secret. */
export type CapacityRecord = {
  readonly schemaVersion: string;
  readonly kind: 'capacity';
  readonly hitgateVersion: string;
  /** `<time>-capacity-<scenario>`, the name of the folder. */
  readonly id: string;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly scenario: { readonly name: string; readonly description: string; readonly file: string };
  readonly target: TargetIdentity;
  readonly machine: MachineFingerprint;
  readonly judgedOn: 'service' | 'response';
  readonly settings: SearchSettings;
  /** The gates that every step was judged by, and those that are about the load itself. */
  readonly gates: readonly Threshold[];
  readonly leftOut: readonly Threshold[];
  readonly steps: readonly CapacityStep[];
  readonly conclusion: Conclusion;
  /** Absent with fewer than three loads. */
  readonly knee?: Knee;
};

const count = z.int().nonnegative();
const load = z.int().positive();
const micros = z.number().nonnegative();

const classFigures = z.object({
  count,
  p95Micros: micros.exactOptional(),
  lowMicros: micros.exactOptional(),
  highMicros: micros.exactOptional(),
});

const step = z.object({
  number: count,
  load,
  purpose: z.enum(['search', 'beyond', 'again', 'confirm']),
  outcome: z.enum(['pass', 'fail', 'inconclusive', 'invalid', 'lost', 'interrupted']),
  folder: z.string(),
  startedAt: z.string(),
  durationMicros: micros,
  requests: count,
  failed: count,
  dropped: count,
  ratePerSecond: z.number().nonnegative().exactOptional(),
  hitRate: z.number().min(0).max(1).exactOptional(),
  meanMicros: micros.exactOptional(),
  hit: classFigures,
  miss: classFigures,
  gate: gateRecord.exactOptional(),
  reason: z.string(),
});

const status = z.enum(['confirmed', 'pass', 'fail', 'mixed', 'unconfirmed', 'invalid', 'suspect', 'inconclusive']);

/** The shape of `capacity.json`. Keys that it does not name are left out when reading: a later minor version may have more. */
const capacitySchema: z.ZodType<CapacityRecord> = z.object({
  schemaVersion: z.string(),
  kind: z.literal('capacity'),
  hitgateVersion: z.string(),
  id: z.string(),
  startedAt: z.string(),
  endedAt: z.string(),
  scenario: z.object({ name: z.string(), description: z.string(), file: z.string() }),
  target: targetRecord,
  machine: machineRecord,
  judgedOn: z.enum(['service', 'response']),
  settings: z.object({
    unit: z.enum(['vus', 'rate']),
    start: load,
    least: load,
    most: load,
    precision: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('share'), share: z.number().positive() }),
      z.object({ kind: z.literal('amount'), amount: load }),
    ]),
    maxSteps: load,
    atLeast: load.exactOptional(),
    stepMicros: micros,
    confirmMicros: micros,
    settleMicros: micros,
    jointTests: load,
  }),
  gates: z.array(thresholdRecord),
  leftOut: z.array(thresholdRecord),
  steps: z.array(step),
  conclusion: z.object({
    outcome: z.enum(['PASS', 'FAIL', 'INCONCLUSIVE', 'INVALID']),
    end: z.enum(['complete', 'steps-used', 'saturated', 'target-lost', 'interrupted']),
    passed: z.object({ load, confirmed: z.boolean() }).exactOptional(),
    failed: load.exactOptional(),
    open: z.array(z.object({ load, status })),
    mixed: z.array(load),
    notMonotone: z.object({ failed: load, passed: load }).exactOptional(),
    precise: z.boolean(),
  }),
  knee: z.object({ load, between: z.tuple([load, load]).exactOptional() }).exactOptional(),
});

/** The JSON Schema (draft 7) of `capacity.json`. */
export function capacityJsonSchema(): unknown {
  const { $schema, ...schema } = z.toJSONSchema(capacitySchema, { io: 'input', target: 'draft-7', reused: 'ref' });
  return { $schema, title: 'A search of hitgate for a capacity', ...schema };
}

/**
 * Reads a stored search. @throws HitgateError [E_REPORT] (exit 2) when the text is no JSON, is no search, was written with another major version of
 * the schema, or lacks what a search has.
 */
export function parseCapacity(text: string, file: string): CapacityRecord {
  const value = readJson(text, file);
  const parsed = capacitySchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const place = issue?.path.map(String).join('.') ?? '';
    throw unreadable(`${file} is no usable search for a capacity: ${place === '' ? 'it' : place}: ${issue?.message}`);
  }
  const { schemaVersion } = parsed.data;
  if (schemaVersion.split('.')[0] !== capacitySchemaVersion.split('.')[0])
    throw unreadable(
      `${file} has schema version ${JSON.stringify(schemaVersion)}, and this hitgate reads ${capacitySchemaVersion}`,
    );
  return parsed.data;
}

function readJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw unreadable(`${file} is not JSON`, cause);
  }
}

function unreadable(message: string, cause?: unknown): HitgateError {
  return new HitgateError(message, {
    code: 'E_REPORT',
    exitCode: exitCodes.usage,
    hint: 'give the capacity.json of a folder that `hitgate capacity` wrote',
    cause,
  });
}
