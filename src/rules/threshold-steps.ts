import type { Trigger } from '../scenario/trigger.ts';
import { isSameFigure, type WatchedFigure } from '../scenario/watched-figure.ts';
import { limitInSeries } from './figure-expression.ts';
import type { WatchList } from './watch-list.ts';

/** From `value` on a panel has this colour; the first step has no value. */
export type ThresholdStep = { readonly value: number | null; readonly color: string };

type Limit = { readonly value: number; readonly color: string };

const colors = { info: 'blue', warning: 'orange', critical: 'red' } as const;
const well = 'green';

/** The limits of a figure as the colours of a Grafana panel: green where no trigger holds, else as grave as the nearest limit that is broken. */
export function thresholdSteps(figure: WatchedFigure, { triggers, mapping }: WatchList): ThresholdStep[] {
  const own = triggers.filter(({ condition }) => isSameFigure(condition.figure, figure));
  const limitOf = (trigger: Trigger): Limit => ({
    value: Number(limitInSeries(figure, trigger.condition.limit, mapping)),
    color: colors[trigger.severity],
  });
  const uppers = own.filter(({ condition }) => condition.operator.startsWith('>')).map(limitOf);
  const lowers = own.filter(({ condition }) => condition.operator.startsWith('<')).map(limitOf);
  return [...below(lowers), ...above(uppers)];
}

/** The colours up to the least lower limit, between each two, and green from the greatest on. */
function below(lowers: readonly Limit[]): ThresholdStep[] {
  const limits = distinct(lowers);
  const ends = [null, ...limits.map(({ value }) => value)];
  return ends.map((value, index) => ({ value, color: limits[index]?.color ?? well }));
}

/** The colour of each upper limit from it on. */
function above(uppers: readonly Limit[]): ThresholdStep[] {
  return distinct(uppers).map(({ value, color }) => ({ value, color }));
}

/** In ascending order; of several at one value the gravest. */
function distinct(limits: readonly Limit[]): Limit[] {
  const gravity = Object.values<string>(colors);
  const byValue = new Map<number, Limit>();
  for (const limit of limits) {
    const other = byValue.get(limit.value);
    if (other === undefined || gravity.indexOf(limit.color) > gravity.indexOf(other.color))
      byValue.set(limit.value, limit);
  }
  return [...byValue.values()].sort((one, other) => one.value - other.value);
}
