import { folded } from './data-table.ts';
import { figure, type LegendLine } from './figure.ts';
import { marginLabels, type MarginLabel } from './margin-labels.ts';
import { markup, type Content, type Markup } from './markup.ts';
import { linePath, decimal, type Point } from './path.ts';
import { paper, plotFrame } from './plot-frame.ts';
import { valueScale, type Scale, type Tick, type ValueAxis } from './scale.ts';
import { secondsTableId } from './seconds-table.ts';
import type { Extent, RunSeries, Stretch } from './series.ts';
import { multiplesWithin, timeLabel, timeStep } from './ticks.ts';

/** A line over time: a value of each stretch, or the least and greatest of it; undefined is a gap. */
export type TimeLine = LegendLine & { readonly valueAt: (stretch: Stretch) => number | Extent | undefined };

/** A level that is the same for a whole run: a limit, a prediction. `text` stands beside it: its value in short. */
export type Level = LegendLine & {
  readonly text: (value: number) => string;
  readonly valueAt: (runIndex: number) => number | undefined;
};

/** Something drawn over time, run after run beside each other on one scale. */
export type TimePlot = {
  readonly id: string;
  readonly title: string;
  readonly note?: Content;
  /** What the plot shows, for those who do not see it. */
  readonly description: string;
  readonly series: readonly RunSeries[];
  readonly lines: readonly TimeLine[];
  readonly levels: readonly Level[];
  readonly unit: string;
  readonly start: ValueAxis['start'];
  readonly label?: ValueAxis['label'];
  /** Columns of the table of seconds that say the same. */
  readonly columns: readonly number[];
};

/** The part of the paper that a run has, and where its seconds lie. */
type Panel = { readonly series: RunSeries; readonly left: number; readonly right: number };

const gap = 6;

/** A figure over time whose values are in the table of seconds. */
export function timePlot(plot: TimePlot): Markup {
  const { id, title, note, description, series, lines, levels } = plot;
  const panels = panelsOf(series);
  const scale = scaleOf(plot);
  const frame = plotFrame({
    id: `${id}-plot`,
    title,
    description,
    xTicks: panels.flatMap(ticksOf),
    yTicks: scale.ticks,
    xName: 'time since the start of the measured phase',
    yName: plot.unit,
    body: [
      panels.map(faultBands),
      panels.map(runName),
      lines.map(({ style, valueAt }) => markup`<path class="line ${style}" d="${pathOf(panels, scale, valueAt)}"/>`),
      levels.map((level) => drawLevel(level, panels, scale)),
      marginLabels(levels.flatMap((level) => levelLabel(level, panels, scale))),
    ],
    readOut: {
      tableId: secondsTableId,
      columns: plot.columns,
      places: panels.flatMap((panel) => panel.series.stretches.map((stretch) => middleOf(panel, stretch))),
    },
  });
  const used = levels.filter(({ valueAt }) => series.some((_, index) => valueAt(index) !== undefined));
  return figure({
    id,
    title,
    ...(note === undefined ? {} : { note }),
    legend: [...lines, ...used],
    plot: frame,
    values: markup`<a href="#seconds">Values of this plot, in the table of seconds</a>`,
  });
}

/** Opens what holds the values of all plots over time. */
export function foldedSeconds(table: Markup): Markup {
  return markup`<div id="seconds">${folded('Values: a row for each place on the time axis', table)}</div>`;
}

function panelsOf(series: readonly RunSeries[]): Panel[] {
  const total = series.reduce((sum, { seconds }) => sum + Math.max(1, seconds), 0);
  const room = paper.right - paper.left - gap * (series.length - 1);
  let left: number = paper.left;
  return series.map((each) => {
    const right = left + (room * Math.max(1, each.seconds)) / total;
    const panel = { series: each, left, right };
    left = right + gap;
    return panel;
  });
}

function scaleOf({ series, lines, levels, start, label }: TimePlot): Scale {
  const values = series.flatMap(({ stretches }, index) => [
    ...lines.flatMap(({ valueAt }) => stretches.flatMap((stretch) => valueAt(stretch) ?? [])),
    ...levels.flatMap(({ valueAt }) => valueAt(index) ?? []),
  ]);
  return valueScale(values, { range: [paper.bottom, paper.top], start, ...(label === undefined ? {} : { label }) });
}

function pathOf(panels: readonly Panel[], scale: Scale, valueAt: TimeLine['valueAt']): string {
  return panels
    .map((panel) =>
      linePath(
        panel.series.stretches.flatMap((stretch): (Point | undefined)[] => {
          const value = valueAt(stretch);
          const x = middleOf(panel, stretch);
          if (value === undefined) return [undefined];
          if (typeof value === 'number') return [[x, scale.at(value)]];
          const [least, greatest] = value;
          return least === greatest
            ? [[x, scale.at(least)]]
            : [
                [x, scale.at(least)],
                [x, scale.at(greatest)],
              ];
        }),
      ),
    )
    .join('');
}

function middleOf({ series, left, right }: Panel, { fromSecond, seconds }: Stretch): number {
  return left + ((fromSecond + seconds / 2) / Math.max(1, series.seconds)) * (right - left);
}

function drawLevel({ style, valueAt }: Level, panels: readonly Panel[], scale: Scale): Markup {
  const drawn = panels.map(({ left, right }, index) => {
    const value = valueAt(index);
    return value === undefined ? '' : `M${decimal(left)},${decimal(scale.at(value))}H${decimal(right)}`;
  });
  return markup`<path class="line ${style}" d="${drawn.join('')}"/>`;
}

/** The word of a level at the height that it has in the last run. */
function levelLabel({ style, text, valueAt }: Level, panels: readonly Panel[], scale: Scale): MarginLabel[] {
  const value = valueAt(panels.length - 1);
  return value === undefined ? [] : [{ y: scale.at(value), text: text(value), style }];
}

/** Ticks of one run: as many as its width holds, the start always, and no label of a narrow panel but that. */
function ticksOf({ series, left, right }: Panel): Tick[] {
  const room = Math.max(2, Math.floor((right - left) / 52));
  const step = timeStep(Math.max(1, series.seconds), room);
  const at = (second: number): number => left + (second / Math.max(1, series.seconds)) * (right - left);
  return multiplesWithin([0, series.seconds], step)
    .filter((second) => second === 0 || at(second) - left > 22)
    .filter((second) => right >= paper.right - 1 || second === 0 || right - at(second) > 18)
    .map((second) => ({ at: at(second), label: timeLabel(second) }));
}

/** A band for each fault, from when it began until it was undone; its name is read out by a pointer that rests on it. */
function faultBands({ series, left, right }: Panel): Markup {
  const at = (second: number): number =>
    left + (Math.min(second, series.seconds) / Math.max(1, series.seconds)) * (right - left);
  return markup`${series.faults.map(
    ({ name, from, until }) =>
      markup`<path class="fault-band" d="M${decimal(at(from))} ${paper.top}H${decimal(at(until))}V${paper.bottom}H${decimal(at(from))}z"><title>${name}</title></path>`,
  )}`;
}

function runName({ series: { run }, left, right }: Panel, index: number, panels: readonly Panel[]): Markup {
  if (panels.length < 2) return markup``;
  const text = right - left > 40 ? `run ${run}` : String(run);
  const rule =
    index === 0
      ? undefined
      : markup`<path class="axis" d="M${decimal(left - gap / 2)} ${paper.top - 4}V${paper.bottom}"/>`;
  return markup`${rule}<text class="run-name" x="${decimal((left + right) / 2)}" y="${paper.top - 8}" text-anchor="middle">${right - left > 14 ? text : undefined}</text>`;
}
