import { checkSense } from './check-sense.ts';
import { didYouMean, nearest } from './did-you-mean.ts';
import { Cursor, GrammarFault } from './grammar-fault.ts';
import { metrics } from './metrics.ts';
import type { Selector } from './parse-selector.ts';
import type { Aggregation, MetricName, Operator, Threshold } from './threshold.ts';

const operators: Readonly<Record<string, Operator>> = {
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  '==': '==',
  '===': '==',
  '!=': '!=',
};

/** Words that other tools use, and what k6 calls them. */
const otherNames: Readonly<Record<string, string>> = {
  average: 'avg',
  mean: 'avg',
  median: 'med',
  minimum: 'min',
  maximum: 'max',
  total: 'count',
};

/**
 * Reads the condition of a gate in k6's threshold grammar (k6 metrics/thresholds_parser.go):
 *
 *     assertion   -> aggregation space* operator space* float
 *     aggregation -> trend | "rate" | "count" | "value"
 *     trend       -> "avg" | "min" | "max" | "med" | percentile
 *     percentile  -> "p(" float ")"
 *     operator    -> "<" | "<=" | ">" | ">=" | "==" | "===" | "!="
 *     float       -> digit+ ( "." digit+ )?
 *
 * `===` is read as `==`; a percentile lies above 0 and below 100.
 * @throws GrammarFault that names the column, and for an aggregation that the metric has not, a condition that always
 * or never holds, and an equality with a latency.
 */
export function parseThreshold(selector: Selector, source: string): Threshold {
  const cursor = new Cursor(source.trim());
  const aggregation = parseAggregation(cursor, selector.metric);
  const operator = parseOperator(cursor);
  const limit = parseLimit(cursor, selector.metric);
  const threshold: Threshold = {
    selector: selector.text,
    source: cursor.text,
    metric: selector.metric,
    tags: selector.tags,
    aggregation,
    operator,
    limit,
    implicit: false,
  };
  checkSense(threshold);
  return threshold;
}

function parseAggregation(cursor: Cursor, metric: MetricName): Aggregation {
  const known = metrics[metric].aggregations;
  const wanted = `an aggregation (${known.join(', ')})`;
  cursor.take(/\s*/u);
  const start = cursor.column;
  const name = cursor.take(/[A-Za-z_][\w.]*/u);
  if (name === undefined) throw cursor.fault(wanted, `put the aggregation first, as in ${exampleOf(metric)}`);
  const quantile = name === 'p' ? parsePercentile(cursor) : undefined;
  const got = `"${name}" at column ${start} of "${cursor.text}"`;
  if (!known.includes(name === 'p' ? 'p(N)' : name)) throw unknownAggregation({ name, got, metric, wanted });
  if (quantile !== undefined) return { kind: 'quantile', quantile };
  return aggregationOf(name) ?? fail(got, wanted);
}

function fail(got: string, wanted: string): never {
  throw new GrammarFault(`expected ${wanted}, got ${got}`, 'see the grammar of thresholds');
}

function aggregationOf(name: string): Aggregation | undefined {
  switch (name) {
    case 'med':
      return { kind: 'quantile', quantile: 0.5 };
    case 'avg':
    case 'min':
    case 'max':
    case 'count':
    case 'rate':
    case 'value':
      return { kind: name };
    default:
      return undefined;
  }
}

/** Reads '(95)' into 0.95, by its decimal digits: 99.9 / 100 is not the number nearest to 0.999. */
function parsePercentile(cursor: Cursor): number {
  const hint = 'write a percentile as p(95)';
  cursor.want(/\(/u, '"(" after p', hint);
  cursor.take(/\s*/u);
  const column = cursor.column;
  const percent = cursor.want(/\d+(?:\.\d+)?/u, 'a percentage', hint);
  cursor.want(/\)/u, '")" after the percentage', hint);
  if (Number(percent) > 0 && Number(percent) < 100) return Number(`${percent}e-2`);
  const instead = Number(percent) === 0 ? 'use min for the least value' : 'use max for the greatest value, or p(99.9)';
  const message = `expected a percentage above 0 and below 100, got "${percent}" at column ${column} of "${cursor.text}"`;
  throw new GrammarFault(message, instead);
}

type Unknown = { readonly name: string; readonly got: string; readonly metric: MetricName; readonly wanted: string };

function unknownAggregation({ name, got, metric, wanted }: Unknown): GrammarFault {
  const { kind, aggregations } = metrics[metric];
  const percent = /^p_?(\d+(?:\.\d+)?)$/iu.exec(name)?.[1];
  const message = `expected ${wanted}, got ${got}`;
  if (kind === 'trend' && percent !== undefined) return new GrammarFault(message, `write p(${percent})`);
  const other = Object.hasOwn(otherNames, name.toLowerCase()) ? otherNames[name.toLowerCase()] : undefined;
  if (other !== undefined && aggregations.includes(other)) return new GrammarFault(message, `write ${other}`);
  if (nearest(name, aggregations) !== undefined) return new GrammarFault(message, didYouMean(name, aggregations));
  return new GrammarFault(message, `${metric} is a ${kind}: use ${aggregations.join(', ')}`);
}

function parseOperator(cursor: Cursor): Operator {
  const wanted = 'an operator (<, <=, >, >=, ==, !=)';
  cursor.take(/\s*/u);
  const column = cursor.column;
  const symbol = cursor.take(/[<>=!≤≥~]+/u);
  if (symbol === undefined) throw cursor.fault(wanted, 'write a comparison, such as p(95)<23');
  const operator = Object.hasOwn(operators, symbol) ? operators[symbol] : undefined;
  if (operator !== undefined) return operator;
  const meant: Readonly<Record<string, string>> = {
    '=<': '<=',
    '=>': '>=',
    '≤': '<=',
    '≥': '>=',
    '!==': '!=',
  };
  const message = `expected ${wanted}, got "${symbol}" at column ${column} of "${cursor.text}"`;
  throw new GrammarFault(message, `write ${meant[symbol] ?? 'one of <, <=, >, >=, ==, !='}`);
}

function parseLimit(cursor: Cursor, metric: MetricName): number {
  const { kind } = metrics[metric];
  const number = cursor.want(/\d+(?:\.\d+)?/u, 'a number', 'write the limit as digits, such as 23 or 0.873');
  cursor.take(/\s*/u);
  const rest = cursor.peek();
  if (rest === '') return Number(number);
  throw cursor.fault('the end of the expression', restHint({ rest, number, kind }));
}

function restHint({ rest, number, kind }: { rest: string; number: string; kind: string }): string {
  if (rest.startsWith('%')) return `write a share of 1: ${Number(`${number}e-2`)}`;
  const isTime = kind === 'trend' || kind === 'time';
  if (isTime && rest === 'ms') return `write ${number}: limits are milliseconds without a unit`;
  if (isTime && rest === 's') return `write ${Number(number) * 1000}: limits are milliseconds without a unit`;
  if (rest === ',') return 'write decimals with a point';
  if (/^(?:&+|\|+|and|or)/u.test(rest)) return 'write one expression for each gate, as entries of a list';
  return 'write one aggregation, one operator and one number, such as p(95)<23';
}

function exampleOf(metric: MetricName): string {
  switch (metrics[metric].kind) {
    case 'trend':
      return 'p(95)<23';
    case 'rate':
      return 'rate<0.01';
    case 'counter':
      return 'count==0';
    case 'gauge':
      return 'min>=100';
    case 'time':
      return 'value<5000';
  }
}
