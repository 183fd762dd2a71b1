import { z } from 'zod';
import { targetRecord } from '../identity-records.ts';
import { rowStatuses, type Signoff } from './signoff.ts';

const evidenceFile = z.object({
  kind: z.enum(['run', 'coverage', 'probes', 'rollout', 'comparison']),
  path: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/u),
  id: z.string().exactOptional(),
  digest: z.string().exactOptional(),
  startedAt: z.string().exactOptional(),
  ageMicros: z.number().exactOptional(),
});

const row = z.object({
  item: z.string(),
  required: z.string(),
  measured: z.string().exactOptional(),
  status: z.enum(rowStatuses),
  note: z.string().exactOptional(),
  evidence: z.array(evidenceFile),
});

const cost = z.object({ value: z.number().nonnegative(), unit: z.string() });

/** The shape of `signoff.json`. A later minor version may have more keys. */
const signoffSchema: z.ZodType<Signoff> = z.object({
  schemaVersion: z.string(),
  kind: z.literal('signoff'),
  hitgateVersion: z.string(),
  createdAt: z.string(),
  scenario: z.string(),
  digest: z.string(),
  target: targetRecord,
  rehearsal: z.boolean(),
  decision: z.enum(['GO', 'REHEARSAL', 'NO-GO', 'UNDECIDED', 'INVALID']),
  reasons: z.array(z.string()),
  rows: z.array(row),
  evidence: z.array(evidenceFile),
  roi: z.object({
    currentCost: cost.exactOptional(),
    factCost: cost.exactOptional(),
    investment: cost.exactOptional(),
    lines: z.array(z.string()),
    savings: z.number().exactOptional(),
    period: z.number().exactOptional(),
  }),
  approvers: z.array(z.string()),
});

/** The JSON Schema (draft 7) of `signoff.json`, for tools that act on a sign-off. */
export function signoffJsonSchema(): unknown {
  const { $schema, ...schema } = z.toJSONSchema(signoffSchema, { io: 'input', target: 'draft-7', reused: 'ref' });
  return { $schema, title: 'A sign-off of hitgate', ...schema };
}
