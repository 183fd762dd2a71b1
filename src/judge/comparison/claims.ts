import type { Scenario } from '../../scenario/scenario.ts';
import { parseComparedMetric, type BaselineClaim } from '../../scenario/compared-metric.ts';
import { clopperPearson } from '../../stats/clopper-pearson.ts';
import { testedDesignEffect } from '../../stats/design-effect.ts';
import { formatCount, formatShare } from '../../units.ts';
import { countRate } from '../rate-counts.ts';
import type { ComparedRun, Sides } from './compared-run.ts';
import type { Claim, ComparisonEvidence } from './comparison.ts';
import { estimateLoss } from './estimate-loss.ts';
import { natureOf } from './questions.ts';

type Measured = {
  readonly sides: Sides<ComparedRun>;
  readonly latency: 'service' | 'response';
  readonly evidence: ComparisonEvidence;
};

/** Judges what the scenario claims of the change, each by its one-sided 95 % bound: it holds only when that is beyond what is claimed. */
export function judgeClaims({ baseline }: Scenario, measured: Measured): Claim[] {
  return (baseline?.claims ?? []).map((claim) =>
    claim.kind === 'availability'
      ? judgeAvailability(claim.atLeast, measured.sides.after)
      : judgeReduction(claim, measured),
  );
}

/** A latency, or another ratio, that is to be lower by a share of what it was. */
function judgeReduction(
  { metric: name, lowerBy }: Extract<BaselineClaim, { readonly kind: 'lower' }>,
  measured: Measured,
): Claim {
  const metric = parseComparedMetric(name);
  const claim = { name: `${name} at least ${percent(lowerBy)} lower`, claimed: lowerBy };
  const estimate =
    metric === undefined
      ? undefined
      : estimateLoss({ name, metric, ...natureOf(metric), worse: 'greater', margin: 0, asked: true }, measured);
  if (estimate === undefined) return { ...claim, status: 'no-data', reason: 'a side has too little of it' };
  const observed = -Math.expm1(estimate.loss);
  const interval = { low: -Math.expm1(estimate.high), high: -Math.expm1(estimate.low) };
  return {
    ...claim,
    ...decide(lowerBy, observed, interval),
    reason: `${formatShare(observed)} lower (between ${formatShare(interval.low)} and ${formatShare(interval.high)})`,
  };
}

/** The share of requests after the change that did not fail, by the exact interval for the effective sample size. */
function judgeAvailability(atLeast: number, after: ComparedRun): Claim {
  const claim = { name: `availability at least ${percent(atLeast)}`, claimed: atLeast };
  const counts = countRate({ metric: 'http_req_failed', tags: {} }, after.runs);
  if (counts === undefined || counts.n === 0)
    return { ...claim, status: 'no-data', reason: 'no request was sent after the change' };
  const { events, n, slices } = counts;
  const deff = testedDesignEffect(slices);
  const failed = clopperPearson(events / deff, n / deff, 0.9);
  const interval = { low: 1 - failed.high, high: 1 - failed.low };
  return {
    ...claim,
    ...decide(atLeast, 1 - events / n, interval),
    reason: `${formatCount(events)} of ${formatCount(n)} requests failed (availability between ${percent(interval.low)} and ${percent(interval.high)})`,
  };
}

function decide(
  claimed: number,
  observed: number,
  interval: { readonly low: number; readonly high: number },
): Pick<Claim, 'status' | 'observed' | 'interval'> {
  const status = interval.low >= claimed ? 'holds' : interval.high < claimed ? 'does-not-hold' : 'inconclusive';
  return { status, observed, interval };
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(3))} %`;
}
