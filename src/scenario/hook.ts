import { defaultCommandTimeout, type ValidActions, type ValidCommand, type ValidWebhook } from './hook-schema.ts';
import { microsOf } from './normalise-load.ts';

/** A command that hitgate runs at an event, by the shell; it is ended, with all that it started, when it takes longer. */
export type CommandHook = { readonly run: string; readonly timeoutMicros: number };

/** Who is told of an event by HTTP: at the URL that the variable holds. Its value is never stored in a Scenario. */
export type Webhook = { readonly urlEnv: string; readonly timeoutMicros: number };

/** What is done and who is told when a trigger fires or a rollout stops; a command that is absent was not given. */
export type Actions = {
  readonly rollback?: CommandHook;
  readonly review?: CommandHook;
  readonly alert?: CommandHook;
  readonly webhooks: readonly Webhook[];
};

/** A command with its time-out, 60 s where none was written. */
export function commandHookOf(written: ValidCommand): CommandHook {
  const { run, timeout } = typeof written === 'string' ? { run: written, timeout: defaultCommandTimeout } : written;
  return { run, timeoutMicros: microsOf(timeout) };
}

/** Actions with their time-outs in microseconds. */
export function actionsOf({ rollback, review, alert, webhooks }: ValidActions): Actions {
  return {
    ...(rollback === undefined ? {} : { rollback: commandHookOf(rollback) }),
    ...(review === undefined ? {} : { review: commandHookOf(review) }),
    ...(alert === undefined ? {} : { alert: commandHookOf(alert) }),
    webhooks: webhooks.map(webhookOf),
  };
}

function webhookOf({ urlEnv, timeout }: ValidWebhook): Webhook {
  return { urlEnv, timeoutMicros: microsOf(timeout) };
}
