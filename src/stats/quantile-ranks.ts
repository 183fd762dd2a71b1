import { binomialQuantile } from './binomial.ts';

/** Ranks among n sorted samples (1 to n) that bound a quantile; an end is absent where n samples do not bound it. */
export type RankInterval = { readonly low?: number; readonly high?: number };

/**
 * The ranks l and u whose samples enclose the quantile `share` with 95 % confidence unless told: l = B⁻¹(α/2; n, q) and
 * u = B⁻¹(1 − α/2; n, q) + 1 (Hahn and Meeker, Statistical Intervals, 5.2). With a design effect over 1 they are computed for
 * n/deff samples, rounded down, and scaled back outwards to ranks among the n.
 */
export function quantileRanks(
  n: number,
  share: number,
  { deff = 1, confidence = 0.95 }: { readonly deff?: number; readonly confidence?: number } = {},
): RankInterval {
  const effective = Math.max(1, Math.floor(n / deff));
  const alpha = 1 - confidence;
  const scale = n / effective;
  const low = Math.floor(binomialQuantile(alpha / 2, effective, share) * scale);
  const rank = binomialQuantile(1 - alpha / 2, effective, share) + 1;
  const high = Math.ceil(rank * scale);
  return {
    ...(n > 0 && low >= 1 ? { low } : {}),
    ...(n > 0 && rank <= effective ? { high: Math.min(n, high) } : {}),
  };
}
