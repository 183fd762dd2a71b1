import { exitCodes, HitgateError, type ExitCode } from '../../errors.ts';
import { findConflicts } from './evidence-conflicts.ts';
import { computeRoi, type Costs } from './roi.ts';
import type { SignoffEvidence } from './signoff-evidence.ts';
import { filesOf, signoffRows, type Freshness } from './signoff-rows.ts';
import { signoffSchemaVersion, type Signoff, type SignoffDecision, type SignoffRow } from './signoff.ts';

/** What a sign-off is made of beside its evidence. */
export type SignoffOptions = Freshness & {
  readonly hitgateVersion: string;
  /** When it is signed off, as ISO 8601. */
  readonly createdAt: string;
  readonly rehearsal: boolean;
  readonly costs: Costs;
  readonly approvers: readonly string[];
};

/** The sign-off of what was given. @throws HitgateError [E_SIGNOFF] (exit 2) that lists what differs when it is not of one release. */
export function concludeSignoff(evidence: SignoffEvidence, options: SignoffOptions): Signoff {
  const problems = findConflicts(evidence);
  const [first] = evidence.runs;
  if (first === undefined || problems.length > 0)
    throw new HitgateError('The evidence is not about one scenario, request sequence and target', {
      code: 'E_SIGNOFF',
      exitCode: exitCodes.usage,
      problems,
    });
  const { report } = first;
  const rows = signoffRows(evidence, options);
  const { rehearsal } = options;
  const invalid = evidence.runs.find(({ report: { verdict } }) => verdict.outcome === 'INVALID');
  const reasons = [
    ...(invalid === undefined
      ? []
      : [`the measurement ${invalid.report.id} is INVALID: ${invalid.report.verdict.reason}`]),
    ...(report.target.reference && !rehearsal ? ['reference target, not the service'] : []),
    ...rows.filter(({ status }) => status !== 'backed').map(reasonOf),
  ];
  return {
    schemaVersion: signoffSchemaVersion,
    kind: 'signoff',
    hitgateVersion: options.hitgateVersion,
    createdAt: options.createdAt,
    scenario: report.scenario.name,
    digest: report.plan.digest,
    target: report.target,
    rehearsal,
    decision: decide(rows, { isInvalid: invalid !== undefined, isReference: report.target.reference, rehearsal }),
    reasons,
    rows,
    evidence: filesOf(evidence),
    roi: computeRoi(options.costs),
    approvers: options.approvers,
  };
}

type Circumstances = { readonly isInvalid: boolean; readonly isReference: boolean; readonly rehearsal: boolean };

function decide(rows: readonly SignoffRow[], { isInvalid, isReference, rehearsal }: Circumstances): SignoffDecision {
  if (isInvalid) return 'INVALID';
  const isBad = rows.some(({ status }) => status === 'failed' || status === 'not backed');
  if (isBad || (isReference && !rehearsal)) return 'NO-GO';
  if (rows.some(({ status }) => status === 'undecided')) return 'UNDECIDED';
  return rehearsal ? 'REHEARSAL' : 'GO';
}

function reasonOf({ item, status, measured, note }: SignoffRow): string {
  const seen = measured === undefined ? '' : ` (${measured})`;
  return `${item}: ${status === 'not backed' ? 'NOT BACKED' : status}${seen}${note === undefined ? '' : `: ${note}`}`;
}

/** The exit code of a sign-off: 0 for GO and REHEARSAL, 1 NO-GO, 3 UNDECIDED, 4 INVALID. */
export function signoffExitCode({ decision }: Pick<Signoff, 'decision'>): ExitCode {
  switch (decision) {
    case 'GO':
    case 'REHEARSAL':
      return exitCodes.pass;
    case 'NO-GO':
      return exitCodes.fail;
    case 'UNDECIDED':
      return exitCodes.inconclusive;
    case 'INVALID':
      return exitCodes.invalid;
  }
}
