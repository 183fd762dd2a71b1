import { didYouMean, nearest } from './did-you-mean.ts';
import { Cursor, GrammarFault } from './grammar-fault.ts';
import { foreignMetrics, metricNames, metrics } from './metrics.ts';
import type { MetricName } from './threshold.ts';

/** What a gate is on: a metric and, where it has tags, the class, check or fault of it; whether there is such a fault is not looked at. `text` is the selector without spaces. */
export type Selector = {
  readonly text: string;
  readonly metric: MetricName;
  readonly tags: Readonly<Record<string, string>>;
};

const example = 'write a selector such as http_req_duration{cache:hit}';

/**
 * Reads the metric of a gate, as k6 writes it:
 *
 *     selector -> metric ( "{" tag ( "," tag )* "}" )?
 *     tag      -> name ":" value
 *     metric, name, value -> ( letter | digit | "_" | "-" )+
 *
 * White space is allowed between the parts. @throws GrammarFault for a text that is no selector and for an unknown metric, tag or value.
 */
export function parseSelector(text: string): Selector {
  const cursor = new Cursor(text);
  const metric = metricOf(cursor.want(/[\w-]+/u, 'the name of a metric', example));
  cursor.take(/\s*/u);
  const tags = cursor.take(/\{/u) === undefined ? {} : parseTags(cursor, metric);
  cursor.take(/\s*/u);
  if (cursor.peek() !== '') throw cursor.fault('the end of the selector', example);
  const written = Object.entries(tags).map(([tag, value]) => `${tag}:${value}`);
  return { text: written.length === 0 ? metric : `${metric}{${written.join(',')}}`, metric, tags };
}

function metricOf(name: string): MetricName {
  const metric = metricNames.find((known) => known === name);
  if (metric !== undefined) return metric;
  const foreign = Object.hasOwn(foreignMetrics, name) ? foreignMetrics[name] : undefined;
  if (foreign !== undefined)
    throw new GrammarFault(`"${name}" is a metric of k6 that hitgate does not measure`, foreign);
  throw new GrammarFault(`"${name}" is not a metric`, didYouMean(name, metricNames));
}

function parseTags(cursor: Cursor, metric: MetricName): Record<string, string> {
  const tags: Record<string, string> = {};
  do {
    const tag = tagOf(cursor.want(/[\w-]+/u, 'the name of a tag', example), metric);
    if (Object.hasOwn(tags, tag)) throw new GrammarFault(`the tag "${tag}" is given twice`, `keep one ${tag}`);
    cursor.want(
      /:/u,
      '":" after the name of a tag',
      `write ${tag}:value, as in {${tag}:${metrics[metric].tags[tag]?.[0] ?? 'fact-gone'}}`,
    );
    tags[tag] = valueOf(cursor.want(/[\w-]+/u, `a value of ${tag}`, 'write the value without quotes'), tag, metric);
    cursor.take(/\s*/u);
  } while (cursor.take(/,/u) !== undefined);
  cursor.want(/\}/u, '"," or "}"', example);
  return tags;
}

function tagOf(tag: string, metric: MetricName): string {
  const { tags, faultTag } = metrics[metric];
  const known = [...Object.keys(tags), faultTag];
  if (known.includes(tag)) return tag;
  const hint =
    nearest(tag, known) === undefined && known.length === 1 ? `write ${metric} alone` : didYouMean(tag, known);
  throw new GrammarFault(`"${tag}" is not a tag of ${metric}`, hint);
}

function valueOf(value: string, tag: string, metric: MetricName): string {
  const known = metrics[metric].tags[tag];
  if (known === undefined) return value;
  if (known.includes(value)) return value;
  throw new GrammarFault(`"${value}" is not a value of ${tag}`, didYouMean(value, known));
}
