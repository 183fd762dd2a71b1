const rootTwoPi = Math.sqrt(2 * Math.PI);
const fractionFrom = 2.5;
const fractionTerms = 100;

/**
 * Φ(z) = P(Z ≤ z) of the standard normal distribution, to about 1e-13 relative also far below 0, where it is a tail (Abramowitz and
 * Stegun 26.2.11 near 0, the continued fraction 26.2.14 from 2.5 on). A small upper tail is read without cancellation as Φ(−z).
 */
export function normalCdf(z: number): number {
  if (z > 0) return 1 - normalCdf(-z);
  const density = Math.exp((-z * z) / 2) / rootTwoPi;
  return z > -fractionFrom ? 0.5 - density * series(-z) : density / fraction(-z);
}

/** z + z³/3 + z⁵/(3·5) + … */
function series(z: number): number {
  let term = z;
  let sum = z;
  for (let odd = 3; term > sum * 1e-17; odd += 2) {
    term *= (z * z) / odd;
    sum += term;
  }
  return sum;
}

/** z + 1/(z + 2/(z + 3/(z + …))), from its far end. */
function fraction(z: number): number {
  let value = z;
  for (let term = fractionTerms; term >= 1; term -= 1) value = z + term / value;
  return value;
}
