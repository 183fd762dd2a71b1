import { HitgateError, exitCodes, targetError } from '../../errors.ts';
import { isTargetLost } from '../../judge/outcome.ts';
import { failuresOf } from '../../recorder/phase-counts.ts';
import { findInvalidity } from '../../judge/validity.ts';
import type { PairSide } from '../../plan/pair-order.ts';
import type { Plan } from '../../plan/plan.ts';
import { formatCount } from '../../units.ts';
import type { RunHeader } from '../run/journal.ts';
import type { Measured } from '../run/measure-runs.ts';
import type { OpenTarget } from '../run/open-target.ts';

/** Which measurement of a comparison something happened in. */
export type PairPlace = { readonly side: PairSide; readonly pair: number; readonly pairs: number };

type Half = PairPlace & {
  readonly plan: Plan;
  readonly target: OpenTarget;
  readonly measured: Measured;
  /** Of the side's first measurement. */
  readonly header: RunHeader | undefined;
};

/**
 * Why the measurement of a side cannot be half of a pair: its process ended, it could not be reached any more, or it is another version than
 * before. Exit 5, or 4 when it was this machine that could not connect. Undefined when it can.
 */
export function findLoss({ plan, target, measured, header, ...place }: Half): HitgateError | undefined {
  const { version } = target.identity;
  if (header !== undefined && header.target.version !== version) {
    return sideError(
      targetError(
        `it says version ${version ?? 'unknown'}, and said ${header.target.version ?? 'unknown'} before`,
        'measure one version a side: deploy nothing while a comparison runs',
      ),
      place,
    );
  }
  const lost = target.lost?.();
  if (lost !== undefined)
    return sideError(targetError(lost, 'give a command that keeps running until it is stopped'), place);
  const { snapshots, expectedChecks } = measured;
  const [snapshot] = snapshots;
  if (snapshot?.ended !== 'target-lost') return undefined;
  const validity = findInvalidity({ scenario: plan.scenario, snapshots, expectedChecks, aborted: false });
  const counts = `${formatCount(snapshot.measure.requests)} requests were measured, ${formatCount(failuresOf(snapshot.measure))} of them failed`;
  if (isTargetLost(validity))
    return sideError(targetError(`the target was lost: ${counts}`, 'see why the service ended or refuses'), place);
  return sideError(
    new HitgateError(`in the end no connection could be opened on this machine: ${counts}`, {
      code: 'E_GENERATOR',
      exitCode: exitCodes.invalid,
      hint: validity[0]?.remedy ?? 'use fewer users (--vus)',
    }),
    place,
  );
}

/** A failure of one side of a comparison. */
export class SideError extends HitgateError {
  readonly side: PairSide;

  constructor(message: string, side: PairSide, details: ConstructorParameters<typeof HitgateError>[1]) {
    super(message, details);
    this.side = side;
  }
}

/** The same failure with the side and the pair in which it occurred. */
export function sideError(error: HitgateError, { side, pair, pairs }: PairPlace): SideError {
  return new SideError(`The side ${side} failed in pair ${pair} of ${pairs}: ${error.message}`, side, {
    code: error.code,
    exitCode: error.exitCode,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    cause: error,
  });
}
