const halfLogTwoPi = 0.5 * Math.log(2 * Math.PI);
const seriesFrom = 16;

/** Coefficients of z^-1, z^-3, … in Stirling's series: B(2k) / (2k (2k − 1)) (DLMF 5.11.1). */
const stirlingCoefficients = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360_360, 1 / 156];

/**
 * What Stirling's formula lacks: lnΓ(z) − (z − ½)·ln z + z − ½·ln 2π, for z > 0, to about 1e-16 absolute from z = 16 on.
 * Below, it climbs there by Γ(z + 1) = z·Γ(z), which costs an ulp or two a step. Kept apart from lnΓ because it stays small where lnΓ is
 * large: sums of such terms do not cancel (Loader, Fast and Accurate Computation of Binomial Probabilities, 2000).
 */
export function stirlingError(z: number): number {
  let climbed = 0;
  let at = z;
  while (at < seriesFrom) {
    climbed += (at + 0.5) * Math.log1p(1 / at) - 1;
    at += 1;
  }
  const square = 1 / (at * at);
  let sum = 0;
  for (const coefficient of stirlingCoefficients.toReversed()) sum = sum * square + coefficient;
  return climbed + sum / at;
}

/** lnΓ(z) for z > 0, to about 1e-14 of max(1, |lnΓ(z)|). @throws RangeError for any other z. */
export function logGamma(z: number): number {
  if (!(z > 0)) throw new RangeError(`Expected a positive number, got ${z}`);
  return (z - 0.5) * Math.log(z) - z + halfLogTwoPi + stirlingError(z);
}

/** ln B(a, b) = lnΓ(a) + lnΓ(b) − lnΓ(a + b) for a, b > 0, without the cancellation of large terms (DLMF 5.12.1). */
export function logBeta(a: number, b: number): number {
  if (!(a > 0 && b > 0)) throw new RangeError(`Expected two positive numbers, got ${a} and ${b}`);
  const [small, large] = a < b ? [a, b] : [b, a];
  const total = small + large;
  return (
    halfLogTwoPi +
    (small - 0.5) * Math.log(small / total) -
    large * Math.log1p(small / large) -
    0.5 * Math.log(large) +
    (stirlingError(small) + stirlingError(large) - stirlingError(total))
  );
}
