import { z } from 'zod';
import type { Scenario } from '../scenario/scenario.ts';
import { agreeingCounters } from '../scenario/metric-mapping.ts';
import { metricNames } from '../scenario/metrics.ts';
import { probesRecord } from './probes-record.ts';
import type { Threshold } from '../scenario/threshold.ts';

const micros = z.number().nonnegative();
const users = z.int().nonnegative();
const rate = z.number().nonnegative();
const strings = z.record(z.string(), z.string());
const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const operator = z.enum(['<', '<=', '>', '>=', '==', '!=']);

const bodyRule = z.union([
  z.object({ path: z.string(), equals: scalar }),
  z.object({ path: z.string(), not: scalar }),
  z.object({ path: z.string(), present: z.boolean() }),
]);

const classification = z.discriminatedUnion('from', [
  z.object({ from: z.literal('json'), path: z.string(), hit: z.array(scalar), miss: z.array(scalar) }),
  z.object({ from: z.literal('header'), name: z.string(), hit: z.array(z.string()), miss: z.array(z.string()) }),
  z.object({
    from: z.literal('server-timing'),
    metric: z.string(),
    hit: z.array(z.string()),
    miss: z.array(z.string()),
  }),
]);

const target = z.object({
  preset: z.enum(['doc-rag', 'fact-api', 'generic']),
  url: z.string().exactOptional(),
  tls: z
    .object({
      ca: z.string().exactOptional(),
      cert: z.string().exactOptional(),
      key: z.string().exactOptional(),
      keyPassphraseEnv: z.string().exactOptional(),
      serverName: z.string().exactOptional(),
      insecure: z.boolean(),
    })
    .exactOptional(),
  timeoutMicros: micros,
  request: z.object({
    method: z.string(),
    path: z.string(),
    headers: strings,
    secretHeaders: z.record(z.string(), z.object({ env: z.string(), prefix: z.string() })),
    body: z.unknown().exactOptional(),
  }),
  classify: classification,
  success: z.object({ status: z.array(z.tuple([z.number(), z.number()])), body: z.array(bodyRule) }),
  health: z.object({ path: z.string(), body: z.array(bodyRule) }).exactOptional(),
  answerPath: z.string(),
  citationsPath: z.string(),
  consensus: z.object({ path: z.string(), scale: z.union([z.literal(1), z.literal(100)]) }),
});

const command = z.object({ run: z.string(), timeoutMicros: micros });
const actions = z.object({
  rollback: command.exactOptional(),
  review: command.exactOptional(),
  alert: command.exactOptional(),
  webhooks: z.array(z.object({ urlEnv: z.string(), timeoutMicros: micros })),
});

const fault = z.object({
  name: z.string(),
  atMicros: micros,
  forMicros: micros,
  action: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('inject'), faults: z.array(z.string()) }),
    z.object({ kind: z.literal('command'), run: command, undo: command }),
  ]),
});

const rollout = z.object({
  stages: z.array(z.object({ share: z.number().positive().max(1), holdMicros: micros })),
  stable: z.string().exactOptional(),
  canary: z.string().exactOptional(),
  setShare: command.exactOptional(),
  pairs: z.int().positive(),
  pairMicros: micros,
  onInconclusive: z.enum(['hold', 'rollback']),
  maxHolds: z.int().nonnegative(),
  afterHolds: z.enum(['stop', 'rollback']),
  onInterrupt: z.enum(['hold', 'rollback']),
});

const popularity = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('uniform') }),
  z.object({ kind: z.literal('zipf'), exponent: z.number() }),
  z.object({ kind: z.literal('hotspot'), hotQueries: z.number(), hotTraffic: z.number() }),
  z.object({ kind: z.literal('weighted') }),
  z.object({ kind: z.literal('sequential') }),
  z.object({ kind: z.literal('replay'), file: z.string(), speed: z.number() }),
  z.object({ kind: z.literal('hit-rate'), rate: z.number() }),
]);

const thinkTime = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('constant'), micros }),
  z.object({ kind: z.literal('uniform'), minMicros: micros, maxMicros: micros }),
  z.object({ kind: z.literal('exponential'), meanMicros: micros }),
]);

const workload = z.object({
  queries: z.string(),
  popularity,
  mix: z.record(z.string(), z.number()),
  seed: z.number(),
  sequence: z.enum(['shared', 'per-user']),
  thinkTime,
  cache: z.object({ capacity: z.number().exactOptional(), ttlMicros: micros.exactOptional() }),
});

