import { normalQuantile } from './normal-quantile.ts';

/** A positive estimate with an interval of a confidence (a share of 1). */
export type Estimate = {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly confidence: number;
};

/**
 * The ratio after / before of two independent positive estimates with an interval, from theirs alone: each standard error on the
 * logarithmic scale is (ln high − ln low) / 2z, and the errors add as squares (Altman and Bland, "Interaction revisited: the
 * difference between two estimates", BMJ 326:219, 2003). It takes the logarithms of the estimates as normal.
 * @throws RangeError when a value is not positive, an interval is upside down, or a confidence is not between 0 and 1
 */
export function estimateRatio(
  before: Estimate,
  after: Estimate,
  confidence = 0.95,
): { readonly ratio: number; readonly low: number; readonly high: number } {
  const error = Math.hypot(logError(before), logError(after));
  const ratio = after.value / before.value;
  const half = normalQuantile((1 + confidence) / 2) * error;
  return { ratio, low: ratio * Math.exp(-half), high: ratio * Math.exp(half) };
}

function logError({ value, low, high, confidence }: Estimate): number {
  if (!(value > 0 && low > 0 && high >= low && high < Infinity))
    throw new RangeError(`Expected a positive estimate, got ${value} in [${low}, ${high}]`);
  if (!(confidence > 0 && confidence < 1))
    throw new RangeError(`Expected a confidence between 0 and 1, got ${confidence}`);
  return (Math.log(high) - Math.log(low)) / (2 * normalQuantile((1 + confidence) / 2));
}
