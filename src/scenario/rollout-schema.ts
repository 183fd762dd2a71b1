import { z } from 'zod';
import { commandSchema } from './hook-schema.ts';
import { baseUrl, fieldHints, positiveDuration, wholeNumber } from './schema-fields.ts';

const stage = z
  .strictObject({
    share: z
      .number()
      .positive()
      .max(1)
      .describe('the share of the load that the canary gets, above 0 and up to 1')
      .register(fieldHints, { hint: 'write a share of 1: 0.1 for 10 %' }),
    hold: positiveDuration('how long the canary is judged at this share, such as "5m"').default('5m'),
  })
  .describe('one stage: { share, hold }');

/** How a release is rolled out: to which shares, for how long, between what, and what is done with a doubt. */
export const rolloutSchema = z
  .strictObject({
    stages: z
      .array(stage)
      .min(1)
      .describe('the stages, each { share, hold }, the last with share 1')
      .default([
        { share: 0.1, hold: '5m' },
        { share: 0.5, hold: '5m' },
        { share: 1, hold: '5m' },
      ]),
    stable: baseUrl('the URL of the release before, such as "http://127.0.0.1:8080"').optional(),
    canary: baseUrl('the URL of the new release, such as "http://127.0.0.1:8081"').optional(),
    setShare: commandSchema(
      'the command that gives the canary the share that HITGATE_HOOK_SHARE holds, in per cent',
    ).optional(),
    pairs: wholeNumber(2, 'the number of pairs of measurements in which canary and stable are compared, at least 2')
      .max(100)
      .default(7),
    pairDuration: positiveDuration('the length of each of these measurements, such as "10s"').default('10s'),
    onInconclusive: z
      .enum(['hold', 'rollback'])
      .describe('what is done when a stage is not decided: "hold" measures it again, "rollback" goes back at once')
      .default('hold'),
    maxHolds: wholeNumber(0, 'how often a stage is measured again because it was not decided').max(100).default(2),
    afterHolds: z
      .enum(['stop', 'rollback'])
      .describe('what is done when it is still not decided then: "stop" leaves the share as it is')
      .default('stop'),
    onInterrupt: z
      .enum(['hold', 'rollback'])
      .describe('what Ctrl-C does: "hold" leaves the share as it is, "rollback" goes back')
      .default('hold'),
  })
  .describe('how a release is rolled out: { stages, stable, canary, setShare, … }');

/** A rollout that fits the schema. */
export type ValidRollout = z.output<typeof rolloutSchema>;
