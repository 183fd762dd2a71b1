import { z } from 'zod';
import { concludeProbes, type ProbePass } from '../probes/probe-pass.ts';
import type { ProbeStatus } from '../probes/probe-result.ts';
import { targetRecord } from './identity-records.ts';
import { probePassFields } from './probes-record.ts';
import type { TargetIdentity } from './run-report.ts';

/** Version of the record's shape; a reader refuses another major version. */
const probeSchemaVersion = '1.0';

/** What `hitgate probe` found out; holds no secret. */
export type ProbeRecord = ProbePass & {
  readonly schemaVersion: string;
  readonly kind: 'probes';
  readonly hitgateVersion: string;
  readonly scenario: { readonly name: string; readonly description: string; readonly file: string };
  readonly target: TargetIdentity;
  /** INCONCLUSIVE: no probe failed, and one had no data. */
  readonly outcome: 'PASS' | 'FAIL' | 'INCONCLUSIVE';
  readonly reason: string;
};

const outcomes: Readonly<Record<ProbeStatus, ProbeRecord['outcome']>> = {
  pass: 'PASS',
  fail: 'FAIL',
  'no-data': 'INCONCLUSIVE',
};

/** The record of one pass, concluded. */
export function probeRecordOf(
  pass: ProbePass,
  about: Pick<ProbeRecord, 'hitgateVersion' | 'scenario' | 'target'>,
): ProbeRecord {
  const { status, reason } = concludeProbes(pass);
  return { schemaVersion: probeSchemaVersion, kind: 'probes', ...about, outcome: outcomes[status], reason, ...pass };
}

/** The shape of what `hitgate probe --format json` writes. Keys that it does not name are left out when reading. */
export const probeSchema: z.ZodType<ProbeRecord> = z.object({
  schemaVersion: z.string(),
  kind: z.literal('probes'),
  hitgateVersion: z.string(),
  scenario: z.object({ name: z.string(), description: z.string(), file: z.string() }),
  target: targetRecord,
  outcome: z.enum(['PASS', 'FAIL', 'INCONCLUSIVE']),
  reason: z.string(),
  ...probePassFields,
});

/** The JSON Schema (draft 7) of what `hitgate probe --format json` writes. */
export function probeJsonSchema(): unknown {
  const { $schema, ...schema } = z.toJSONSchema(probeSchema, { io: 'input', target: 'draft-7', reused: 'ref' });
  return { $schema, title: 'Probes of hitgate', ...schema };
}
