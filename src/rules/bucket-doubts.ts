import type { MetricMapping } from '../scenario/metric-mapping.ts';
import type { TriggerCondition } from '../scenario/trigger.ts';
import { limitInSeries } from './figure-expression.ts';
import { figureWords, limitWords } from './figure-names.ts';
import type { WatchList } from './watch-list.ts';

/**
 * A limit that the service's buckets cannot decide. `coarse`: it lies within a bucket, and whether a quantile there is over it is a
 * guess. `blind`: a quantile is never said to be more than the greatest finite bound, so it is never seen over the limit.
 */
export type BucketDoubt = {
  readonly kind: 'coarse' | 'blind';
  readonly trigger: string;
  readonly sentence: string;
  /** The sentence without the trigger's name. */
  readonly clause: string;
  readonly remedy: string;
};

/** The limits of quantiles that the buckets cannot decide; none when the scenario does not say which buckets there are. */
export function findBucketDoubts({ triggers, mapping }: WatchList): BucketDoubt[] {
  return triggers.flatMap(({ name, condition }) => {
    const { kind, words } = doubtOf(condition, mapping) ?? {};
    if (kind === undefined) return [];
    const { figure, limit } = condition;
    const add = `give the service a bucket that ends at ${limitInSeries(figure, limit, mapping)} ${mapping.unit}`;
    const more = kind === 'blind' ? ' and one that ends above it' : '';
    const clause = `the limit ${limitWords(figure, limit)} of the ${figureWords(figure)} ${words}`;
    return [{ kind, trigger: name, sentence: `${name}: ${clause}`, clause, remedy: `${add}${more}` }];
  });
}

function doubtOf(
  { figure, operator, limit }: TriggerCondition,
  { buckets, unit }: MetricMapping,
): { readonly kind: BucketDoubt['kind']; readonly words: string } | undefined {
  if (figure.kind !== 'quantile' || buckets === undefined) return undefined;
  const bound = Number(limitInSeries(figure, limit, { unit }));
  const greatest = buckets.at(-1) ?? 0;
  if (bound > greatest) return { kind: 'blind', words: `lies above the greatest bound, ${greatest} ${unit}` };
  if (bound === greatest && operator === '>')
    return { kind: 'blind', words: 'is the greatest bound, and a quantile beyond it is said to be there' };
  if (buckets.includes(bound)) return undefined;
  const upper = buckets.findIndex((each) => each > bound);
  const span = `${buckets[upper - 1] ?? 0} to ${buckets[upper]} ${unit}`;
  return { kind: 'coarse', words: `lies within the bucket from ${span}, where a quantile is only a guess` };
}
