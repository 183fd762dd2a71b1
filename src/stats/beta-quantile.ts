import { betaPower, regularisedBeta } from './incomplete-beta.ts';

const mostSteps = 1_200;
const precision = 1e-15;

/**
 * The x with I_x(a, b) = p, for a, b > 0 and p from 0 to 1: Newton's steps, kept within a bracket that shrinks by halves.
 * @throws RangeError when p is no probability.
 */
export function betaQuantile(p: number, a: number, b: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`Expected a probability, got ${p}`);
  if (p === 0 || p === 1) return p;
  let low = 0;
  let high = 1;
  let x = a / (a + b);
  for (let step = 0; step < mostSteps && high - low > precision * high; step += 1) {
    const excess = regularisedBeta(x, a, b) - p;
    if (excess === 0) return x;
    if (excess > 0) high = x;
    else low = x;
    const density = betaPower(x, a, b) / (x * (1 - x));
    const next = x - excess / density;
    if (Math.abs(next - x) <= precision * x) return x;
    x = next > low && next < high ? next : (low + high) / 2;
  }
  return x;
}
