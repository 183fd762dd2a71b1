import { z } from 'zod';
import type { GateResult, Verdict } from '../judge/verdict.ts';
import { baselineRecord } from './baseline-record.ts';
import { thresholdRecord } from './scenario-record.ts';

/** One gate's result as a report keeps it. */
export const gateRecord: z.ZodType<GateResult> = z.object({
  threshold: thresholdRecord,
  status: z.enum(['pass', 'fail', 'no-data', 'inconclusive', 'invalid']),
  n: z.number().nonnegative(),
  effectiveN: z.number().nonnegative().exactOptional(),
  deff: z.number().nonnegative().exactOptional(),
  observed: z.number().exactOptional(),
  interval: z
    .object({ low: z.number().exactOptional(), high: z.number().exactOptional(), method: z.string() })
    .exactOptional(),
  over: z
    .object({ count: z.number(), passAtMost: z.number().optional(), failAtLeast: z.number().optional() })
    // JSON leaves out what is undefined; the verdict names both bounds always.
    .transform(({ count, passAtMost, failAtLeast }) => ({ count, passAtMost, failAtLeast }))
    .exactOptional(),
  needed: z
    .object({
      samples: z.number().nonnegative().exactOptional(),
      runs: z.int().nonnegative().exactOptional(),
      flags: z.string().exactOptional(),
    })
    .exactOptional(),
  sequential: z
    .object({
      decision: z.enum(['pass', 'fail', 'inconclusive']),
      n: z.number().nonnegative(),
      logPass: z.number(),
      logFail: z.number(),
      deff: z.number().nonnegative().exactOptional(),
    })
    .exactOptional(),
  reason: z.string(),
});

/** A verdict as a report keeps it. */
export const verdictRecord: z.ZodType<Verdict> = z.object({
  outcome: z.enum(['PASS', 'FAIL', 'INCONCLUSIVE', 'INVALID']),
  reason: z.string(),
  gates: z.array(gateRecord),
  validity: z.array(
    z.object({ code: z.string(), seen: z.string(), cause: z.string().exactOptional(), remedy: z.string() }),
  ),
  warnings: z.array(z.object({ code: z.string(), seen: z.string(), cause: z.string(), remedy: z.string() })),
  judgedOn: z.enum(['service', 'response']),
  runs: z.int().nonnegative(),
  baseline: baselineRecord.exactOptional(),
  counters: z.object({ held: z.boolean(), reason: z.string() }).exactOptional(),
});
