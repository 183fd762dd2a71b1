import { stirlingError } from './log-gamma.ts';

const mostTerms = 1_000_000;
const tiny = 1e-300;
const precision = 1e-16;

/**
 * The regularised incomplete beta function I_x(a, b) for a, b > 0 and x from 0 to 1, to about 1e-12 relative (DLMF 8.17.2).
 * A small upper tail is read without cancellation as I_(1−x)(b, a).
 * @throws RangeError when an argument is outside its range.
 */
export function regularisedBeta(x: number, a: number, b: number): number {
  if (!(a > 0 && b > 0 && x >= 0 && x <= 1)) throw new RangeError(`Expected I_x(a, b), got x=${x}, a=${a}, b=${b}`);
  if (x === 0 || x === 1) return x;
  const y = 1 - x;
  // The fraction converges fast below the mean; above it, the mirrored one does.
  return x <= (a + 1) / (a + b + 2)
    ? (betaPower(x, a, b) / a) * betaFraction(x, a, b)
    : 1 - (betaPower(x, a, b) / b) * betaFraction(y, b, a);
}

/**
 * ln(I_x(a, b) / (x^a · (1 − x)^b / B(a, b))) for a, b > 0 and 0 < x < 1: what is left of the logarithm of a tail when its steepest
 * factor is taken out. It is finite where I_x(a, b) itself is too small for a number.
 * @throws RangeError when an argument is outside its range.
 */
export function logBetaRatio(x: number, a: number, b: number): number {
  if (!(a > 0 && b > 0 && x > 0 && x < 1)) throw new RangeError(`Expected I_x(a, b), got x=${x}, a=${a}, b=${b}`);
  return x <= (a + 1) / (a + b + 2)
    ? Math.log(betaFraction(x, a, b) / a)
    : Math.log(regularisedBeta(x, a, b)) - logBetaPower(x, a, b);
}

/**
 * x^a · (1 − x)^b / B(a, b) for 0 < x < 1, accurate for large a and b: the exponent is a sum of two deviances that are
 * never negative, instead of a difference of logarithms of huge numbers (Loader 2000).
 */
export function betaPower(x: number, a: number, b: number): number {
  return Math.exp(logBetaPower(x, a, b));
}

function logBetaPower(x: number, a: number, b: number): number {
  const total = a + b;
  const exponent = deviance(a, total * x) + deviance(b, total * (1 - x));
  const correction = stirlingError(total) - stirlingError(a) - stirlingError(b);
  return 0.5 * Math.log((a / total) * (b / (2 * Math.PI))) + (correction - exponent);
}

/** k·ln(k/m) + m − k, which is 0 at k = m: near there by its series, because the terms cancel (Loader 2000, bd0). */
function deviance(k: number, m: number): number {
  if (Math.abs(k - m) >= 0.1 * (k + m)) return k * Math.log(k / m) + m - k;
  const ratio = (k - m) / (k + m);
  const square = ratio * ratio;
  let sum = (k - m) * ratio;
  let term = 2 * k * ratio;
  for (let index = 1; index < 1000; index += 1) {
    term *= square;
    const next = sum + term / (2 * index + 1);
    if (next === sum) break;
    sum = next;
  }
  return sum;
}

/** The continued fraction of DLMF 8.17.22 by Lentz's method as modified by Thompson and Barnett. */
function betaFraction(x: number, a: number, b: number): number {
  let numerator = 1;
  let denominator = awayFromZero(1 - ((a + b) * x) / (a + 1));
  denominator = 1 / denominator;
  let value = denominator;
  for (let m = 1; m <= mostTerms; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    denominator = 1 / awayFromZero(1 + even * denominator);
    numerator = awayFromZero(1 + even / numerator);
    value *= denominator * numerator;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    denominator = 1 / awayFromZero(1 + odd * denominator);
    numerator = awayFromZero(1 + odd / numerator);
    const factor = denominator * numerator;
    value *= factor;
    if (Math.abs(factor - 1) <= precision) return value;
  }
  throw new RangeError(`Expected the fraction of I_x(a, b) to converge, got x=${x}, a=${a}, b=${b}`);
}

function awayFromZero(value: number): number {
  return Math.abs(value) < tiny ? tiny : value;
}
