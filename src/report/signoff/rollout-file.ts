import { z } from 'zod';

/** Every URL of the service that a rollout is about: canary and stable, or the one that splits the traffic itself. */
const urls = z.union([
  z.object({ stable: z.string(), canary: z.string() }).transform(({ stable, canary }) => [canary, stable]),
  z.object({ url: z.string() }).transform(({ url }) => [url]),
]);

/** `rollout.json`, as far as a sign-off reads it: this file alone says what is taken from it. */
export const rolloutFile = z.object({
  schemaVersion: z.string().regex(/^1\./u, 'expected a version 1.x'),
  kind: z.literal('rollout'),
  digest: z.string(),
  startedAt: z.iso.datetime(),
  target: urls,
  /** True when only the way back was tried. */
  drill: z.boolean(),
  status: z.string(),
  history: z.array(z.object({ decision: z.string(), reason: z.string() })),
  rollback: z
    .object({
      status: z.enum(['done', 'failed', 'timed out', 'interrupted']),
      verified: z.boolean(),
      verifiedBy: z.string().optional(),
    })
    .optional(),
});

/** A rollout and what its rollback did; `target` holds its URLs. */
export type RolloutFile = z.infer<typeof rolloutFile>;
