import { z } from 'zod';
import { baseUrl, environmentName, fieldHints, positiveDuration, text } from './schema-fields.ts';
import { tlsSchema } from './tls-schema.ts';

/** The presets of a target. */
const presetNames = ['doc-rag', 'fact-api', 'generic'] as const;

/** HTTP methods of a request. */
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

const scalar = z
  .union([z.string(), z.number(), z.boolean(), z.null()], { error: 'must be text, a number, true, false or null' })
  .describe('a value of JSON that is no list or object');

/** A path on the target. */
export const path = z
  .string()
  .regex(/^\/\S*$/u, { error: 'must begin with "/" and hold no space' })
  .describe('the path on the target, such as "/query"');

/** A dotted path into a JSON body. */
export const jsonPath = (description: string) =>
  z
    .string()
    .regex(/^[^.\s]+(?:\.[^.\s]+)*$/u, { error: 'must be keys joined by dots' })
    .describe(description)
    .register(fieldHints, { hint: 'write a dotted path without "$", such as "metadata.cache_status" or "items.0.id"' });

const header = z
  .string()
  .regex(/^[!#$%&'*+.^_`|~\w-]+$/u, { error: 'must be the name of a header' })
  .describe('the name of a header, such as "x-cache"');

/** One condition on a JSON body. */
export const bodyRule = z
  .strictObject({
    path: jsonPath('the dotted path into the JSON body, such as "status"'),
    equals: scalar.optional(),
    not: scalar.optional(),
    present: z.boolean().describe('whether the path must exist').optional(),
  })
  .refine((rule) => [rule.equals, rule.not, rule.present].filter((value) => value !== undefined).length === 1, {
    error: 'must have exactly one of equals, not and present',
  })
  .describe('a condition on the JSON body, such as { path: "status", equals: "ok" }');

const listed = (values: z.ZodType<string>) =>
  z.array(values).min(1).describe('the list of values that mean this class, such as ["HIT"]');

const classify = z
  .discriminatedUnion('from', [
    z.strictObject({
      from: z.literal('json'),
      path: jsonPath('the dotted path of the cache state in the body, such as "cache_hit"'),
      hit: z.array(scalar).min(1).describe('the list of values that mean a hit, such as [true]'),
      miss: z.array(scalar).min(1).describe('the list of values that mean a miss, such as [false]'),
    }),
    z.strictObject({ from: z.literal('header'), name: header, hit: listed(z.string()), miss: listed(z.string()) }),
    z.strictObject({
      from: z.literal('server-timing'),
      metric: text('the name of the metric in Server-Timing, such as "cache"'),
      hit: listed(z.string()),
      miss: listed(z.string()),
    }),
  ])
  .describe('where the cache state of an answer is read');

const statusCode = z.int().min(100).max(599).describe('an HTTP status, such as 200');
const statusRange = z
  .union([statusCode, z.tuple([statusCode, statusCode])], { error: 'must be a status or a pair [from, to]' })
  .describe('an HTTP status or a pair [from, to], such as 200 or [200, 299]');

const success = z
  .strictObject({
    status: z.array(statusRange).min(1).describe('the list of good statuses, such as [[200, 299]]').optional(),
    body: z.array(bodyRule).describe('the conditions on the JSON body of a success').optional(),
  })
  .describe('when an answer is a success');

const health = z
  .union([
    z.literal(false),
    z.strictObject({ path, body: z.array(bodyRule).describe('the conditions on the body').default([]) }),
  ])
  .describe('what a healthy target answers before any load, or false to send the load without asking');

/** What is asked of the target and how its answers are read; every field of a preset can be replaced. */
export const targetSchema = z
  .strictObject({
    preset: z.enum(presetNames).describe('the kind of service: "doc-rag", "fact-api" or "generic"'),
    url: baseUrl('the base URL of the service; without it the reference target is started').optional(),
    tls: tlsSchema.optional(),
    timeout: positiveDuration('the longest wait for a complete answer, such as "5s"').default('5s'),
    headers: z
      .record(header, z.string().describe('the value of a header'))
      .describe('headers that are sent with every request; none of them a secret')
      .default({}),
    secretHeaders: z
      .record(
        header,
        z
          .strictObject({
            env: environmentName('the environment variable that holds the value'),
            prefix: z.string().describe('the text before the value, such as "Bearer "').default(''),
          })
          .describe('an object { env, prefix? } that names an environment variable')
          .register(fieldHints, { hint: 'write { env: "NAME_OF_THE_VARIABLE", prefix: "Bearer " }' }),
      )
      .describe('headers whose value comes from the environment, such as { Authorization: { env: "API_KEY" } }')
      .default({}),
    apiKeyEnv: environmentName('the environment variable that holds the bearer key').optional(),
    request: z
      .strictObject({
        method: z.enum(methods).describe('the HTTP method, such as "POST"').optional(),
        path: path.optional(),
        body: z
          .json()
          .describe('the JSON body, with {{question}}, {{doc_id}}, {{id}} or {{class}} in its text')
          .optional(),
      })
      .describe('the request: { method, path, body } with places such as {{question}}')
      .optional(),
    classify: classify.optional(),
    success: success.optional(),
    health: health.optional(),
    answerPath: jsonPath('the dotted path of the answer in the body').optional(),
    citationsPath: jsonPath('the dotted path of the list of citations').optional(),
    consensus: z
      .strictObject({
        path: jsonPath('the dotted path of the agreement in the body'),
        scale: z
          .union([z.literal(1), z.literal(100)], { error: 'must be 1 or 100' })
          .describe('the number that means full agreement, 1 or 100'),
      })
      .describe('where the agreement is read: { path, scale }')
      .optional(),
  })
  .describe('the service under test, such as { preset: "doc-rag" }');

/** A target that fits the schema, with its defaults. */
export type ValidTarget = z.output<typeof targetSchema>;
