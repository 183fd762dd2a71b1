/** An interval and how it was found; an end is absent where the data do not bound it. */
export type FoundInterval = { readonly low?: number; readonly high?: number; readonly method: string };

/**
 * Both ends as far out as either interval has them: what two tests of a gate decide together, each by its own bounds. The method is that of
 * the interval which holds the other, or names both.
 */
export function widerOf(one: FoundInterval, other: FoundInterval): FoundInterval {
  const low = outer(one.low, other.low, Math.min);
  const high = outer(one.high, other.high, Math.max);
  const isOf = (found: FoundInterval): boolean => found.low === low && found.high === high;
  const method = isOf(one) ? one.method : isOf(other) ? other.method : `${one.method}, and ${other.method}`;
  return { ...(low === undefined ? {} : { low }), ...(high === undefined ? {} : { high }), method };
}

/** Absent where either is: nothing is farther out. */
function outer(
  one: number | undefined,
  other: number | undefined,
  choose: (left: number, right: number) => number,
): number | undefined {
  return one === undefined || other === undefined ? undefined : choose(one, other);
}
