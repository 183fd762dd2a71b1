import { maskSecrets } from '../../mask-secrets.ts';
import type { Actions, CommandHook } from '../../scenario/hook.ts';
import type { Scenario } from '../../scenario/scenario.ts';

/** A scenario for a report: the commands that it names are without secrets, written into them or not. */
export function maskCommands(scenario: Scenario, secrets: readonly string[]): Scenario {
  const mask = (hook: CommandHook): CommandHook => ({ ...hook, run: maskSecrets(hook.run, secrets) });
  const { actions } = scenario;
  return { ...scenario, ...(actions === undefined ? {} : { actions: maskActions(actions, mask) }) };
}

function maskActions(
  { rollback, review, alert, webhooks }: Actions,
  mask: (hook: CommandHook) => CommandHook,
): Actions {
  return {
    ...(rollback === undefined ? {} : { rollback: mask(rollback) }),
    ...(review === undefined ? {} : { review: mask(review) }),
    ...(alert === undefined ? {} : { alert: mask(alert) }),
    webhooks,
  };
}
