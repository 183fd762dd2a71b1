import { z } from 'zod';
import { findingSubjects, type RunCounters } from '../counters/counter-finding.ts';

const count = z.int().nonnegative();
const nothing = [
  z.object({ kind: z.literal('absent') }),
  z.object({ kind: z.literal('unusable'), why: z.string() }),
] as const;

const counter = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('values'), name: z.string(), values: z.record(z.string(), z.number()) }),
  ...nothing,
]);

const buckets = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('buckets'),
    name: z.string(),
    series: count,
    bounds: z.array(z.number()),
    counts: z.array(z.number()),
    total: z.number(),
  }),
  ...nothing,
]);

const line = z.object({ line: count, text: z.string(), reason: z.string(), name: z.string().exactOptional() });

const scrape = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('failed'), why: z.string() }),
  z.object({
    kind: z.literal('read'),
    series: count,
    hits: counter,
    requests: counter,
    errors: counter,
    hitLatency: buckets,
    missLatency: buckets,
    unusable: z.object({ lines: count, first: z.array(line) }),
    startedSeconds: z.number().exactOptional(),
  }),
]);

const finding = z.object({
  subject: z.enum(findingSubjects),
  status: z.enum(['agrees', 'differs', 'not-usable']),
  ours: z.number().exactOptional(),
  server: z.number().exactOptional(),
  serverRange: z.object({ low: z.number(), high: z.number().exactOptional() }).exactOptional(),
  apart: z.number().nonnegative().exactOptional(),
  seen: z.string(),
  cause: z.string().exactOptional(),
  remedy: z.string().exactOptional(),
});

/** What a report keeps of the service's counters around a run. */
export const runCountersRecord: z.ZodType<RunCounters> = z.object({
  before: scrape,
  after: scrape,
  findings: z.array(finding),
});
