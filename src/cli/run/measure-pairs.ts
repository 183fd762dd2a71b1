/** What one half of a pair gave. Pairs count from 1. */
export type PairHalf<Side, Result> = { readonly pair: number; readonly side: Side; readonly result: Result };

type PairMeasurement<Side, Result> = {
  readonly measure: (side: Side, pair: number) => Promise<Result>;
  /** Whether nothing more is measured after a result. */
  readonly endsWith: (result: Result) => boolean;
};

/**
 * Measures both sides of each pair, one after the other, in the order that is given: interleaved, so that what drifts falls on both.
 * The last half may be one that did not complete, or lack its other half.
 */
export async function measurePairs<Side, Result>(
  order: readonly (readonly [first: Side, second: Side])[],
  { measure, endsWith }: PairMeasurement<Side, Result>,
): Promise<readonly PairHalf<Side, Result>[]> {
  const halves: PairHalf<Side, Result>[] = [];
  for (const [index, sides] of order.entries()) {
    for (const side of sides) {
      const result = await measure(side, index + 1);
      halves.push({ pair: index + 1, side, result });
      if (endsWith(result)) return halves;
    }
  }
  return halves;
}
