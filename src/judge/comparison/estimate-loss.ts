import type { ComparedRun, Sides } from './compared-run.ts';
import type { ComparisonEvidence } from './comparison.ts';
import { boundByCounts } from './bound-by-counts.ts';
import type { Estimate } from './estimate.ts';
import { estimateByBlocks } from './estimate-by-blocks.ts';
import { estimateByPairs } from './estimate-by-pairs.ts';
import { estimateByRuns } from './estimate-by-runs.ts';
import type { Question } from './questions.ts';

/** What a loss is estimated from. */
export type LossInput = {
  readonly sides: Sides<ComparedRun>;
  readonly latency: 'service' | 'response';
  readonly evidence: ComparisonEvidence;
};

/**
 * The loss of one figure with its bounds, by the strongest evidence there is; undefined when a side has too little. A rate is also bounded by
 * what its counts say, and the wider bounds count: runs that happen to agree, as when nothing failed in any, prove less than they seem to.
 */
export function estimateLoss(question: Question, input: LossInput): Estimate | undefined {
  const estimate = estimateByEvidence(question, input);
  return estimate === undefined ? undefined : boundByCounts(question, estimate, input.sides);
}

function estimateByEvidence(question: Question, input: LossInput): Estimate | undefined {
  switch (input.evidence) {
    case 'pairs':
      return estimateByPairs(question, input);
    case 'runs':
      return estimateByRuns(question, input);
    case 'one run':
      return estimateByBlocks(question, input);
  }
}
