import { z } from 'zod';
import { exitCodes, HitgateError } from '../errors.ts';
import type { NoiseFloor } from '../judge/comparison/noise-floor.ts';
import { canonicalJson } from '../plan/canonical-json.ts';
import type { Load } from '../scenario/scenario.ts';
import type { MachineFingerprint, RunReport, TargetIdentity } from './run-report.ts';
import { machineRecord } from './identity-records.ts';

/** Version of the record's shape; a reader refuses another major version. */
const schemaVersion = '1.0';

/** A stored noise floor, with what it holds for: other requests, another load, machine or target have another one. */
export type NoiseFloorRecord = {
  readonly schemaVersion: string;
  readonly hitgateVersion: string;
  /** The comparison of the target with itself that it was measured by. */
  readonly id: string;
  readonly measuredAt: string;
  readonly digest: string;
  /** Name of the target: its URL, or the profile and faults of the reference target. */
  readonly target: string;
  readonly machine: MachineFingerprint;
  /** The measured phase of each measurement: executor, users or rate, duration. */
  readonly load: Readonly<Record<string, unknown>>;
  readonly floor: NoiseFloor;
};

/** The shape of a stored noise floor. */
const noiseFloorSchema: z.ZodType<NoiseFloorRecord> = z.object({
  schemaVersion: z.string(),
  hitgateVersion: z.string(),
  id: z.string(),
  measuredAt: z.string(),
  digest: z.string(),
  target: z.string(),
  machine: machineRecord,
  load: z.record(z.string(), z.unknown()),
  floor: z.object({
    pairs: z.int().nonnegative(),
    figures: z.record(z.string(), z.object({ mean: z.number(), deviation: z.number().nonnegative() })),
  }),
});

/** The JSON Schema (draft 7) of a stored noise floor. */
export function noiseFloorJsonSchema(): unknown {
  const { $schema, ...schema } = z.toJSONSchema(noiseFloorSchema, { io: 'input', target: 'draft-7' });
  return { $schema, title: 'A noise floor of hitgate', ...schema };
}

/** What a noise floor holds for. */
export type NoiseFloorSetting = Pick<NoiseFloorRecord, 'digest' | 'target' | 'machine' | 'load'>;

/** What a noise floor that a side was measured for, or is to be judged by, holds for. */
export function noiseFloorSetting(side: {
  readonly digest: string;
  readonly target: Pick<TargetIdentity, 'url' | 'reference' | 'profile' | 'faults'>;
  readonly machine: MachineFingerprint;
  readonly load: Load;
}): NoiseFloorSetting {
  const { digest, machine, load } = side;
  return { digest, target: nameOf(side.target), machine, load: { ...load } };
}

/** The record of a floor that `report`, one side of a target compared with itself, was measured for. */
export function recordNoiseFloor(report: RunReport, floor: NoiseFloor): NoiseFloorRecord {
  const { hitgateVersion, plan, target, machine, scenario, pairs, endedAt } = report;
  const setting = noiseFloorSetting({ digest: plan.digest, target, machine, load: scenario.load });
  return { schemaVersion, hitgateVersion, id: pairs?.id ?? report.id, measuredAt: endedAt, ...setting, floor };
}

/** A text that is equal exactly for equal settings. */
export function noiseFloorKey({ digest, target, machine, load }: NoiseFloorSetting): string {
  return canonicalJson({ digest, target, machine, load });
}

/** Reads a stored noise floor. @throws HitgateError (exit 2) when it is none. */
export function parseNoiseFloor(text: string, file: string): NoiseFloorRecord {
  const parsed = noiseFloorSchema.safeParse(parseJson(text));
  const [major] = schemaVersion.split('.');
  if (parsed.success && parsed.data.schemaVersion.split('.')[0] === major) return parsed.data;
  throw new HitgateError(`The noise floor in ${file} is not usable`, {
    code: 'E_NOISE_FLOOR',
    exitCode: exitCodes.usage,
    hint: 'remove the file and measure it again with: hitgate aa',
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function nameOf({ url, reference, profile, faults = [] }: Parameters<typeof noiseFloorSetting>[0]['target']): string {
  if (!reference) return url;
  return ['reference target', profile ?? 'unknown profile', ...faults].join(', ');
}
