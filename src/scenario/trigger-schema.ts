import { z } from 'zod';
import { duration, fieldHints, fileSafeName, text } from './schema-fields.ts';

/** What must not be of a live service: the alerts and the rollback triggers, in the grammar of thresholds. */
export const triggersSchema = z
  .array(
    z.strictObject({
      name: fileSafeName('the name of the trigger, such as "hit-rate-low"'),
      metric: text('the figure: cache_hit_rate, http_req_failed, http_req_duration{cache:hit} or up').register(
        fieldHints,
        { hint: 'write a figure of the service, such as http_req_duration{cache:hit}' },
      ),
      when: text('the bad state, such as "rate<0.873" or "p(95)>23"').register(fieldHints, {
        hint: 'write what is wrong, such as "p(95)>23": a trigger fires when it holds, a threshold fails when it does not',
      }),
      for: duration('how long it must hold before the trigger fires, such as "5m"'),
      severity: z
        .enum(['info', 'warning', 'critical'])
        .describe('how grave it is; critical for a rollback, else warning')
        .optional(),
      action: z
        .enum(['alert', 'review', 'rollback'])
        .describe('what it asks for: to know, to look at it and decide, or to roll back')
        .default('alert'),
    }),
  )
  .describe('the alerts and the rollback triggers of the live service; an empty list for none');

/** Triggers that fit the schema. */
export type ValidTriggers = z.output<typeof triggersSchema>;
