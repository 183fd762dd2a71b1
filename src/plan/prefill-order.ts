/**
 * Corpus indices in the order of a prefill: those that are never asked left out, rarest first, and of equally frequent
 * ones the last in the corpus first, so that a bounded cache ends with the popular ones, or those that come first.
 */
export function orderPrefill(shares: Float64Array): Int32Array {
  const asked: number[] = [];
  for (const [index, share] of shares.entries()) if (share > 0) asked.push(index);
  return Int32Array.from(asked.sort((one, other) => (shares[one] ?? 0) - (shares[other] ?? 0) || other - one));
}
