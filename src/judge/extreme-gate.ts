import type { Histogram } from '../recorder/histogram.ts';
import type { Operator, Threshold } from '../scenario/threshold.ts';
import { formatCount, microsPerMilli } from '../units.ts';
import { noData, samplesNoun } from './gate-words.ts';
import { keepsLimit } from './keeps-limit.ts';
import type { LatencySamples } from './latency-samples.ts';
import type { GateResult, GateStatus } from './verdict.ts';

/**
 * Judges the observed minimum or maximum of a latency over all runs. It has no interval: it says what was seen, not what the service
 * can do. A histogram knows it within 0.1 %; a limit that lies in between is inconclusive. With dropped requests, which count
 * as over any limit, an upper limit never passes.
 */
export function judgeExtreme(threshold: Threshold, kind: 'min' | 'max', samples: LatencySamples): GateResult {
  const { n, histogram, dropped } = samples;
  if (n === 0) return noData(threshold, samplesNoun(samples));
  const empty = samples.runs.find((run) => run.n === 0 && run.completed);
  if (empty !== undefined) return { ...noData(threshold, samplesNoun(samples), empty.run), n };
  const micros = histogram?.[kind];
  if (histogram === undefined || micros === undefined)
    return { threshold, status: 'inconclusive', n, reason: 'the latencies were lost with the run that died' };
  const observed = micros / microsPerMilli;
  const status = compare(threshold, kind, { histogram, observed });
  const result = { threshold, status, n, observed };
  const isUpper = threshold.operator === '<' || threshold.operator === '<=';
  if (status === 'pass' && isUpper && dropped > 0)
    return {
      ...result,
      status: 'inconclusive',
      reason: `${formatCount(dropped)} dropped requests count as over the limit`,
    };
  if (status === 'inconclusive')
    return { ...result, reason: 'the limit lies within the precision of the observed value' };
  return {
    ...result,
    reason: `observed ${kind === 'max' ? 'maximum' : 'minimum'} of ${formatCount(n)} ${samplesNoun(samples)}`,
  };
}

type Seen = { readonly histogram: Histogram; readonly observed: number };

function compare({ operator, limit }: Threshold, kind: 'min' | 'max', { histogram, observed }: Seen): GateStatus {
  const keeping = countKeeping(histogram, operator, limit * microsPerMilli);
  if (keeping === undefined) return keepsLimit(observed, operator, limit) ? 'pass' : 'fail';
  const [certain, possible] = keeping;
  // The greatest value is below a limit when all are; it is above when one is. For the least value it is the other way round.
  const needed = (kind === 'max') === (operator === '<' || operator === '<=') ? histogram.count : 1;
  if (certain >= needed) return 'pass';
  return possible < needed ? 'fail' : 'inconclusive';
}

/** At least and at most how many values keep the limit; undefined for equalities. */
function countKeeping(
  histogram: Histogram,
  operator: Operator,
  limitMicros: number,
): readonly [number, number] | undefined {
  switch (operator) {
    case '>':
      return histogram.countOver(limitMicros, false);
    case '>=':
      return histogram.countOver(limitMicros, true);
    case '<':
      return complement(histogram.count, histogram.countOver(limitMicros, true));
    case '<=':
      return complement(histogram.count, histogram.countOver(limitMicros, false));
    case '==':
    case '!=':
      return undefined;
  }
}

function complement(count: number, [certain, possible]: readonly [number, number]): readonly [number, number] {
  return [count - possible, count - certain];
}
