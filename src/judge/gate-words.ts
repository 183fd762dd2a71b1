import type { Threshold } from '../scenario/threshold.ts';
import { formatCount } from '../units.ts';
import type { LatencySelection } from './limit-counters.ts';
import type { GateResult } from './verdict.ts';

/** What the samples of a latency gate are called: 'hits', 'misses', 'unknown answers' or 'answers'. */
export function samplesNoun({ cacheClass }: Pick<LatencySelection, 'cacheClass'>): string {
  if (cacheClass === undefined) return 'answers';
  return { hit: 'hits', miss: 'misses', unknown: 'unknown answers' }[cacheClass];
}

/** The result of a gate on nothing: it counts as a failure and says so. `noun` is a plural: 'hits'. */
export function noData(threshold: Threshold, noun: string, run?: number): GateResult {
  const where = run === undefined ? '' : ` in run ${run}`;
  return {
    threshold,
    status: 'no-data',
    n: 0,
    reason: `${singular(noun)} was recorded${where}: a gate on nothing never passes`,
  };
}

/** How much data would decide a gate, in words; undefined when no practical number would. */
export function sayNeeded(samples: number | undefined, noun: string): string {
  if (samples === undefined) return `no practical number of ${noun} would decide it`;
  return `about ${formatCount(roundUp(samples))} ${noun} would decide it nine times in ten`;
}

function singular(noun: string): string {
  if (noun === 'misses') return 'no miss';
  return `no ${noun.replace(/s$/u, '')}`;
}

/** Up to two significant digits: the samples that decide are an estimate. */
function roundUp(count: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, count))) - 1);
  return Math.ceil(count / unit) * unit;
}
