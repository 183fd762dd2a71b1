import { setTimeout as sleep } from 'node:timers/promises';
import type { CounterScrape } from '../../counters/counter-scrape.ts';
import { counterScraper } from '../scrape-counters.ts';
import type { RolloutSession } from './rollout-session.ts';
import type { Patience } from './patience.ts';
import type { Seen } from './verify-return.ts';

/**
 * Whether the canary's own counter of requests stands still for a while, which what is under way has some time to come to. A canary that is gone gets none; one whose
 * counters cannot be read is said not to be seen, and contradicts nothing.
 */
export async function seeCanaryTraffic(
  { scenario, rollout, headers, tls }: Pick<RolloutSession, 'scenario' | 'rollout' | 'headers' | 'tls'>,
  { quietMillis, patienceMillis }: Patience,
): Promise<Seen | undefined> {
  const { canary } = rollout;
  const { signal } = new AbortController();
  const scrape =
    canary === undefined ? undefined : counterScraper(scenario, { url: canary, secrets: headers, tls, signal });
  if (scrape === undefined) return undefined;
  const end = performance.now() + patienceMillis;
  let before = requestsOf(await scrape());
  for (;;) {
    if (typeof before === 'string') return { verified: true, how: `the canary’s traffic cannot be seen (${before})` };
    await sleep(quietMillis);
    const after = requestsOf(await scrape());
    if (after === before) return { verified: true, how: `the canary got no request for ${quietMillis / 1000} s` };
    if (performance.now() >= end && typeof after === 'number')
      return { verified: false, how: `the canary still got ${after - before} requests in ${quietMillis / 1000} s` };
    before = after;
  }
}

/** All requests that a service counted, or why that is not known. */
function requestsOf(scraped: CounterScrape): number | string {
  if (scraped.kind === 'failed') return scraped.why;
  const { requests } = scraped;
  switch (requests.kind) {
    case 'values':
      return Object.values(requests.values).reduce((sum, value) => sum + value, 0);
    case 'absent':
      return 'it counts no requests under the name that the scenario maps';
    case 'unusable':
      return requests.why;
  }
}
