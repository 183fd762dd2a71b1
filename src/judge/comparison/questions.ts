import type { Snapshot } from '../../recorder/snapshot.ts';
import { parseComparedMetric, type ComparedMetric } from '../../scenario/compared-metric.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { ComparedRun, Sides } from './compared-run.ts';
import type { ComparedGate } from './comparison.ts';

/** What is asked of one figure: everything of a gate that is known before the data are looked at. */
export type Question = Pick<ComparedGate, 'name' | 'metric' | 'scale' | 'unit' | 'worse' | 'margin' | 'asked'>;

/**
 * The default margins: 10 % on p95, 5 % on the median and on throughput, 1 point of hit rate, half a point of errors. Other quantiles and
 * means have that of p95.
 */
const defaultNames = [
  'med{cache:hit}',
  'p(95){cache:hit}',
  'med{cache:miss}',
  'p(95){cache:miss}',
  'cache_hit_rate',
  'http_req_failed',
  'http_reqs',
];

/**
 * The family of questions of a comparison: the default ones, and those that the scenario of the side after has margins or claims for. A
 * class that neither side has is asked about only by name.
 */
export function questionsOf(sides: Sides<ComparedRun>): Question[] {
  return possibleQuestions(sides.after.scenario).filter(({ name, asked }) => asked || isThere(name, sides));
}

/** The questions that a scenario's comparison may ask, before it is known which classes there are. */
export function possibleQuestions(scenario: Scenario): Question[] {
  const margins = marginsOf(scenario);
  const names = defaultNames.filter((name) => !margins.has(name));
  return [...names.map((name) => [name, undefined] as const), ...margins].flatMap(([name, margin]) => {
    const metric = parseComparedMetric(name);
    return metric === undefined
      ? []
      : [{ name, asked: margin !== undefined, ...natureOf(metric), margin: margin ?? defaultMargin(metric), metric }];
  });
}

/** By name as written; 'p(50)' and 'med' are the same figure, of which the last margin counts. */
function marginsOf({ baseline }: Scenario): Map<string, number> {
  const entries = Object.entries(baseline?.margins ?? {});
  return new Map(entries.map(([name, margin]) => [name.replace(/^p\(50(?:\.0+)?\)/u, 'med'), margin]));
}

function isThere(name: string, { before, after }: Sides<ComparedRun>): boolean {
  const cacheClass = /cache:(?<name>hit|miss)/u.exec(name)?.groups?.['name'];
  if (cacheClass !== 'hit' && cacheClass !== 'miss') return true;
  const holds = ({ measure }: Snapshot): boolean => measure.classes[cacheClass].count > 0;
  return before.runs.some(holds) || after.runs.some(holds);
}

function defaultMargin(metric: ComparedMetric): number {
  switch (metric.kind) {
    case 'quantile':
      return metric.quantile === 0.5 ? 0.05 : 0.1;
    case 'mean':
      return 0.1;
    case 'hit rate':
      return 0.01;
    case 'error rate':
      return 0.005;
    case 'throughput':
      return 0.05;
  }
}

/** On which scale a metric changes, its unit, and which direction is worse. */
export function natureOf({ kind }: ComparedMetric): Pick<Question, 'scale' | 'unit' | 'worse'> {
  switch (kind) {
    case 'quantile':
    case 'mean':
      return { scale: 'ratio', unit: 'ms', worse: 'greater' };
    case 'hit rate':
      return { scale: 'points', unit: 'share', worse: 'less' };
    case 'error rate':
      return { scale: 'points', unit: 'share', worse: 'greater' };
    case 'throughput':
      return { scale: 'ratio', unit: 'per second', worse: 'less' };
  }
}
