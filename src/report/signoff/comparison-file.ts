import { z } from 'zod';
import { baselineRecord } from '../baseline-record.ts';

const rest = z.object({
  digest: z.string(),
  after: z.object({ id: z.string(), startedAt: z.iso.datetime(), aborted: z.boolean() }),
});

/** `comparison.json`, as far as a sign-off reads it: what a report keeps of a comparison, with what it is about. */
export const comparisonFile = z.preprocess(
  (value) => (typeof value === 'object' && value !== null ? { name: '', id: '', ...value } : value),
  z.intersection(baselineRecord, rest),
);
