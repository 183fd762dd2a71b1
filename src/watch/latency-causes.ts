import { formatMillis, microsPerMilli } from '../units.ts';
import type { Cause, Seen } from './likely-cause.ts';
import { readingOf, type Look } from './reading.ts';

/** A change below a fifth, or below 2 ms, is taken for none. */
const leastShare = 0.2;
const leastMillis = 2;
/** Two classes are slower by the same amount when the lesser change is at least half of the greater one. */
const sameShare = 0.5;

type CacheClass = 'hit' | 'miss';
type Rise = { readonly before: number; readonly now: number; readonly isSlower: boolean };

/**
 * Why latencies are high, by which class is slower than before: both by the same amount, hits only, misses only. The medians say so where they are known;
 * when only the slowest requests are slower, it is stalls. Without an earlier look nothing can be said.
 */
export function causesOfLatency({ look, well }: Seen): Cause[] {
  if (well === undefined) return [];
  const middle = { hit: riseOf('hit', 'p50', look, well), miss: riseOf('miss', 'p50', look, well) };
  const byMiddle = compare(middle, 'median');
  if (byMiddle.length > 0) return byMiddle;
  const tail = { hit: riseOf('hit', 'p95', look, well), miss: riseOf('miss', 'p95', look, well) };
  if (middle.hit === undefined && middle.miss === undefined) return compare(tail, 'p95');
  const slower = (['hit', 'miss'] as const).filter((name) => tail[name]?.isSlower === true);
  if (slower.length === 0) return [];
  const evidence = slower.map((name) => riseWords(name, 'p95', tail[name])).join('; ');
  const which = slower.length === 2 ? 'of both classes' : `of ${plural[slower[0] ?? 'hit']}`;
  const sentence = `a part of the requests ${which} is slow while their medians are as before: stalls, such as pauses or queues`;
  return [{ kind: 'stalls', sentence, evidence: `${evidence}; medians as before` }];
}

const plural = { hit: 'hits', miss: 'misses' } as const;

function compare({ hit, miss }: Readonly<Record<CacheClass, Rise | undefined>>, statistic: string): Cause[] {
  const evidence = [riseWords('hit', statistic, hit), riseWords('miss', statistic, miss)].join('; ');
  const [hitMore, missMore] = [hit, miss].map((rise) => (rise?.isSlower === true ? rise.now - rise.before : 0));
  if (hitMore === undefined || missMore === undefined || (hitMore === 0 && missMore === 0)) return [];
  if (hitMore > 0 && missMore > 0) {
    const isSame = Math.min(hitMore, missMore) >= sameShare * Math.max(hitMore, missMore);
    const sentence = isSame
      ? 'hits and misses are slower by about the same amount: what both pass through, the network or the service before its cache'
      : 'hits and misses are both slower, by different amounts: the service as a whole is short of something';
    return [{ kind: 'network or service', sentence, evidence }];
  }
  if (hitMore > 0) {
    if (miss === undefined)
      return [{ kind: 'hits only', sentence: 'hits are slower; of misses nothing is known', evidence }];
    return [{ kind: 'hits only', sentence: 'only hits are slower: the cache (FACT) or the way to it', evidence }];
  }
  return [{ kind: 'misses only', sentence: 'only misses are slower: what answers them, behind the cache', evidence }];
}

function riseOf(cacheClass: CacheClass, statistic: 'p50' | 'p95', look: Look, well: Look): Rise | undefined {
  const before = latencyOf(cacheClass, statistic, well);
  const now = latencyOf(cacheClass, statistic, look);
  if (before === undefined || now === undefined) return undefined;
  return { before, now, isSlower: now - before > Math.max(leastMillis, leastShare * before) };
}

/** Of the watch's own requests, or as it was read; milliseconds. */
function latencyOf(cacheClass: CacheClass, statistic: 'p50' | 'p95', look: Look): number | undefined {
  if (look.details !== undefined) return look.details[cacheClass]?.[statistic];
  return readingOf(look, { kind: 'quantile', cacheClass, quantile: statistic === 'p50' ? 0.5 : 0.95 }).value;
}

function riseWords(cacheClass: CacheClass, statistic: string, rise: Rise | undefined): string {
  const name = `${statistic} of ${plural[cacheClass]}`;
  if (rise === undefined) return `${name} not known`;
  return `${name} ${millis(rise.before)} before, ${millis(rise.now)} now`;
}

function millis(value: number): string {
  return `${formatMillis(value * microsPerMilli)} ms`;
}
