import { firstWhere } from '../../stats/binomial.ts';
import type { ShareLimits } from '../../stats/share-limits.ts';
import { decidingLog, weigh } from './evidence.ts';

/**
 * From how few samples that break the limit on a gate passes by evidence, and from how many on it fails, of n > 0 samples thinned by
 * `deff`; both undefined without a thinning.
 */
export function evidenceLimits(n: number, allowed: number, deff: number | undefined): ShareLimits {
  if (deff === undefined) return { passAtMost: undefined, failAtLeast: undefined };
  const weighed = (over: number): ReturnType<typeof weigh> => {
    const tally = { over, n, deff };
    return weigh({ pass: tally, fail: tally }, allowed);
  };
  const notPassing = firstWhere(0, n + 1, (over) => over > n || weighed(over).logPass < decidingLog);
  const failing = firstWhere(0, n + 1, (over) => over > n || weighed(over).logFail >= decidingLog);
  return {
    passAtMost: notPassing === 0 ? undefined : notPassing - 1,
    failAtLeast: failing > n ? undefined : failing,
  };
}
