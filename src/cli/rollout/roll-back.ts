import type { HookRecord, RollbackRecord, RolloutRecord } from '../../report/rollout-record.ts';
import { hookRecord, runRolloutHook } from './rollout-hooks.ts';
import type { RolloutSession } from './rollout-session.ts';
import { verifyReturn } from './verify-return.ts';

/** What a rollback did, and how its commands went. */
export type RolledBack = { readonly rollback: RollbackRecord; readonly hooks: readonly HookRecord[] };

/**
 * Runs the rollback command, then sets the share to 0 whether it worked or not, where there is a command for that, and looks whether the release before
 * answers. Each step is bounded and none is cut short by a first Ctrl-C.
 */
export async function rollBack(session: RolloutSession, record: RolloutRecord, reason: string): Promise<RolledBack> {
  const outcome = await runRolloutHook(session, session.rollback, { record, event: 'rollback', reason });
  const { setShare } = session.rollout;
  const share =
    setShare === undefined
      ? undefined
      : await runRolloutHook(session, setShare, { record, event: 'set-share', share: 0 });
  const seen = await verifyReturn(session, record);
  const isShareSet = share === undefined || share.status === 'done';
  const said = share === undefined ? [] : [isShareSet ? 'the share set to 0 %' : `setShare to 0 % ${share.how}`];
  const { command, status, how, millis, output } = outcome;
  return {
    rollback: {
      command,
      status,
      how,
      millis,
      ...(output === '' ? {} : { output }),
      verified: status === 'done' && isShareSet && seen.verified,
      verifiedBy: [...said, seen.how].join('; '),
    },
    hooks: [
      hookRecord('actions.rollback', outcome),
      ...(share === undefined ? [] : [hookRecord('rollout.setShare', share)]),
    ],
  };
}
