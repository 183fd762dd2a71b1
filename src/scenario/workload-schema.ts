import { z } from 'zod';
import { duration, positiveDuration, share, text, wholeNumber } from './schema-fields.ts';

const popularity = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('uniform') }),
    z.strictObject({
      kind: z.literal('zipf'),
      exponent: z.number().min(0).describe('the exponent of Zipf’s law, from 0 (uniform), such as 0.99').default(0.99),
    }),
    z.strictObject({
      kind: z.literal('hotspot'),
      hotQueries: share('the share of the queries that are hot, 0 to 1, such as 0.2'),
      hotTraffic: share('the share of the requests that ask a hot query, 0 to 1, such as 0.8'),
    }),
    z.strictObject({ kind: z.literal('weighted') }),
    z.strictObject({ kind: z.literal('sequential') }),
    z.strictObject({
      kind: z.literal('replay'),
      file: text('the path of the log (JSONL with times), relative to the scenario file'),
      speed: z.number().positive().describe('the factor by which time runs faster, above 0, such as 2').default(1),
    }),
    z.strictObject({ kind: z.literal('hit-rate'), rate: share('the share of requests that ask a query seen before') }),
  ])
  .describe('how often each query is asked, such as { kind: "zipf", exponent: 0.99 }');

const thinkTime = z
  .union([
    positiveDuration('a constant pause'),
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('none') }),
      z.strictObject({ kind: z.literal('constant'), duration: duration('the pause, such as "1s"') }),
      z.strictObject({
        kind: z.literal('uniform'),
        min: duration('the shortest pause, such as "500ms"'),
        max: duration('the longest pause, such as "2s"'),
      }),
      z.strictObject({ kind: z.literal('exponential'), mean: positiveDuration('the mean pause, such as "1s"') }),
    ]),
  ])
  .describe('the pause of a user between an answer and its next request: a duration such as "1s", or { kind, … }');

/** Which questions are asked, in which order, and what cache the prediction assumes. */
export const workloadSchema = z
  .strictObject({
    queries: text('the path of the corpus (JSONL), relative to the scenario file'),
    popularity: popularity.default({ kind: 'zipf', exponent: 0.99 }),
    mix: z
      .record(z.string(), z.number().positive().describe('the relative weight of a class, above 0'))
      .describe('the relative weights of corpus classes, such as { pci: 3, gdpr: 1 }')
      .default({}),
    seed: wholeNumber(0, 'the seed of the request sequence, a whole number from 0').default(1),
    sequence: z
      .enum(['shared', 'per-user'])
      .describe('whether all users share one sequence or each has its own')
      .default('shared'),
    thinkTime: thinkTime.default({ kind: 'none' }),
    cache: z
      .strictObject({
        capacity: wholeNumber(1, 'the number of entries that the cache holds, such as 10000').optional(),
        ttl: positiveDuration('the life of an entry, such as "1h"').optional(),
      })
      .describe('the cache that the prediction assumes in the target')
      .default({}),
  })
  .describe('the questions that are asked, and in which order');

/** A workload that fits the schema, with its defaults. */
export type ValidWorkload = z.output<typeof workloadSchema>;
