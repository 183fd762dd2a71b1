import { firstWhere } from '../../stats/binomial.ts';
import type { ShareLimits } from '../../stats/share-limits.ts';
import { decidingLog, weigh, type Tally } from './evidence.ts';

/**
 * From how few samples that break the limit on a gate passes by evidence, and from how many on it fails, of n > 0 samples thinned by
 * `deff`, where `e^limitLog` decides; both undefined without a thinning.
 */
export function evidenceLimits(
  { n, deff }: Pick<Tally, 'n' | 'deff'>,
  allowed: number,
  limitLog = decidingLog,
): ShareLimits {
  if (deff === undefined) return { passAtMost: undefined, failAtLeast: undefined };
  const weighed = (over: number): ReturnType<typeof weigh> => {
    const tally = { over, n, deff };
    return weigh({ pass: tally, fail: tally }, allowed);
  };
  const notPassing = firstWhere(0, n + 1, (over) => over > n || weighed(over).logPass < limitLog);
  const failing = firstWhere(0, n + 1, (over) => over > n || weighed(over).logFail >= limitLog);
  return {
    passAtMost: notPassing === 0 ? undefined : notPassing - 1,
    failAtLeast: failing > n ? undefined : failing,
  };
}
