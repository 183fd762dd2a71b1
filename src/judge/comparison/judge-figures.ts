import { holm } from '../../stats/holm.ts';
import { microsPerMilli } from '../../units.ts';
import type { ComparedRun, Sides } from './compared-run.ts';
import type { ComparedGate, ComparedStatus, ComparisonEvidence } from './comparison.ts';
import { sayFigure } from './comparison-reasons.ts';
import type { Estimate } from './estimate.ts';
import { estimateLoss } from './estimate-loss.ts';
import { changeOf, lossOfMargin, marginOf } from './loss.ts';
import type { Question } from './questions.ts';
import { centreOf, valuesOf } from './side-values.ts';

const alpha = 0.05;

type Measured = {
  readonly sides: Sides<ComparedRun>;
  readonly latency: 'service' | 'response';
  readonly evidence: ComparisonEvidence;
};

/**
 * Judges every question of the family. REGRESSED: the loss is over the margin with a Holm-corrected probability of at most 5 % over all
 * gates of the family. IMPROVED: the upper bound of the loss is below 0, corrected in the same way. NO REGRESSION: it is below the margin. A figure that nobody
 * measured after the change is no data; one that only the side before lacks is not compared, unless it was asked for by name.
 */
export function judgeFigures(questions: readonly Question[], measured: Measured): ComparedGate[] {
  const estimates = questions.map((question) => estimateLoss(question, measured));
  const tested = estimates.map((estimate, index) => {
    const question = questions[index];
    return estimate === undefined || question === undefined
      ? undefined
      : estimate.pOver(lossOfMargin(question, question.margin));
  });
  const adjusted = holm(tested.filter((p) => p !== undefined));
  const improved = holm(estimates.flatMap((estimate) => estimate?.pImproved ?? []));
  let next = 0;
  return questions.map((question, index) => {
    const estimate = estimates[index];
    return estimate === undefined
      ? withoutEstimate(question, measured)
      : judgeFigure(question, {
          estimate,
          adjustedP: adjusted[next] ?? 1,
          improvedP: improved[next++] ?? 1,
          measured,
        });
  });
}

type Judged = {
  readonly estimate: Estimate;
  readonly measured: Measured;
  /** Holm-corrected over the family: of a loss over the margin, and of one below 0. */
  readonly adjustedP: number;
  readonly improvedP: number;
};

function judgeFigure(question: Question, { estimate, adjustedP, improvedP, measured }: Judged): ComparedGate {
  const { loss, low, high, detectable, ranks, n } = estimate;
  const limit = lossOfMargin(question, question.margin);
  const ends = [changeOf(question, low), changeOf(question, high)].toSorted((one, other) => one - other);
  const gate = {
    ...question,
    status: statusOf(estimate, limit, { adjustedP, improvedP }),
    ...pointsOf(question, measured),
    change: changeOf(question, loss),
    interval: { low: ends[0] ?? Number.NaN, high: ends[1] ?? Number.NaN, method: estimate.method },
    n,
    ...(detectable === undefined ? {} : { detectable: marginOf(question, detectable) }),
    adjustedP,
    ...(ranks === undefined ? {} : { ranks: ranksOf(question, ranks, limit) }),
  };
  return { ...gate, reason: sayFigure(gate) };
}

function statusOf(
  { low, high }: Estimate,
  limit: number,
  { adjustedP, improvedP }: Pick<Judged, 'adjustedP' | 'improvedP'>,
): ComparedStatus {
  if (low > limit && adjustedP <= alpha) return 'regressed';
  if (high < 0 && improvedP <= alpha) return 'improved';
  return high < limit ? 'no-regression' : 'inconclusive';
}

function ranksOf(
  question: Question,
  { loss, low, high, pOver }: NonNullable<Estimate['ranks']>,
  limit: number,
): NonNullable<ComparedGate['ranks']> {
  const bounds = low === undefined || high === undefined ? [] : [changeOf(question, low), changeOf(question, high)];
  const [first, second] = bounds.toSorted((one, other) => one - other);
  return {
    change: changeOf(question, loss),
    ...(first === undefined || second === undefined ? {} : { low: first, high: second }),
    p: pOver(limit),
  };
}

function pointsOf(question: Question, { sides, latency }: Measured): Pick<ComparedGate, 'before' | 'after'> {
  const scale = question.unit === 'ms' ? microsPerMilli : 1;
  const before = centreOf(question, sides.before.runs, latency);
  const after = centreOf(question, sides.after.runs, latency);
  return {
    ...(before === undefined ? {} : { before: before / scale }),
    ...(after === undefined ? {} : { after: after / scale }),
  };
}

/** A side, or both, has nothing of it, or too little for an interval. */
function withoutEstimate(question: Question, measured: Measured): ComparedGate {
  const { sides, latency } = measured;
  const has = (side: ComparedRun): boolean => valuesOf(question, side.runs, latency).length > 0;
  const before = has(sides.before);
  const after = has(sides.after);
  const missing = !after || (!before && question.asked);
  const status: ComparedStatus = missing ? 'no-data' : before ? 'inconclusive' : 'not-compared';
  const gate = { ...question, status, ...pointsOf(question, measured), n: 0 };
  const where = after ? 'before' : before ? 'after' : 'on either side';
  const reason =
    status === 'inconclusive'
      ? 'there is too little on a side for an interval'
      : `nothing was recorded ${where}, or too little for this figure${status === 'not-compared' ? ': there is nothing to compare with' : ''}`;
  return { ...gate, reason };
}
