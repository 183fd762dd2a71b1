import { z } from 'zod';

/** `rollout.json`, as far as a sign-off reads it. */
export const rolloutFile = z.object({
  schemaVersion: z.string().regex(/^1\./u, 'expected a version 1.x'),
  kind: z.literal('rollout'),
  scenario: z.string(),
  digest: z.string(),
  startedAt: z.iso.datetime(),
  status: z.string(),
  rollback: z
    .object({
      status: z.enum(['done', 'failed', 'timed out', 'interrupted']),
      verified: z.boolean(),
      verifiedBy: z.string().optional(),
    })
    .optional(),
});

/** A rollout and what its rollback did. */
export type RolloutFile = z.infer<typeof rolloutFile>;
