import { z } from 'zod';
import type { ProbePass, RunProbes } from '../probes/probe-pass.ts';
import type { Probes } from '../scenario/probes/probes.ts';

const micros = z.number().nonnegative();
const count = z.int().nonnegative();
const hitOrMiss = z.enum(['hit', 'miss']);
const question = z.object({ question: z.string(), docId: z.string().exactOptional() });

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const bodyRule = z.union([
  z.object({ path: z.string(), equals: scalar }),
  z.object({ path: z.string(), not: scalar }),
  z.object({ path: z.string(), present: z.boolean() }),
]);

const mcp = z.object({
  path: z.string(),
  timeoutMicros: micros,
  protocolVersion: z.string().exactOptional(),
  serverName: z.string().exactOptional(),
  requireSession: z.boolean(),
  tools: z.array(z.string()),
  calls: z.array(
    z.object({
      name: z.string(),
      tool: z.string(),
      arguments: z.record(z.string(), z.unknown()),
      expect: z.object({
        error: z.boolean(),
        contains: z.array(z.string()),
        matches: z.string().exactOptional(),
        json: z.array(bodyRule),
        citations: z.string().exactOptional(),
      }),
    }),
  ),
});

const coherence = z.object({
  replicas: z.array(z.string()),
  asks: count,
  seenWithinMicros: micros,
  invalidate: z
    .discriminatedUnion('kind', [
      z.object({
        kind: z.literal('request'),
        method: z.string(),
        path: z.string(),
        body: z.unknown().exactOptional(),
      }),
      z.object({ kind: z.literal('command'), command: z.object({ run: z.string(), timeoutMicros: micros }) }),
    ])
    .exactOptional(),
  stampede: z.object({ requests: count, atMostMisses: count }).exactOptional(),
});

/** The probes of a scenario as a report keeps them. */
export const probesRecord: z.ZodType<Probes> = z.object({
  timeoutMicros: micros,
  questions: z.array(question),
  kinds: z.object({
    health: z.object({ version: z.string().exactOptional(), live: z.string().exactOptional() }).exactOptional(),
    citations: z.object({ asks: count }).exactOptional(),
    consensus: z.object({ asks: count, atLeast: z.number() }).exactOptional(),
    cache: z
      .object({
        asks: count,
        settleMicros: micros,
        otherCase: hitOrMiss.exactOptional(),
        trailingSpace: hitOrMiss.exactOptional(),
        ttlMicros: micros.exactOptional(),
        failing: question.exactOptional(),
      })
      .exactOptional(),
    mcp: mcp.exactOptional(),
    coherence: coherence.exactOptional(),
  }),
});

/** The fields of all probes asked once, with their results. */
export const probePassFields = {
  results: z.array(
    z.object({
      name: z.string(),
      status: z.enum(['pass', 'fail', 'no-data']),
      reason: z.string(),
      evidence: z.array(z.object({ what: z.string(), seen: z.string() })),
      startedAt: z.string(),
      millis: z.number().nonnegative(),
    }),
  ),
  requests: count,
  startedAt: z.string(),
  millis: z.number().nonnegative(),
};

const probePass: z.ZodType<ProbePass> = z.object(probePassFields);

/** The probes of a run before and after its load. */
export const runProbesRecord: z.ZodType<RunProbes> = z.object({ before: probePass, after: probePass.exactOptional() });
