import { z } from 'zod';

const results = z.array(
  z.object({ name: z.string(), status: z.enum(['pass', 'fail', 'no-data']), reason: z.string() }),
);

const target = z.object({ url: z.string(), reference: z.boolean(), version: z.string().optional() });

/** What `hitgate probe --format json` writes, as far as a sign-off reads it: this file alone says what is taken of probes. */
export const probesFile = z.object({
  schemaVersion: z.string().regex(/^1\./u, 'expected a version 1.x'),
  kind: z.literal('probes'),
  target,
  startedAt: z.iso.datetime(),
  results,
});

/** Functional checks of a live target. */
export type ProbesFile = z.infer<typeof probesFile>;