const warmup = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('prefill') }),
  z.object({ kind: z.literal('duration'), micros }),
  z.object({ kind: z.literal('until-steady'), maxMicros: micros }),
]);

const stages = z.array(z.object({ durationMicros: micros, target: z.number() }));
const common = { gracefulStopMicros: micros };
const open = { ...common, preAllocatedVUs: users, maxVUs: users, arrivals: z.enum(['even', 'poisson']) };
const iterations = { ...common, vus: users, iterations: z.int().nonnegative(), maxDurationMicros: micros };

const load = z.discriminatedUnion('executor', [
  z.object({ executor: z.literal('constant-vus'), ...common, vus: users, durationMicros: micros }),
  z.object({
    executor: z.literal('ramping-vus'),
    ...common,
    startVUs: users,
    stages,
    gracefulRampDownMicros: micros,
  }),
  z.object({ executor: z.literal('shared-iterations'), ...iterations }),
  z.object({ executor: z.literal('per-vu-iterations'), ...iterations }),
  z.object({ executor: z.literal('constant-arrival-rate'), ...open, ratePerSecond: rate, durationMicros: micros }),
  z.object({ executor: z.literal('ramping-arrival-rate'), ...open, startRatePerSecond: rate, stages }),
  z.object({ executor: z.literal('replay'), ...open, maxDurationMicros: micros }),
]);

/** A gate as a report keeps it. */
export const thresholdRecord: z.ZodType<Threshold> = z.object({
  selector: z.string(),
  source: z.string(),
  metric: z.enum(metricNames),
  tags: strings,
  aggregation: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('quantile'), quantile: z.number().min(0).max(1) }),
    z.object({ kind: z.enum(['avg', 'min', 'max', 'count', 'rate', 'value']) }),
  ]),
  operator,
  limit: z.number(),
  implicit: z.boolean(),
  abortOnFail: z.literal(true).exactOptional(),
  delayAbortEvalMicros: micros.exactOptional(),
});

const series = z.object({ name: z.string(), labels: strings });

const mapping = z.object({
  hits: series,
  requests: series,
  errors: series,
  hitLatencyBuckets: series,
  missLatencyBuckets: series,
  up: series,
  unit: z.enum(['seconds', 'milliseconds']),
  selector: strings,
  requestsCountErrors: z.boolean(),
  scrapeIntervalMicros: micros,
  buckets: z.array(z.number().positive()).exactOptional(),
  path: z.string().exactOptional(),
  agree: z.object({ within: z.number().min(0), of: z.array(z.enum(agreeingCounters)) }).exactOptional(),
});

const cacheClass = z.enum(['hit', 'miss']);

const trigger = z.object({
  name: z.string(),
  condition: z.object({
    figure: z.discriminatedUnion('kind', [
      z.object({ kind: z.enum(['hit rate', 'error rate', 'up']) }),
      z.object({ kind: z.literal('mean'), cacheClass }),
      z.object({ kind: z.literal('quantile'), cacheClass, quantile: z.number().min(0).max(1) }),
    ]),
    operator: z.enum(['<', '<=', '>', '>=']),
    limit: z.number(),
  }),
  forMicros: micros,
  severity: z.enum(['info', 'warning', 'critical']),
  action: z.enum(['alert', 'review', 'rollback']),
});

/** A scenario as a report keeps it: parsed, with every default filled in and secrets by name only. */
export const scenarioRecord: z.ZodType<Scenario> = z.object({
  name: z.string(),
  description: z.string(),
  file: z.string(),
  target,
  workload,
  warmup,
  load,
  runs: z.int().positive(),
  untilDecided: z.literal(true).exactOptional(),
  jointTests: z.int().positive().exactOptional(),
  thresholds: z.array(thresholdRecord),
  checks: z.object({
    citations: z.boolean(),
    sameAnswerOnHit: z.boolean(),
    consensus: z.object({ atLeast: z.number() }).exactOptional(),
  }),
  baseline: z
    .object({
      name: z.string(),
      margins: z.record(z.string(), z.number()),
      claims: z
        .array(
          z.discriminatedUnion('kind', [
            z.object({ kind: z.literal('lower'), metric: z.string(), lowerBy: z.number() }),
            z.object({ kind: z.literal('availability'), atLeast: z.number() }),
          ]),
        )
        .exactOptional(),
    })
    .exactOptional(),
  metrics: mapping.exactOptional(),
  triggers: z.array(trigger).exactOptional(),
  actions: actions.exactOptional(),
  faults: z.array(fault).exactOptional(),
  probes: probesRecord.exactOptional(),
  rollout: rollout.exactOptional(),
});
