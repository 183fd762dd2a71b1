import { collectLatencies } from '../latency-samples.ts';
import { microsPerMilli } from '../../units.ts';
import type { ComparedRun, Sides } from './compared-run.ts';
import type { MeanChange } from './comparison.ts';

type SideMeans = { readonly hitRate: number; readonly hit: number; readonly miss: number };

/**
 * Splits the change of the mean of hits and misses into what the hit rate, the hits and the misses did; see `MeanChange` for the
 * formula. Undefined when a side has no hit or no miss: then there is no mean to move between.
 */
export function decomposeMean(
  { before, after }: Sides<ComparedRun>,
  latency: 'service' | 'response',
): MeanChange | undefined {
  const left = meansOf(before, latency);
  const right = meansOf(after, latency);
  if (left === undefined || right === undefined) return undefined;
  const byHitRateMillis = (right.hitRate - left.hitRate) * (left.hit - left.miss);
  const byHitsMillis = right.hitRate * (right.hit - left.hit);
  const byMissesMillis = (1 - right.hitRate) * (right.miss - left.miss);
  return {
    totalMillis: byHitRateMillis + byHitsMillis + byMissesMillis,
    byHitRateMillis,
    byHitsMillis,
    byMissesMillis,
  };
}

function meansOf({ runs }: ComparedRun, latency: 'service' | 'response'): SideMeans | undefined {
  const hits = collectLatencies(runs, { latency, cacheClass: 'hit' }).histogram;
  const misses = collectLatencies(runs, { latency, cacheClass: 'miss' }).histogram;
  const hit = hits?.mean;
  const miss = misses?.mean;
  if (hits === undefined || misses === undefined || hit === undefined || miss === undefined) return undefined;
  return {
    hitRate: hits.count / (hits.count + misses.count),
    hit: hit / microsPerMilli,
    miss: miss / microsPerMilli,
  };
}
