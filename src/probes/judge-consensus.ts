import type { Observed } from './observed.ts';
import { evidence, type ProbeFinding } from './probe-finding.ts';

/** A share that equals the bound must pass in spite of binary fractions: 66 / 100 against 0.66. */
const roundingGuard = 1e-9;

/** The least agreement as a share of 1, and the number that means full agreement. */
export type ConsensusRule = { readonly atLeast: number; readonly scale: 1 | 100; readonly path: string };

/**
 * Whether every answer has the agreement that is asked, exactly so much included: 2/3 passes 0.66 and fails 0.67. An answer without it, or
 * with more than full agreement, is no data unless another one fails; so is no answer at all.
 */
export function judgeConsensus(seen: readonly Observed[], { atLeast, scale, path }: ConsensusRule): ProbeFinding {
  const name = 'consensus';
  const answers = seen.flatMap((each) => (each.kind === 'answer' ? [each] : []));
  const shown = seen.map((each) =>
    evidence(each.question, each.kind === 'answer' ? `${path} ${each.agreement ?? 'is missing'}` : 'not answered'),
  );
  const finding = (status: ProbeFinding['status'], reason: string): ProbeFinding => ({
    name,
    status,
    reason,
    evidence: shown,
  });
  const shares = answers.map(({ agreement }) => (agreement === undefined ? undefined : agreement / scale));
  const least = Math.min(...shares.map((share) => share ?? Infinity));
  if (least < atLeast - roundingGuard)
    return finding('fail', `the agreement is ${saySize(least)}, below ${saySize(atLeast)}${hintAtScale(least, scale)}`);
  if (answers.length === 0) return finding('no-data', 'no question was answered');
  const missing = shares.filter((share) => share === undefined).length;
  if (missing > 0) return finding('no-data', `${missing} of ${answers.length} answers have no number at ${path}`);
  const most = Math.max(...shares.map((share) => share ?? 0));
  if (most > 1 + roundingGuard)
    return finding('no-data', `${path} is ${most * scale}, more than ${scale}: check target.consensus.scale`);
  return finding('pass', `the agreement is at least ${saySize(least)}, and ${saySize(atLeast)} is asked`);
}

function saySize(share: number): string {
  return `${Number((share * 100).toFixed(2))} %`;
}

/** A share of 1 that is read as a percentage looks like this. */
function hintAtScale(share: number, scale: 1 | 100): string {
  return scale === 100 && share > 0 && share <= 0.01 ? '; if it is a share of 1, set target.consensus.scale to 1' : '';
}
