import { outsideFaults, partOf } from '../scenario/fault-tags.ts';
import type { Threshold } from '../scenario/threshold.ts';
import { formatGateValue } from '../report/gate-value.ts';
import { capitalised } from './visible-text.ts';

/** What a gate looks at, for a reader who knows no threshold grammar: 'p95 of hits', 'hit rate', 'least users in flight'. */
export function gateSubject(threshold: Threshold): string {
  const part = partOf(threshold);
  const subject = subjectOf(threshold);
  if (part === undefined) return subject;
  return part === outsideFaults ? `${subject} outside the faults` : `${subject} during ${part}`;
}

function subjectOf({ metric, tags, aggregation }: Threshold): string {
  switch (metric) {
    case 'http_req_duration':
      return `${aggregate(aggregation)} of ${answers(tags['cache'])}`;
    case 'http_req_waiting':
      return `${aggregate(aggregation)} of the time to the first byte of ${answers(tags['cache'])}`;
    case 'cache_hit_rate':
      return 'hit rate';
    case 'cache_unknown_rate':
      return 'answers that are neither hit nor miss';
    case 'http_req_failed':
      return 'failed requests';
    case 'availability':
      return 'requests that did not fail';
    case 'recovery_time':
      return `time to recover from ${tags['fault'] ?? 'a fault'}`;
    case 'http_reqs':
      return aggregation.kind === 'rate' ? 'requests per second' : 'requests';
    case 'vus_in_flight':
      return aggregation.kind === 'value' ? 'users in flight' : `${aggregate(aggregation)} users in flight`;
    case 'dropped_iterations':
      return aggregation.kind === 'rate' ? 'dropped requests per second' : 'dropped requests';
    case 'checks':
      return `answers that hold the check ${tags['check'] ?? 'of every kind'}`;
  }
}

/** A gate in plain words: 'p95 of hits below 23 ms', 'Hit rate above 87.3 %'. */
export function gateTitle(threshold: Threshold): string {
  const subject = gateSubject(threshold);
  return `${/^p\d/u.test(subject) ? subject : capitalised(subject)} ${gateDemand(threshold)}`;
}

/** What a gate asks for: 'below 23 ms', 'above 87.3 %', 'at least 100'. */
export function gateDemand(threshold: Threshold): string {
  return `${operatorWords[threshold.operator]} ${limitWords(threshold)}`;
}

/** The limit with its unit and no more decimals than it needs: '23 ms', '87.3 %'. */
export function limitWords(threshold: Threshold): string {
  return formatGateValue(threshold, threshold.limit)
    .replace(/(\.\d*?)0+(?= |$)/u, '$1')
    .replace(/\.(?= |$)/u, '');
}

const operatorWords: Readonly<Record<Threshold['operator'], string>> = {
  '<': 'below',
  '<=': 'at most',
  '>': 'above',
  '>=': 'at least',
  '==': 'exactly',
  '!=': 'anything but',
};

function aggregate(aggregation: Threshold['aggregation']): string {
  switch (aggregation.kind) {
    case 'quantile':
      return `p${Number((aggregation.quantile * 100).toPrecision(9))}`;
    case 'avg':
      return 'mean';
    case 'min':
      return 'least';
    case 'max':
      return 'greatest';
    case 'count':
    case 'rate':
    case 'value':
      return aggregation.kind;
  }
}

function answers(cacheClass: string | undefined): string {
  switch (cacheClass) {
    case 'hit':
      return 'hits';
    case 'miss':
      return 'misses';
    case undefined:
      return 'all answers';
    default:
      return `${cacheClass} answers`;
  }
}
