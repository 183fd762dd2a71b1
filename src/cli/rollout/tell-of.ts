import type { HookRecord, RolloutEntry, RolloutRecord } from '../../report/rollout-record.ts';
import { rolloutMessage } from '../../reporters/rollout-words.ts';
import type { CommandHook } from '../../scenario/hook.ts';
import { hookRecord, runRolloutHook, tellWebhooks } from './rollout-hooks.ts';
import type { RolloutSession } from './rollout-session.ts';

/** Tells those who are to be told of what was decided. What begins to go back is not held up by telling of it: its end is told. */
export async function tellOf(
  session: RolloutSession,
  record: RolloutRecord,
  entry: RolloutEntry,
): Promise<readonly HookRecord[]> {
  if (entry.decision === 'go on' || entry.decision === 'roll back') return [];
  const [told, commands] = await Promise.all([
    tellWebhooks(session, rolloutMessage(record, entry)),
    runCommands(session, record, entry),
  ]);
  return [...commands, ...told];
}

async function runCommands(
  session: RolloutSession,
  record: RolloutRecord,
  { reason }: RolloutEntry,
): Promise<readonly HookRecord[]> {
  const call = callOf(session, record);
  if (call === undefined) return [];
  const { event, hook } = call;
  const outcome = await runRolloutHook(session, hook, { record, event, reason });
  return [hookRecord(`actions.${event}`, outcome)];
}

/** A rollout that stopped undecided calls for a review; one that went back, or could not, for an alert. A drill calls for an alert when it fails. */
function callOf(
  { actions: { review, alert } }: RolloutSession,
  { status, drill, exitCode }: RolloutRecord,
): { readonly event: 'review' | 'alert'; readonly hook: CommandHook } | undefined {
  const isCall = status === 'rollback failed' || (status === 'rolled back' && exitCode !== 0 && !drill);
  if (isCall && alert !== undefined) return { event: 'alert', hook: alert };
  return status === 'held' && review !== undefined ? { event: 'review', hook: review } : undefined;
}
