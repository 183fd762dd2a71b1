import { isSameFigure, type WatchedFigure } from '../scenario/watched-figure.ts';
import { figureExpression, requestRate } from './figure-expression.ts';
import { figureWords, limitWords } from './figure-names.ts';
import { sumOfRates, writeLabels } from './promql.ts';
import { needsTraffic } from './alerts.ts';
import { thresholdSteps, type ThresholdStep } from './threshold-steps.ts';
import type { WatchList } from './watch-list.ts';

/** A query of a panel. */
type Target = {
  readonly refId: string;
  readonly expr: string;
  readonly legendFormat: string;
  readonly datasource: typeof datasource;
  readonly editorMode: 'code';
  readonly instant: boolean;
  readonly range: boolean;
};

/** A panel before it is placed on the grid of 24 columns. */
export type Panel = {
  readonly type: 'stat' | 'timeseries' | 'state-timeline';
  readonly title: string;
  readonly description: string;
  readonly width: number;
  readonly height: number;
  readonly datasource: typeof datasource;
  readonly targets: readonly Target[];
  readonly fieldConfig: object;
  readonly options: object;
};

const datasource = { type: 'prometheus', uid: '${datasource}' } as const;
const columns = 24;
const keys = {
  legend: { calcs: [], displayMode: 'list', placement: 'bottom', showLegend: true },
  tooltip: { mode: 'multi', sort: 'none' },
};

/** One number for each figure, then its course with the limits drawn in, the requests by outcome, and the alerts. */
export function dashboardPanels(watch: WatchList): Panel[] {
  const { figures } = watch;
  const width = Math.max(3, Math.floor(columns / Math.max(1, figures.length)));
  return [
    ...figures.map((figure) => numberPanel(figure, width, watch)),
    ...figures.map((figure) => coursePanel(figure, watch)),
    ...(needsTraffic(watch) ? [outcomesPanel(watch)] : []),
    alertsPanel(watch),
  ];
}

function numberPanel(figure: WatchedFigure, width: number, watch: WatchList): Panel {
  return {
    type: 'stat',
    title: capital(figureWords(figure)),
    description: limitsOf(figure, watch),
    width,
    height: 4,
    datasource,
    targets: [target('A', figureExpression(figure, watch.mapping), figureWords(figure), true)],
    fieldConfig: fieldConfig(figure, watch, {}),
    options: {
      colorMode: 'background',
      graphMode: 'none',
      justifyMode: 'auto',
      orientation: 'auto',
      reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false },
      textMode: 'value',
      wideLayout: true,
      showPercentChange: false,
      percentChangeColorMode: 'standard',
    },
  };
}

function coursePanel(figure: WatchedFigure, watch: WatchList): Panel {
  const shown = [figure, ...besideQuantile(figure)];
  return {
    ...timeSeries(`${capital(figureWords(figure))} and its limits`, limitsOf(figure, watch)),
    targets: shown.map((each, index) =>
      target(String.fromCodePoint(65 + index), figureExpression(each, watch.mapping), figureWords(each)),
    ),
    fieldConfig: fieldConfig(figure, watch, { thresholdsStyle: { mode: 'line' } }),
  };
}

/** The quantiles that tell whether a limited one moved alone. */
function besideQuantile(figure: WatchedFigure): WatchedFigure[] {
  if (figure.kind !== 'quantile') return [];
  const { kind, cacheClass } = figure;
  return [0.5, 0.95, 0.99]
    .filter((quantile) => quantile !== figure.quantile)
    .map((quantile) => ({ kind, cacheClass, quantile }));
}

function outcomesPanel({ mapping }: WatchList): Panel {
  const hits = sumOfRates(mapping.hits, mapping);
  const errors = sumOfRates(mapping.errors, mapping);
  return {
    ...timeSeries('Requests a second', 'Requests, hits and failures of all instances.'),
    targets: [
      target('A', requestRate(mapping), 'requests'),
      target('B', hits, 'hits'),
      target('C', errors, 'failures'),
    ],
    fieldConfig: { defaults: { unit: 'reqps', min: 0, custom: course({}) }, overrides: [] },
  };
}

function alertsPanel({ scenario }: WatchList): Panel {
  const steps: ThresholdStep[] = [
    { value: null, color: 'green' },
    { value: 1, color: 'red' },
  ];
  return {
    type: 'state-timeline',
    title: 'Alerts that fire',
    description: 'Needs the rules that "hitgate rules" writes; empty while none fires.',
    width: columns,
    height: 6,
    datasource,
    targets: [target('A', `ALERTS${writeLabels({ scenario, alertstate: 'firing' })}`, '{{alertname}} {{series}}')],
    fieldConfig: {
      defaults: {
        custom: { fillOpacity: 70, lineWidth: 0 },
        mappings: [{ type: 'value', options: { '1': { text: 'fires', color: 'red', index: 0 } } }],
        thresholds: { mode: 'absolute', steps },
      },
      overrides: [],
    },
    options: { ...keys, showValue: 'never', mergeValues: true, rowHeight: 0.8, alignValue: 'left' },
  };
}

function timeSeries(title: string, description: string): Omit<Panel, 'targets' | 'fieldConfig'> {
  return {
    type: 'timeseries',
    title,
    description,
    width: columns / 2,
    height: 8,
    datasource,
    options: keys,
  };
}

function fieldConfig(figure: WatchedFigure, watch: WatchList, custom: object): object {
  const steps = thresholdSteps(figure, watch);
  const most = figure.kind === 'hit rate' || figure.kind === 'up' ? { max: 1 } : {};
  return {
    defaults: {
      unit: unitOf(figure, watch),
      min: 0,
      ...most,
      noValue: 'no data',
      custom: course(custom),
      thresholds: { mode: 'absolute', steps },
    },
    overrides: [],
  };
}

/** Gaps stay gaps: a line across them would show a figure that nobody has measured. */
function course(more: object): object {
  return { drawStyle: 'line', lineWidth: 1, fillOpacity: 0, showPoints: 'never', spanNulls: false, ...more };
}

function unitOf({ kind }: WatchedFigure, { mapping }: WatchList): string {
  if (kind === 'hit rate' || kind === 'error rate') return 'percentunit';
  if (kind === 'up') return 'none';
  return mapping.unit === 'seconds' ? 's' : 'ms';
}

function limitsOf(figure: WatchedFigure, { triggers }: WatchList): string {
  return triggers
    .filter(({ condition }) => isSameFigure(condition.figure, figure))
    .map(({ name, condition: { operator, limit } }) => `${name}: ${operator} ${limitWords(figure, limit)}`)
    .join('\n');
}

function target(refId: string, expr: string, legendFormat: string, instant = false): Target {
  return { refId, expr, legendFormat, datasource, editorMode: 'code', instant, range: !instant };
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
