import { z } from 'zod';
import { positiveDuration, wholeNumber } from '../schema-fields.ts';
import { coherenceProbeSchema } from './coherence-probe-schema.ts';
import { cacheProbeSchema } from './cache-probe-schema.ts';
import { healthProbeSchema } from './health-probe-schema.ts';
import { mcpProbeSchema } from './mcp-probe-schema.ts';
import { questionSchema } from './question-schema.ts';

/** The functional checks of the live service. */
export const probesSchema = z
  .strictObject({
    health: healthProbeSchema.optional(),
    citations: z
      .literal(true)
      .describe('whether every answer has citations with a source, and a hit those of its miss: true')
      .optional(),
    consensus: z
      .strictObject({
        atLeast: z.number().positive().max(1).describe('the least agreement, a share of 1 above 0, such as 0.66'),
      })
      .describe('the agreement that every answer must have: { atLeast }')
      .optional(),
    cache: cacheProbeSchema.optional(),
    mcp: mcpProbeSchema.optional(),
    coherence: coherenceProbeSchema.optional(),
    asks: wholeNumber(1, 'how many fresh questions each probe asks, 1 to 20').max(20).default(3),
    questions: z
      .array(questionSchema)
      .min(1)
      .max(20)
      .describe('questions that fresh ones are made of, in place of the first of the corpus')
      .optional(),
    timeout: positiveDuration('how long one kind of probe may take, such as "60s"').default('60s'),
  })
  .describe('the functional checks of the service: { health, citations, consensus, cache, mcp, coherence }');

/** Probes that fit the schema. */
export type ValidProbes = z.output<typeof probesSchema>;
