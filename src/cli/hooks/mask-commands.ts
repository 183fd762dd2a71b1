import { maskSecrets } from '../../mask-secrets.ts';
import type { ScheduledFault } from '../../scenario/fault.ts';
import type { Actions, CommandHook } from '../../scenario/hook.ts';
import type { Probes } from '../../scenario/probes/probes.ts';
import type { Rollout } from '../../scenario/rollout.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { maskArguments } from './mask-arguments.ts';

/** A scenario for a report: the commands that it names, and the arguments of calls, are without secrets, written into them or not. */
export function maskCommands(scenario: Scenario, secrets: readonly string[]): Scenario {
  const mask = (hook: CommandHook): CommandHook => ({ ...hook, run: maskSecrets(hook.run, secrets) });
  const { actions, faults, probes, rollout } = scenario;
  return {
    ...scenario,
    ...(actions === undefined ? {} : { actions: maskActions(actions, mask) }),
    ...(faults === undefined ? {} : { faults: faults.map((fault) => maskFault(fault, mask)) }),
    ...(probes === undefined ? {} : { probes: maskCoherence(maskProbes(probes, secrets), mask) }),
    ...(rollout === undefined ? {} : { rollout: maskRollout(rollout, mask) }),
  };
}

function maskProbes(probes: Probes, secrets: readonly string[]): Probes {
  const { mcp } = probes.kinds;
  if (mcp === undefined) return probes;
  const calls = mcp.calls.map((call) =>
    Object.assign({ ...call }, { arguments: maskArguments(call.arguments, secrets) }),
  );
  return { ...probes, kinds: { ...probes.kinds, mcp: { ...mcp, calls } } };
}

function maskCoherence(probes: Probes, mask: (hook: CommandHook) => CommandHook): Probes {
  const { coherence } = probes.kinds;
  if (coherence?.invalidate?.kind !== 'command') return probes;
  const invalidate = { ...coherence.invalidate, command: mask(coherence.invalidate.command) };
  return { ...probes, kinds: { ...probes.kinds, coherence: { ...coherence, invalidate } } };
}

function maskFault(fault: ScheduledFault, mask: (hook: CommandHook) => CommandHook): ScheduledFault {
  const { action } = fault;
  if (action.kind === 'inject') return fault;
  return { ...fault, action: { kind: 'command', run: mask(action.run), undo: mask(action.undo) } };
}

function maskRollout(rollout: Rollout, mask: (hook: CommandHook) => CommandHook): Rollout {
  const { setShare } = rollout;
  return setShare === undefined ? rollout : { ...rollout, setShare: mask(setShare) };
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
