import { z } from 'zod';
import { agreeingCounters } from './metric-mapping.ts';
import { fieldHints, positiveDuration, share } from './schema-fields.ts';

const metricName = /^[a-zA-Z_:][\w:]*$/u;
const labelName = z.string().regex(/^(?!__)[a-zA-Z_]\w*$/u, { error: 'must be the name of a label' });

const labels = (description: string) =>
  z
    .record(labelName, z.string().describe('the value of the label'))
    .describe(description)
    .register(fieldHints, { hint: 'write labels as names and values, such as { job: "fact" }' });

function series(what: string, pattern: RegExp, rule: string) {
  const name = z.string().regex(pattern, { error: rule }).describe(`the name of ${what}`);
  return z
    .union([name, z.strictObject({ name, labels: labels('labels that tell it from others of that name') })])
    .describe(`${what}: a name, or { name, labels }`)
    .register(fieldHints, { hint: 'write the name as /metrics shows it, or { name, labels }' });
}

const counter = (what: string) => series(what, metricName, 'must be the name of a metric');
const buckets = (what: string) =>
  series(what, /^[a-zA-Z_:][\w:]*_bucket$/u, 'must be the name of a histogram’s buckets, which ends in _bucket');

const noPath = 'must be a path that begins with /, or false';
const agree = z
  .strictObject({
    within: share('how far apart the counters may be, as a share of the requests sent').default(0),
    of: z
      .array(z.enum(agreeingCounters).describe('a counter'))
      .min(1)
      .describe('the counters that are to agree')
      .default([...agreeingCounters]),
  })
  .describe('fails the run when the service’s counters do not agree with ours, or cannot be used')
  .register(fieldHints, { hint: 'write agree: { within: 0.01 }, and of: [requests, hits] for some of the counters' });

/** How the service names its figures at Prometheus; the defaults are the integration plan's. */
export const mappingSchema = z
  .strictObject({
    hits: counter('the counter of hits').default('fact_cache_hits'),
    requests: counter('the counter of requests').default('fact_requests'),
    errors: counter('the counter of failed requests').default('fact_errors'),
    hitLatencyBuckets: buckets('the buckets of the latency of hits').default('fact_cache_latency_bucket'),
    missLatencyBuckets: buckets('the buckets of the latency of misses').default('fact_miss_latency_bucket'),
    up: counter('the gauge that is 1 while the service can be reached').default('up'),
    unit: z
      .enum(['seconds', 'milliseconds'])
      .describe('the unit that the latency histograms count in')
      .default('seconds'),
    selector: labels('labels that every series of the service has').default({ job: 'fact' }),
    requestsCountErrors: z.boolean().describe('whether the counter of requests counts failed ones too').default(true),
    scrapeInterval: positiveDuration('how often Prometheus reads the service, such as "15s"').default('15s'),
    buckets: z
      .array(z.number().positive().describe('the upper bound of a bucket, in unit'))
      .min(1)
      .describe('the finite upper bounds of the latency buckets in unit, ascending, such as [0.01, 0.023, 0.05]')
      .optional(),
    path: z
      .union([z.string().regex(/^\/\S*$/u, { error: noPath }), z.literal(false)], { error: noPath })
      .describe('where the service shows its figures, below the URL of the target; false: a run does not look')
      .register(fieldHints, { hint: 'write a path such as "/metrics", or false' })
      .default('/metrics'),
    agree: agree.optional(),
  })
  .describe('how the service names its figures at Prometheus');

/** A mapping that fits the schema, with its defaults. */
export type ValidMapping = z.output<typeof mappingSchema>;
