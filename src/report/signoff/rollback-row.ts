import type { RolloutFile } from './rollout-file.ts';
import type { SignoffEvidence } from './signoff-evidence.ts';
import type { SignoffRow } from './signoff.ts';

/**
 * The row of the rollback: tested when a drill went back, its command ended well and what it led to was verified. A release that was rolled back for a
 * cause backs nothing, however well that went.
 */
export function rollbackRow({ rollout }: SignoffEvidence): SignoffRow {
  const row = { item: 'Rollback', required: 'a drill, done and verified' };
  if (rollout === undefined) return { ...row, status: 'not backed', note: 'no rollout was given', evidence: [] };
  return { ...row, ...judgeRollback(rollout.record), evidence: [rollout.file] };
}

function judgeRollback(record: RolloutFile): Pick<SignoffRow, 'measured' | 'status' | 'note'> {
  const { rollback, drill } = record;
  if (rollback === undefined)
    return { status: 'not backed', note: 'it did not roll back: try it with hitgate rollout --test-rollback' };
  const { status, verified, verifiedBy } = rollback;
  const by = verifiedBy === undefined ? '' : `: ${verifiedBy}`;
  const measured = `${status}, ${verified ? 'verified' : 'not verified'}${by}`;
  if (status !== 'done') return { measured, status: 'failed', note: 'the rollback did not end well' };
  if (!verified) return { measured, status: 'not backed', note: 'nothing says that it led back' };
  if (!drill) return { measured, status: 'not backed', note: `the release itself was rolled back${causeOf(record)}` };
  if (record.status !== 'rolled back') return { measured, status: 'not backed', note: `the drill is ${record.status}` };
  return { measured, status: 'backed' };
}

function causeOf({ history }: RolloutFile): string {
  const reason = history.findLast(({ decision }) => decision === 'roll back')?.reason;
  return reason === undefined ? '' : `: ${reason}`;
}
