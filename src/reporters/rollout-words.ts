import type { RolloutEntry, RolloutRecord } from '../report/rollout-record.ts';
import { formatPercent } from '../units.ts';

/** A share of 1 for a person; null is one that nobody knows. */
export function shareWords(share: number | null): string {
  return share === null ? 'unknown' : formatPercent(share);
}

/** What was decided, in one or two words. */
export function decisionWords({ decision, what }: RolloutEntry): string {
  switch (decision) {
    case 'go on':
      return what === 'resume' ? 'resumed' : 'set';
    case 'promote':
      return 'passed';
    case 'complete':
      return 'passed';
    case 'hold':
      return 'hold';
    case 'roll back':
      return 'roll back';
    case 'stop':
      return what === 'roll back' ? 'rollback' : 'stop';
  }
}

/** How a rollout ended, as a headline. */
export function statusWords({ status, drill }: Pick<RolloutRecord, 'status' | 'drill'>): string {
  switch (status) {
    case 'running':
      return 'RUNNING';
    case 'held':
      return 'HELD';
    case 'interrupted':
      return 'INTERRUPTED';
    case 'completed':
      return 'COMPLETED';
    case 'rolled back':
      return drill ? 'ROLLBACK TESTED' : 'ROLLED BACK';
    case 'rollback failed':
      return 'ROLLBACK FAILED';
  }
}

/** What to do next; empty when the rollout is over. */
export function nextStepWords({ status, file }: RolloutRecord): string {
  switch (status) {
    case 'running':
    case 'held':
    case 'interrupted':
      return `go on with: hitgate rollout ${file} --resume   or back with: hitgate rollout ${file} --roll-back`;
    case 'rollback failed':
      return `roll back by hand, or try again with: hitgate rollout ${file} --roll-back`;
    case 'completed':
    case 'rolled back':
      return '';
  }
}

/** Why a rollout ended as it did; of one that went back, why it did so, and not how. */
export function endReason({ status, history }: Pick<RolloutRecord, 'status' | 'history'>): string {
  const isBack = status === 'rolled back' || status === 'rollback failed';
  const why = isBack ? history.findLast(({ decision }) => decision === 'roll back') : undefined;
  return (why ?? history.at(-1))?.reason ?? 'nothing happened';
}

/** The releases of a rollout in words. */
export function targetWords({ target }: Pick<RolloutRecord, 'target'>): string {
  return 'url' in target
    ? `${target.url}, which splits the traffic itself`
    : `stable ${target.stable}, canary ${target.canary}`;
}

/** What those are told who are told of a rollout: where it is, what was decided and why. */
export function rolloutMessage(record: RolloutRecord, { decision, reason, stage }: RolloutEntry): string {
  const { scenario, stages, current } = record;
  const isOver = current.step === 'none';
  const what = isOver ? statusWords(record) : decision === 'promote' ? 'passed' : 'held';
  const why = isOver ? endReason(record) : reason;
  const more = why === reason ? '' : `; ${reason}`;
  const at = stage === 0 ? 'before the first stage' : `stage ${stage} of ${stages.length}`;
  return `hitgate rollout ${scenario}, ${at}: ${what}. The canary’s share is ${shareWords(current.share)}. ${why}${more}`;
}
