import type { ComparedFigure, ComparedSide, Comparison } from '../judge/comparison.ts';
import { formatCount, formatMillis, formatShare, microsPerMilli } from '../units.ts';

/** A figure on one side with its unit; '–' where that side has too few samples for it. */
export function comparedValue({ unit }: ComparedFigure, value: number | undefined): string {
  if (value === undefined) return '–';
  switch (unit) {
    case 'ms':
      return `${formatMillis(value * microsPerMilli)} ms`;
    case 'share':
      return formatShare(value);
    case 'per second':
      return `${value >= 100 ? formatCount(value) : value.toFixed(1)}/s`;
    case 'count':
      return formatCount(value);
  }
}

/**
 * '+4.2 %', for shares '+1.30 points' (a per cent of a per cent would mislead), or '–' where there is no change to speak of: a
 * side is missing or starts from 0.
 */
export function changeWords({ unit, before, after, changePercent }: ComparedFigure): string {
  if (unit === 'share')
    return before === undefined || after === undefined ? '–' : `${signed((after - before) * 100, 2)} points`;
  return changePercent === undefined ? '–' : `${signed(changePercent, 1)} %`;
}

function signed(value: number, decimals: number): string {
  const text = Math.abs(value).toFixed(decimals);
  if (Number(text) === 0) return text;
  return `${value < 0 ? '−' : '+'}${text}`;
}

/** One side: '2026-01-31-120000-sla, http://…, 5 runs'. */
export function sideWords({ id, target, runs, aborted }: ComparedSide): string {
  return `${id}, ${target}, ${runs === 1 ? 'one run' : `${runs} runs`}${aborted ? ', aborted' : ''}`;
}

/** The groups of figures with their titles: each class, then the totals. Only groups that hold a figure. */
export function comparedGroups(
  comparison: Comparison,
): (readonly [title: string, figures: readonly ComparedFigure[]])[] {
  const { classes, totals, latency } = comparison;
  const groups = classes.map(({ cacheClass, figures }) => [`${cacheClass}, ${latency} time`, figures] as const);
  return [...groups, ['all requests', totals] as const].filter(([, figures]) => figures.length > 0);
}
