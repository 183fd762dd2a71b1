import { z } from 'zod';

const target = z.union([z.string(), z.object({ url: z.string() }).transform(({ url }) => url)]);

/** `probes.json`, as far as a sign-off reads it. */
export const probesFile = z.object({
  schemaVersion: z.string().regex(/^1\./u, 'expected a version 1.x'),
  kind: z.literal('probes'),
  scenario: z.string(),
  target,
  startedAt: z.iso.datetime(),
  results: z.array(z.object({ name: z.string(), status: z.enum(['pass', 'fail', 'no-data']), reason: z.string() })),
});

/** Functional checks of a live target. */
export type ProbesFile = z.infer<typeof probesFile>;
