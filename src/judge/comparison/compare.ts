import { exitCodes, HitgateError } from '../../errors.ts';
import { findInvalidity } from '../validity.ts';
import { judgeClaims } from './claims.ts';
import type { ComparedRun, Sides } from './compared-run.ts';
import type { ComparedSide, Comparison, ComparisonEvidence, Difference } from './comparison.ts';
import { concludeComparison } from './conclude.ts';
import { decomposeMean } from './decompose-mean.ts';
import { describeClasses, describeTotals } from './describe-figures.ts';
import { findDifferences, isOfMachine, nameTarget } from './find-differences.ts';
import { judgeFigures } from './judge-figures.ts';
import { questionsOf } from './questions.ts';

/**
 * Compares two stored sides class by class (docs/statistics.md): by interleaved pairs where they were measured so, else by the runs of
 * each side, else by the stretches within one run, which is only suggestive. Response times are compared when both sides were judged on
 * them, service times otherwise. The margins and claims are those of the side after.
 * @throws HitgateError [E_DIGEST], exit 2, when the sides did not send the same request sequence.
 */
export function compareReports(before: ComparedRun, after: ComparedRun): Comparison {
  if (before.plan.digest !== after.plan.digest) throw digestError(before, after);
  const sides = { before, after };
  const latency = before.verdict.judgedOn === after.verdict.judgedOn ? before.verdict.judgedOn : 'service';
  const evidence = evidenceOf(sides);
  const differences = findDifferences(sides);
  const measured = { sides, latency, evidence };
  const meanChange = decomposeMean(sides, latency);
  const judged = {
    evidence,
    reservations: reservationsOf(sides, evidence, differences.filter(isOfMachine)),
    validity: [...findFaults('before', before), ...findFaults('after', after)],
    gates: judgeFigures(questionsOf(sides), measured),
    claims: judgeClaims(after.scenario, measured),
  };
  return {
    ...concludeComparison(judged),
    ...judged,
    digest: before.plan.digest,
    latency,
    before: describeSide(before),
    after: describeSide(after),
    differences,
    ...(meanChange === undefined ? {} : { meanChange }),
    classes: describeClasses(sides, latency),
    totals: describeTotals(sides),
  };
}

function digestError(before: ComparedRun, after: ComparedRun): HitgateError {
  const message = `${before.id} and ${after.id} did not send the same request sequence: digest ${before.plan.digest.slice(0, 12)}, and ${after.plan.digest.slice(0, 12)}`;
  return new HitgateError(message, {
    code: 'E_DIGEST',
    exitCode: exitCodes.usage,
    hint: 'run both sides with the same corpus, workload, seed and version of hitgate',
  });
}

function describeSide({ id, startedAt, target, runs, aborted }: ComparedRun): ComparedSide {
  return { id, startedAt, target: nameTarget(target), runs: runs.length, aborted };
}

/** Runs that were cut off are no replicates. */
function evidenceOf({ before, after }: Sides<ComparedRun>): ComparisonEvidence {
  if (Math.min(countCompleted(before), countCompleted(after)) < 2) return 'one run';
  const isPaired =
    before.pairs !== undefined && before.pairs.id === after.pairs?.id && before.pairs.side !== after.pairs.side;
  return isPaired ? 'pairs' : 'runs';
}

function countCompleted({ runs }: ComparedRun): number {
  return runs.filter(({ ended }) => ended === 'completed').length;
}

function reservationsOf(
  { before, after }: Sides<ComparedRun>,
  evidence: ComparisonEvidence,
  machines: readonly Difference[],
): string[] {
  const cut = [before, after].filter(({ aborted }) => aborted).map(({ id }) => id);
  const names = machines.map(({ what }) => what.replace('machine ', '')).join(', ');
  return [
    ...(evidence === 'one run'
      ? ['suggestive: a side has one run, which does not show how much runs differ; use --runs 5, or hitgate ab']
      : []),
    ...(machines.length === 0 ? [] : [`advisory: the sides ran on different machines (${names})`]),
    ...(cut.length === 0 ? [] : [`cut off: ${cut.join(' and ')}`]),
  ];
}

function findFaults(side: 'before' | 'after', { scenario, runs, plan, aborted }: ComparedRun): Comparison['validity'] {
  const found = findInvalidity({
    scenario,
    snapshots: runs,
    ...(plan.expectedChecks === undefined ? {} : { expectedChecks: plan.expectedChecks }),
    aborted,
  });
  return found.map(({ seen, remedy }) => ({ side, seen, remedy }));
}
