import { z } from 'zod';
import { environmentName, fieldHints, positiveDuration, text } from './schema-fields.ts';

/** How long a command may take when nothing else is written. */
export const defaultCommandTimeout = '60s';
const defaultWebhookTimeout = '10s';

/** A command for the shell: its text, or `{ run, timeout }`. */
export function commandSchema(description: string) {
  return z
    .union(
      [
        text('the command, for the shell'),
        z.strictObject({
          run: text('the command, for the shell'),
          timeout: positiveDuration('how long it may take before it is ended, such as "60s"').default(
            defaultCommandTimeout,
          ),
        }),
      ],
      { error: 'must be a command, or { run, timeout }' },
    )
    .describe(description)
    .register(fieldHints, { hint: 'write the command as in a shell, or { run: "kubectl …", timeout: "60s" }' });
}

/** Who is told by HTTP: the variable that holds the URL, as such a URL is a right to post by itself. */
const webhookSchema = z
  .strictObject({
    urlEnv: environmentName('the environment variable that holds the URL, such as SLACK_WEBHOOK_URL'),
    timeout: positiveDuration('how long an answer may take, such as "10s"').default(defaultWebhookTimeout),
  })
  .describe('who is told: { urlEnv: "SLACK_WEBHOOK_URL" }');

/** What is done and who is told when a trigger fires or a rollout stops. */
export const actionsSchema = z
  .strictObject({
    rollback: commandSchema('the command that goes back to the release before').optional(),
    review: commandSchema('the command that calls somebody to look and decide').optional(),
    alert: commandSchema('the command that makes an alert known').optional(),
    webhooks: z.array(webhookSchema).describe('who is told by HTTP, in the form that Slack takes').default([]),
  })
  .describe('what is done when a trigger fires or a rollout stops: { rollback, review, alert, webhooks }');

/** Actions that fit the schema. */
export type ValidActions = z.output<typeof actionsSchema>;

/** A command that fits the schema. */
export type ValidCommand = z.output<ReturnType<typeof commandSchema>>;

/** A webhook that fits the schema. */
export type ValidWebhook = z.output<typeof webhookSchema>;
