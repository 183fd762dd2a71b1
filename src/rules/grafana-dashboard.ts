import { dashboardPanels, type Panel } from './dashboard-panels.ts';
import type { WatchList } from './watch-list.ts';

/** The version of Grafana's dashboard format: that of Grafana 10 and later, which migrate it. */
const schemaVersion = 39;
const columns = 24;
/** Grafana takes no longer one, and makes one itself where there is none. */
const longestUid = 40;

/** A dashboard for Grafana's import, with the data source as a variable: the figures of a watch list, with their limits drawn in. */
export function grafanaDashboard(watch: WatchList): string {
  const uid = `hitgate-${watch.scenario}`.replaceAll('.', '-');
  const dashboard = {
    ...(uid.length > longestUid ? {} : { uid }),
    title: `hitgate: ${watch.scenario}`,
    description: `The figures that the scenario ${watch.scenario} limits, made by "hitgate rules".`,
    tags: ['hitgate', watch.scenario],
    schemaVersion,
    editable: true,
    graphTooltip: 1,
    timezone: 'browser',
    time: { from: 'now-6h', to: 'now' },
    refresh: '30s',
    templating: {
      list: [
        {
          type: 'datasource',
          name: 'datasource',
          label: 'Data source',
          query: 'prometheus',
          hide: 0,
          includeAll: false,
          multi: false,
          refresh: 1,
          regex: '',
        },
      ],
    },
    annotations: { list: [] },
    panels: place(dashboardPanels(watch)),
  };
  return `${JSON.stringify(dashboard, null, 2)}\n`;
}

/** Panels from left to right in rows, each with an id of its own. */
function place(panels: readonly Panel[]): object[] {
  let x = 0;
  let y = 0;
  let rowHeight = 0;
  return panels.map(({ width, height, ...panel }, index) => {
    if (x + width > columns) {
      x = 0;
      y += rowHeight;
      rowHeight = 0;
    }
    const gridPos = { x, y, w: width, h: height };
    x += width;
    rowHeight = Math.max(rowHeight, height);
    return { id: index + 1, ...panel, gridPos };
  });
}
