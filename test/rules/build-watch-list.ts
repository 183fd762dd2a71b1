import { watchListOf, type WatchList } from '../../src/rules/watch-list.ts';
import { scenarioOf } from '../scenario/parse-text.ts';

/** The watch list of the least scenario with top-level keys added or replaced by those of a YAML text. */
export function watchListFrom(yaml: string): WatchList {
  return watchListOf(scenarioOf(yaml));
}

/** The gates of the SLA. */
export const slaThresholds = `
thresholds:
  'http_req_duration{cache:hit}': ['p(95)<23']
  'http_req_duration{cache:miss}': ['p(95)<95']
  cache_hit_rate: ['rate>0.873']
  http_req_failed: ['rate<0.01']
  vus_in_flight: ['min>=100']
`;
