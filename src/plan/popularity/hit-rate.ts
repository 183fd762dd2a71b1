import { RandomStream, streams } from '../../random.ts';
import { freshNumber } from '../fresh-number.ts';
import { pickDrawn } from './pick-drawn.ts';
import type { PickSource, Picker } from './picker.ts';

/** The popularity of the queries that are asked again, under popularity `hit-rate`. */
export const knownPopularity = { kind: 'zipf', exponent: 0.99 } as const;

/**
 * A share `rate` of the requests asks the corpus (Zipf 0.99), the rest a query that nobody has asked before. Against a
 * cache that holds the corpus, `rate` is the hit rate.
 */
export function pickHitRate(rate: number, source: Omit<PickSource, 'replay'>): Picker {
  const { workload, phase } = source;
  const known = pickDrawn(knownPopularity, source);
  const coin = new RandomStream(workload.seed, phase === 'measure' ? streams.fresh : streams.warmupFresh);
  const perUser = workload.sequence === 'per-user';
  return {
    queryAt: (user, index) =>
      coin.uniformAt(user, index) < rate
        ? known.queryAt(user, index)
        : -1 - freshNumber({ phase, user: perUser ? user : 0, index, perUser }),
    shares: known.shares.map((share) => share * rate),
    freshShare: 1 - rate,
    length: Infinity,
  };
}
