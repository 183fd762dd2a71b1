import { z } from 'zod';
import { faultsSchema } from './fault-schema.ts';
import { actionsSchema } from './hook-schema.ts';
import { loadSchema } from './load-schema.ts';
import { mappingSchema } from './mapping-schema.ts';
import { probesSchema } from './probes/probes-schema.ts';
import { rolloutSchema } from './rollout-schema.ts';
import { fieldHints, fileSafeName, positiveDuration, text, wholeNumber } from './schema-fields.ts';
import { targetSchema } from './target-schema.ts';
import { triggersSchema } from './trigger-schema.ts';
import { workloadSchema } from './workload-schema.ts';

const warmup = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('none') }),
    z.strictObject({ kind: z.literal('prefill') }),
    z.strictObject({ kind: z.literal('duration'), duration: positiveDuration('the length, such as "10s"') }),
    z.strictObject({
      kind: z.literal('until-steady'),
      maxDuration: positiveDuration('the longest warm-up, such as "2m"').default('2m'),
    }),
  ])
  .describe('what happens before the measured phase: { kind } of none, prefill, duration or until-steady');

const thresholdEntry = z
  .union([
    z.string(),
    z.strictObject({
      threshold: text('the expression, such as "p(95)<23"'),
      abortOnFail: z.boolean().describe('whether the run ends as soon as the gate is sure to fail').optional(),
      delayAbortEval: positiveDuration('the time before which the gate ends no run, such as "30s"').optional(),
    }),
  ])
  .describe('an expression such as "p(95)<23"');

const thresholds = z
  .record(
    z.string(),
    z
      .union([thresholdEntry, z.array(thresholdEntry).min(1)], { error: 'must be an expression or a list of them' })
      .describe('an expression such as "p(95)<23", or a list of them'),
  )
  .describe('the gates, by metric, such as { "http_req_duration{cache:hit}": ["p(95)<23"] }')
  .register(fieldHints, {
    hint: 'add at least one gate, such as "http_req_duration{cache:hit}": ["p(95)<23"]: a run that cannot fail means nothing',
  });

const checks = z
  .strictObject({
    citations: z.boolean().describe('whether every answer must have citations with a source').default(false),
    sameAnswerOnHit: z.boolean().describe('whether a hit must answer the same as its miss').default(false),
    consensus: z
      .strictObject({
        atLeast: z.number().positive().max(1).describe('the least agreement, a share of 1 above 0, such as 0.66'),
      })
      .describe('the agreement that every answer must have: { atLeast }')
      .optional(),
  })
  .describe('the checks of every successful answer');

const baseline = z
  .strictObject({
    name: fileSafeName('the name of the stored baseline'),
    margins: z
      .record(z.string(), z.number().positive().max(1).describe('the share by which it may be worse, such as 0.1'))
      .describe('the margins, such as { "p(95){cache:hit}": 0.1 }')
      .default({}),
    claims: z
      .record(
        z.string(),
        z
          .union([
            z.strictObject({
              lowerBy: z.number().positive().max(1).describe('the share by which it must be lower, such as 0.9'),
            }),
            z.strictObject({
              atLeast: z.number().positive().max(1).describe('the least share of requests that must not fail'),
            }),
          ])
          .describe('what is claimed: { lowerBy } of a latency, { atLeast } of the availability'),
      )
      .describe('what the change is said to bring, such as { "p(95){cache:miss}": { lowerBy: 0.9 } }')
      .optional(),
  })
  .describe('the stored run that this one is compared with');

/** The scenario file as users write it, with its defaults; every object is strict. */
export const scenarioSchema = z.strictObject({
  $schema: z.string().describe('the path of the JSON Schema, for editors; not read').optional(),
  name: fileSafeName('the name of the scenario, such as "sla"'),
  description: z.string().describe('one sentence that says what the scenario shows').default(''),
  target: targetSchema,
  workload: workloadSchema,
  phases: z
    .strictObject({ warmup: warmup.default({ kind: 'prefill' }), measure: loadSchema.optional() })
    .describe('the phases: { warmup, measure }')
    .default({ warmup: { kind: 'prefill' } }),
  load: loadSchema.optional(),
  runs: wholeNumber(1, 'the number of repetitions, at least 1').max(100).default(1),
  thresholds,
  checks: checks.default({ citations: false, sameAnswerOnHit: false }),
  baseline: baseline.optional(),
  metrics: mappingSchema.optional(),
  triggers: triggersSchema.optional(),
  actions: actionsSchema.optional(),
  faults: faultsSchema.optional(),
  probes: probesSchema.optional(),
  rollout: rolloutSchema.optional(),
});

/** A scenario as a file gives it: what `defineScenario` takes. */
export type ScenarioInput = z.input<typeof scenarioSchema>;

/** A scenario that fits the schema, with its defaults. */
export type ValidScenario = z.output<typeof scenarioSchema>;

/** The value of `thresholds` that fits the schema. */
export type ValidThresholds = ValidScenario['thresholds'];
