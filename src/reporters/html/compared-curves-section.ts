import type { ComparedRun, Sides } from '../../judge/comparison/compared-run.ts';
import type { Comparison } from '../../judge/comparison/comparison.ts';
import type { CacheClass } from '../../recorder/sample.ts';
import { classHistogram } from '../../report/class-histogram.ts';
import { markup, type Markup } from './markup.ts';
import { section } from './page.ts';
import { percentilePlot, type Curve } from './percentile-plot.ts';

const shown: readonly (readonly [CacheClass, string])[] = [
  ['hit', 'hits'],
  ['miss', 'misses'],
  ['unknown', 'unknown answers'],
];

/** The percentile curves of each class, before and after over one another; a class that neither side has is left out. */
export function comparedCurvesSection({ latency }: Comparison, sides: Sides<Pick<ComparedRun, 'runs'>>): Markup {
  const plots = shown.flatMap(([cacheClass, plural]): Markup[] => {
    const curves = (['before', 'after'] as const).map((side): Curve => ({
      name: side,
      column: side,
      endLabel: side,
      style: `${cacheClass} ${side}`,
      histogram: classHistogram(sides[side].runs, { cacheClass, latency }),
    }));
    const seen = curves.filter(({ histogram }) => histogram.count > 0);
    if (seen.length === 0) return [];
    return [
      percentilePlot({
        id: `percentiles-${cacheClass}`,
        title: `Percentiles of ${latency} time of ${plural}`,
        note: 'All runs of a side added up. From p90 on, each step to the right leaves a tenth of the requests that are slower.',
        description: `A curve for each side, from the fastest request on the left to the slowest on the right. The values are in the table below it.`,
        curves: seen,
        limits: [],
        unit: `${latency} time, ms`,
      }),
    ];
  });
  const content =
    plots.length === 0 ? markup`<p>Neither side recorded an answer.</p>` : markup`<div class="plots">${plots}</div>`;
  return section('latency', 'Before and after, class by class', content);
}
