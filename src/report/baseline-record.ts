import { z } from 'zod';
import type { BaselineVerdict } from '../judge/verdict.ts';

const cacheClass = z.enum(['hit', 'miss']).exactOptional();

const metric = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('quantile'), quantile: z.number().min(0).max(1), cacheClass }),
  z.object({ kind: z.literal('mean'), cacheClass }),
  z.object({ kind: z.enum(['hit rate', 'error rate', 'throughput']) }),
]);

const bounds = { low: z.number(), high: z.number() };

const gate = z.object({
  name: z.string(),
  metric,
  scale: z.enum(['ratio', 'points']),
  unit: z.enum(['ms', 'share', 'per second']),
  worse: z.enum(['greater', 'less']),
  margin: z.number(),
  asked: z.boolean(),
  status: z.enum(['regressed', 'no-regression', 'improved', 'inconclusive', 'no-data', 'not-compared']),
  before: z.number().exactOptional(),
  after: z.number().exactOptional(),
  change: z.number().exactOptional(),
  interval: z.object({ ...bounds, method: z.string() }).exactOptional(),
  n: z.number().nonnegative(),
  detectable: z.number().exactOptional(),
  adjustedP: z.number().min(0).max(1).exactOptional(),
  ranks: z
    .object({
      change: z.number(),
      low: z.number().exactOptional(),
      high: z.number().exactOptional(),
      p: z.number().min(0).max(1),
    })
    .exactOptional(),
  reason: z.string(),
});

const claim = z.object({
  name: z.string(),
  status: z.enum(['holds', 'does-not-hold', 'inconclusive', 'no-data']),
  claimed: z.number(),
  observed: z.number().exactOptional(),
  interval: z.object(bounds).exactOptional(),
  reason: z.string(),
});

/** The comparison with a baseline as a report keeps it. */
export const baselineRecord: z.ZodType<BaselineVerdict> = z.object({
  name: z.string(),
  id: z.string(),
  outcome: z.enum(['INVALID', 'REGRESSED', 'NO DATA', 'CLAIM NOT MET', 'INCONCLUSIVE', 'IMPROVED', 'NO REGRESSION']),
  reason: z.string(),
  evidence: z.enum(['pairs', 'runs', 'one run']),
  reservations: z.array(z.string()),
  gates: z.array(gate),
  claims: z.array(claim),
});
