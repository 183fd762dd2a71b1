import type { Interval } from '../stats/clopper-pearson.ts';

/** What one test says of a gate. */
export type Decision = 'pass' | 'fail' | 'inconclusive';

/**
 * The decision of an interval whose ends are one-sided 95 % bounds: pass when it lies on the allowed side of the limit, fail
 * when it lies on the other side, inconclusive when it holds the limit.
 */
export function decideByBounds({ low, high }: Interval, side: 'below' | 'above', limit: number): Decision {
  if (high < limit) return side === 'below' ? 'pass' : 'fail';
  if (low > limit) return side === 'below' ? 'fail' : 'pass';
  return 'inconclusive';
}

/** What two tests of the same gate say together: only what both say, as the wider of their intervals would. */
export function agree(first: Decision, second: Decision): Decision {
  return first === second ? first : 'inconclusive';
}
