const finestUnit = 1_099_511_627_776; // 2^40 units for the greatest weight
const greatestTotal = 4_503_599_627_370_496; // 2^52

/**
 * Draws positions with given weights, exactly, by the inverse of the cumulative weights with a guide table (Chen and
 * Asau, "On generating random variates from an empirical distribution", AIIE Transactions 6, 1974): O(1) on average.
 *
 * The weights are first rounded to whole units of 2^-40 of the greatest (coarser when they would not sum exactly). So the
 * last digit of `Math.pow`, which differs between engines, changes a unit of a table with a probability of about 10^-3,
 * and then a draw with one of about 10^-12. Everything after the rounding is exact arithmetic.
 */
export class WeightTable {
  /** Share of the draws for each position; sums to 1. */
  readonly shares: Float64Array;
  private readonly cumulative: Float64Array;
  private readonly guide: Int32Array;
  private readonly total: number;

  /** @throws RangeError unless every weight is finite and not negative and one is above 0 */
  constructor(weights: ArrayLike<number>) {
    const units = toUnits(Array.from(weights));
    this.cumulative = new Float64Array(units.length);
    let total = 0;
    for (const [position, unit] of units.entries()) {
      total += unit;
      this.cumulative[position] = total;
    }
    this.total = total;
    this.shares = Float64Array.from(units, (unit) => unit / total);
    this.guide = this.buildGuide();
  }

  /** The position that a number in [0, 1) chooses; one of weight 0 is never chosen. */
  positionOf(uniform: number): number {
    const target = Math.floor(uniform * this.total);
    let position = this.guide[Math.floor(uniform * this.guide.length)] ?? 0;
    while (position > 0 && this.reached(position - 1) > target) position -= 1;
    while (this.reached(position) <= target) position += 1;
    return position;
  }

  private buildGuide(): Int32Array {
    const size = this.cumulative.length;
    const guide = new Int32Array(size);
    let position = 0;
    for (let slot = 0; slot < size; slot += 1) {
      while (this.reached(position) <= Math.floor((slot / size) * this.total)) position += 1;
      guide[slot] = position;
    }
    return guide;
  }

  private reached(position: number): number {
    return this.cumulative[position] ?? Number.POSITIVE_INFINITY;
  }
}

function toUnits(weights: readonly number[]): Float64Array {
  const greatest = weights.reduce((most, weight) => Math.max(most, weight), 0);
  if (!(greatest > 0) || greatest === Infinity || !weights.every((weight) => weight >= 0))
    throw new RangeError('Expected finite weights of at least 0, one of them above 0');
  const sum = weights.reduce((total, weight) => total + weight / greatest, 0);
  let scale = finestUnit;
  while (sum * scale > greatestTotal) scale /= 2;
  return Float64Array.from(weights, (weight) => Math.round((weight / greatest) * scale));
}
