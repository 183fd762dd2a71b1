import { firstWhere } from './binomial.ts';
import { logGamma } from './log-gamma.ts';
import { normalCdf } from './normal-cdf.ts';
import { studentTQuantile } from './student-t.ts';

const alpha = 0.05;
const steps = 2_000;
const farthestDistance = 1e4;

/** What is asked of several runs: how many, and by how many run-to-run standard deviations the truth lies off the limit. */
export type RunQuestion = { readonly runs: number; readonly distance: number };

/**
 * The chance that the one-sided t bound over R ≥ 2 normal runs clears a limit that lies `distance` standard deviations of the runs
 * away: P(T′ > t(1 − α; R − 1)) for the non-central T′ with δ = √R·distance, as the integral of Φ(δ − t·u) over the density of
 * u = s/σ, with R − 1 degrees of freedom (Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions 2, 31). On the limit it is α,
 * which is 0.05 unless told.
 * @throws RangeError when there are fewer than 2 runs.
 */
export function runPower({ runs, distance }: RunQuestion, level = alpha): number {
  if (!(runs >= 2)) throw new RangeError(`Expected at least 2 runs, got ${runs}`);
  const degrees = runs - 1;
  const t = studentTQuantile(1 - level, degrees);
  const shift = Math.sqrt(runs) * distance;
  const logScale = Math.LN2 + (degrees / 2) * Math.log(degrees / 2) - logGamma(degrees / 2);
  const end = 1 + 9 / Math.sqrt(degrees);
  const integrand = (u: number): number => {
    const power = degrees === 1 ? 0 : (degrees - 1) * Math.log(u);
    return Math.exp(logScale + power - (degrees * u * u) / 2) * normalCdf(shift - t * u);
  };
  return Math.min(1, simpson(integrand, end));
}

/** By how many run-to-run standard deviations the truth must lie off the limit for R ≥ 2 runs to show it with the given power. */
export function distanceForPower(runs: number, power = 0.9, level = alpha): number {
  let low = 0;
  let high = 1;
  while (high < farthestDistance && runPower({ runs, distance: high }, level) < power) high *= 2;
  for (let step = 0; step < 60 && high - low > 1e-9 * high; step += 1) {
    const middle = (low + high) / 2;
    if (runPower({ runs, distance: middle }, level) < power) low = middle;
    else high = middle;
  }
  return high;
}

/** The least number of runs, at least 2, that shows a distance with the given power; undefined when even `most` do not. */
export function runsForPower(
  distance: number,
  most: number,
  { power = 0.9, level = alpha }: { readonly power?: number; readonly level?: number } = {},
): number | undefined {
  const shows = (runs: number): boolean => runPower({ runs, distance }, level) >= power;
  return most >= 2 && shows(most) ? firstWhere(2, most, shows) : undefined;
}

/** The integral from 0 to `end` by Simpson's rule. */
function simpson(integrand: (value: number) => number, end: number): number {
  const width = end / steps;
  let sum = integrand(0) + integrand(end);
  for (let index = 1; index < steps; index += 1) sum += integrand(index * width) * (index % 2 === 0 ? 2 : 4);
  return (sum * width) / 3;
}
