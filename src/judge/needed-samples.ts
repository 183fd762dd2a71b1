import { samplesForPower } from '../stats/gate-power.ts';

/** What was counted for a gate: so many of n samples break its limit, of which `allowed` may, and so many more were dropped unseen. */
export type CountedSamples = {
  readonly count: number;
  readonly n: number;
  readonly allowed: number;
  readonly deff: number;
  readonly dropped?: number;
};

/**
 * The samples that decide a gate nine times in ten if the shares that were seen are the true ones, at the same correlation. Dropped
 * requests count as breaking the limit when it comes to passing and not at all when it comes to failing; undefined when no practical
 * number decides, as between the two.
 */
export function neededSamples({ count, n, allowed, deff, dropped = 0 }: CountedSamples): number | undefined {
  if (!(n > 0 && allowed > 0 && allowed < 1)) return undefined;
  const atMost = (count + dropped) / (n + dropped);
  const atLeast = count / n;
  if (atMost >= allowed && atLeast <= allowed) return undefined;
  const needed = samplesForPower({ allowed, trueShare: atMost < allowed ? atMost : atLeast });
  return needed === undefined ? undefined : Math.ceil(needed * deff);
}
