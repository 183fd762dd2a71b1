import { z } from 'zod';
import { commandSchema } from '../hook-schema.ts';
import { fieldHints, positiveDuration, wholeNumber } from '../schema-fields.ts';
import { urlFault } from '../url-fault.ts';

/** How long after it is stored an answer may be unknown to other replicas, when nothing else is written. */
const defaultSeenWithin = '1s';

/** More would be a load test. */
const mostRequests = 200;

const replica = z
  .string()
  .superRefine((url, context) => {
    const fault = urlFault(url);
    if (fault !== undefined) context.addIssue({ code: 'custom', message: fault.message, params: fault });
  })
  .describe('the base URL of a replica, such as "http://10.0.0.1:8080"');

const invalidation = z
  .union(
    [
      z.strictObject({
        method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).describe('the HTTP method, such as "DELETE"'),
        path: z
          .string()
          .regex(/^\/\S*$/u, { error: 'must begin with "/" and hold no space' })
          .describe('the path on the first replica, such as "/cache/answers/{{doc_id}}/{{question}}"'),
        body: z.json().describe('the JSON body, with {{question}} or {{doc_id}} in its text').optional(),
      }),
      z.strictObject({ command: commandSchema('the command that invalidates, for the shell') }),
    ],
    { error: 'must be { method, path, body } or { command }' },
  )
  .describe('what makes all replicas forget an answer: a request to the first replica, or a command')
  .register(fieldHints, {
    hint: 'write { method: "DELETE", path: "/cache/answers" }, or { command: "redis-cli -h cache FLUSHALL" }',
  });

const stampede = z
  .strictObject({
    requests: wholeNumber(2, `how many ask the same new question at once, 2 to ${mostRequests}`).max(mostRequests),
    atMostMisses: wholeNumber(1, 'how many of them may be misses'),
  })
  .refine(({ requests, atMostMisses }) => atMostMisses < requests, {
    error: 'must have fewer misses than requests, or it could not fail',
  })
  .describe('how many requests at once for a new question may miss: { requests, atMostMisses }');

/** What several replicas of the service must agree on. */
export const coherenceProbeSchema = z
  .strictObject({
    replicas: z
      .array(replica)
      .min(2)
      .max(16)
      .refine((urls) => new Set(urls.map(withoutSlash)).size === urls.length, {
        error: 'must not name a replica twice',
      })
      .describe('the base URLs of the replicas, 2 to 16 of them'),
    seenWithin: positiveDuration('how soon after a fill or an invalidation all replicas must see it').default(
      defaultSeenWithin,
    ),
    invalidate: invalidation.optional(),
    stampede: stampede.optional(),
  })
  .describe('what replicas must agree on: { replicas, seenWithin, invalidate, stampede }');

/** A probe of coherence that fits the schema. */
export type ValidCoherence = z.output<typeof coherenceProbeSchema>;

function withoutSlash(url: string): string {
  return url.replace(/\/+$/u, '');
}
