import type { PhaseSnapshot, Snapshot } from '../recorder/snapshot.ts';
import type { Threshold } from '../scenario/threshold.ts';
import { formatCount, microsPerSecond } from '../units.ts';
import { noData } from './gate-words.ts';
import { sideOf } from '../scenario/side-of.ts';
import { keepsLimit } from './keeps-limit.ts';
import type { GateResult } from './verdict.ts';

/**
 * Judges `http_reqs` and `dropped_iterations`, as a count or per second of the measured phase, exactly: every run has to keep the limit, and
 * the observed value is that of the run that keeps it least. A lower limit on a count that a run cut off by Ctrl-C did not reach is
 * inconclusive. A run in which nothing was due is no data.
 */
export function judgeCount(threshold: Threshold, snapshots: readonly Snapshot[]): GateResult {
  const dues = snapshots.map(({ measure }) => measure.requests + measure.dropped);
  const n = dues.reduce((sum, due) => sum + due, 0);
  const values = snapshots.map(({ measure }) => valueOf(threshold, measure));
  const observed = leastKeeping(threshold, values);
  const empty = snapshots.find(({ ended }, index) => ended === 'completed' && dues[index] === 0);
  if (n === 0 || observed === undefined) return noData(threshold, 'requests');
  if (empty !== undefined) return { ...noData(threshold, 'requests', empty.run), n };
  const broken = snapshots.filter((_, index) => !keepsLimit(values[index] ?? 0, threshold.operator, threshold.limit));
  if (broken.length === 0) return { threshold, status: 'pass', n, observed, reason: sayObserved(threshold, snapshots) };
  const isCutShort = sideOf(threshold.operator) !== 'below' && threshold.aggregation.kind === 'count';
  if (isCutShort && broken.every(({ ended }) => ended === 'aborted'))
    return {
      threshold,
      status: 'inconclusive',
      n,
      observed,
      reason: 'the run was cut off before it could reach the limit',
    };
  return { threshold, status: 'fail', n, observed, reason: sayObserved(threshold, broken) };
}

function valueOf({ metric, aggregation }: Threshold, { requests, dropped, durationMicros }: PhaseSnapshot): number {
  const count = metric === 'dropped_iterations' ? dropped : requests;
  if (aggregation.kind !== 'rate') return count;
  return durationMicros > 0 ? (count * microsPerSecond) / durationMicros : 0;
}

/** The value that is least favourable: the greatest under an upper limit, the least over a lower one, the farthest from an equality. */
function leastKeeping({ operator, limit }: Threshold, values: readonly number[]): number | undefined {
  const worse = (left: number, right: number): number => {
    switch (sideOf(operator)) {
      case 'below':
        return Math.max(left, right);
      case 'above':
        return Math.min(left, right);
      case undefined:
        return keepsLimit(left, operator, limit) ? right : left;
    }
  };
  return values.length === 0 ? undefined : values.reduce(worse);
}

function sayObserved({ metric, aggregation }: Threshold, runs: readonly Snapshot[]): string {
  const what = metric === 'dropped_iterations' ? 'dropped requests' : 'requests';
  const per = aggregation.kind === 'rate' ? ', per second of the measured phase' : '';
  const [first] = runs;
  if (runs.length === 1 && first !== undefined) {
    const count = metric === 'dropped_iterations' ? first.measure.dropped : first.measure.requests;
    return `observed ${formatCount(count)} ${what}${per}`;
  }
  return `observed ${what} in the worst of ${runs.length} runs${per}`;
}
