/**
 * Holm's adjusted p-values, in the order given: those at most α mark the hypotheses that are refuted with a probability of at most α of
 * refuting any true one (Holm, Scandinavian Journal of Statistics 6, 1979). Nothing for nothing.
 */
export function holm(values: readonly number[]): number[] {
  const order = values.map((value, index) => ({ value, index })).toSorted((one, other) => one.value - other.value);
  const adjusted = values.map(() => 1);
  let greatest = 0;
  for (const [rank, { value, index }] of order.entries()) {
    greatest = Math.max(greatest, Math.min(1, value * (values.length - rank)));
    adjusted[index] = greatest;
  }
  return adjusted;
}
