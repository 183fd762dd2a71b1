import { z } from 'zod';
import { parseDuration } from '../../units.ts';
import { duration, positiveDuration } from '../schema-fields.ts';
import { questionSchema } from './question-schema.ts';

const expectation = (what: string) =>
  z.enum(['hit', 'miss']).describe(`what ${what} of a cached question is`).optional();

/** The pause between a miss and its repeat when nothing else is written: a service may store its answer behind the reply. */
export const defaultSettle = '100ms';

/** The longest time to live that a probe waits for. */
const longestTtl = '60s';

/** What the cache must do. */
export const cacheProbeSchema = z
  .union(
    [
      z.literal(true),
      z.strictObject({
        key: z
          .union(
            [
              z.literal('exact'),
              z.strictObject({
                otherCase: expectation('another case'),
                trailingSpace: expectation('a trailing space'),
              }),
            ],
            { error: 'must be "exact", or { otherCase, trailingSpace } of "hit" and "miss"' },
          )
          .describe('whether variants of a cached question are misses: "exact", or { otherCase, trailingSpace }')
          .optional(),
        settle: duration('the pause between a miss and its repeat, such as "100ms"').default(defaultSettle),
        ttl: positiveDuration('how long the service keeps an answer, at most "60s"')
          .refine((ttl) => (parseDuration(ttl) ?? 0) <= (parseDuration(longestTtl) ?? 0), {
            error: `must be at most ${longestTtl}, as a probe waits for it`,
          })
          .optional(),
        failing: questionSchema.optional(),
      }),
    ],
    { error: 'must be true, or { key, settle, ttl, failing }' },
  )
  .describe('what the cache must do: true, or { key, settle, ttl, failing }');
