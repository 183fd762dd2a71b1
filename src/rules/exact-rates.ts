import type { MetricMapping } from '../scenario/metric-mapping.ts';

const mostTries = 400;

/**
 * The least whole factor at which rates that Prometheus computes compare with a limit as exact numbers would. A rate is the increase over
 * the samples of a window, times a factor that binary fractions do not hold; `isExact` is given the rounding of Prometheus 2, whose
 * windows hold both their ends, and that of Prometheus 3, whose windows leave out the first, and says whether the limit is met.
 */
export function exactFactor(
  { scrapeIntervalMicros }: Pick<MetricMapping, 'scrapeIntervalMicros'>,
  windowMicros: number,
  isExact: (rounded: (rate: number) => number, factor: number) => boolean,
): number {
  const scrape = scrapeIntervalMicros / 1_000_000;
  const window = windowMicros / 1_000_000;
  const scrapes = Math.floor(window / scrape);
  const roundings = [scrapes * scrape, (scrapes - 1) * scrape].map((sampled) => {
    const perSecond = window / sampled / window;
    return (rate: number) => rate * scrape * Math.round(sampled / scrape) * perSecond;
  });
  for (let factor = 1; factor <= mostTries; factor += 1) {
    if (roundings.every((rounded) => isExact(rounded, factor))) return factor;
  }
  return 1;
}
