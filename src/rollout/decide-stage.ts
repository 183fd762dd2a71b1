import { exitCodes, type ExitCode } from '../errors.ts';
import type { Rollout } from '../scenario/rollout.ts';
import type { StageFindings } from './findings.ts';

/** What is decided on something that happened, and why. */
export type Decision =
  | { readonly what: 'go on' | 'promote' | 'complete'; readonly reason: string }
  /** The stage is measured again; `counts` says as which of its attempts. */
  | { readonly what: 'hold'; readonly reason: string; readonly counts: keyof Attempts }
  /** `exitCode` is what the command ends with, once that is done. */
  | { readonly what: 'roll back' | 'stop'; readonly reason: string; readonly exitCode: ExitCode };

/** How often a stage was measured already without a decision, and without a measurement that can be trusted. */
export type Attempts = { readonly held: number; readonly invalid: number };

/** What a scenario says about doubts. */
export type HoldRules = Pick<Rollout, 'onInconclusive' | 'maxHolds' | 'afterHolds'>;

/** A generator that was too busy may have been so by chance once. */
const mostInvalid = 1;

/**
 * Decides on a stage. The first that holds: the release before is lost (stop: going back would lead to it); the canary is lost or failed in a
 * measurement that can be trusted, no data included (roll back); a measurement cannot be trusted (measured again once, then stop: not the canary's fault);
 * something is not decided (hold, as often as the rules say); promote. So only a pass of the SLA and of the comparison promotes.
 */
export function decideStage(findings: StageFindings, attempts: Attempts, rules: HoldRules): Decision {
  const lost = findLostStable(findings);
  if (lost !== undefined) return { what: 'stop', reason: lost, exitCode: exitCodes.target };
  const failure = findFailure(findings);
  if (failure !== undefined) return { what: 'roll back', reason: failure, exitCode: exitCodes.fail };
  const invalid = findInvalid(findings);
  if (invalid !== undefined) return decideInvalid(invalid, attempts.invalid);
  const open = findOpen(findings);
  if (open !== undefined) return decideOpen(open, attempts.held, rules);
  const { canary, comparison } = findings;
  return { what: 'promote', reason: `SLA ${canary.outcome}; ${comparison?.outcome}: ${comparison?.reason}` };
}

/** Decides on the service before the canary gets any share: it must be able to meet the SLA, or no stage could be judged. */
export function decideBaseline({ canary: { outcome, reason } }: StageFindings, { invalid }: Attempts): Decision {
  switch (outcome) {
    case 'LOST':
      return {
        what: 'stop',
        reason: `the service is lost before the first stage: ${reason}`,
        exitCode: exitCodes.target,
      };
    case 'FAIL':
      return { what: 'stop', reason: `the service fails before the first stage: ${reason}`, exitCode: exitCodes.fail };
    case 'INVALID':
      return decideInvalid(reason, invalid);
    case 'INCONCLUSIVE':
    case 'PASS':
      return { what: 'promote', reason: `${outcome} before the first stage: ${reason}` };
  }
}

function findLostStable({ stable, comparison }: StageFindings): string | undefined {
  if (stable?.outcome === 'LOST') return `the stable side is lost, so that nothing leads back to it: ${stable.reason}`;
  if (comparison?.outcome === 'STABLE LOST')
    return `the stable side is lost, so that nothing leads back to it: ${comparison.reason}`;
  return undefined;
}

function findFailure({ canary, stable, comparison }: StageFindings): string | undefined {
  const also = stable?.outcome === 'FAIL' ? '; the stable side fails its SLA too' : '';
  if (canary.outcome === 'LOST') return `the canary is lost: ${canary.reason}`;
  if (canary.outcome === 'FAIL') return `the canary fails its SLA: ${canary.reason}${also}`;
  if (comparison?.outcome === 'CANARY LOST') return `the canary is lost: ${comparison.reason}`;
  if (comparison?.decides === 'fail') return `against stable ${comparison.outcome}: ${comparison.reason}`;
  return undefined;
}

function findInvalid({ canary, comparison }: StageFindings): string | undefined {
  if (canary.outcome === 'INVALID') return canary.reason;
  return comparison?.decides === 'invalid' ? `in the comparison, ${comparison.reason}` : undefined;
}

function decideInvalid(reason: string, invalid: number): Decision {
  if (invalid < mostInvalid)
    return { what: 'hold', reason: `the measurement cannot be trusted, once more: ${reason}`, counts: 'invalid' };
  return {
    what: 'stop',
    reason: `the measurement cannot be trusted, which is not the canary’s fault; the share stays as it is: ${reason}`,
    exitCode: exitCodes.invalid,
  };
}

function findOpen({ canary, comparison }: StageFindings): string | undefined {
  if (canary.outcome !== 'PASS') return `SLA ${canary.outcome}: ${canary.reason}`;
  if (comparison === undefined) return 'the canary was compared with nothing';
  return comparison.decides === 'pass' ? undefined : `against stable ${sayOpen(comparison)}`;
}

function sayOpen({ outcome, reason }: NonNullable<StageFindings['comparison']>): string {
  return outcome === 'INCONCLUSIVE'
    ? `INCONCLUSIVE: ${reason}`
    : `${outcome}, which decides nothing by itself: ${reason}`;
}

function decideOpen(open: string, held: number, { onInconclusive, maxHolds, afterHolds }: HoldRules): Decision {
  if (onInconclusive === 'rollback')
    return { what: 'roll back', reason: `not decided (onInconclusive: rollback): ${open}`, exitCode: exitCodes.fail };
  if (held < maxHolds) return { what: 'hold', reason: `hold ${held + 1} of ${maxHolds}: ${open}`, counts: 'held' };
  const times = `not decided after ${held + 1} ${held === 0 ? 'measurement' : 'measurements'}`;
  return afterHolds === 'rollback'
    ? { what: 'roll back', reason: `${times} (afterHolds: rollback): ${open}`, exitCode: exitCodes.fail }
    : { what: 'stop', reason: `${times}; the share stays as it is: ${open}`, exitCode: exitCodes.inconclusive };
}
