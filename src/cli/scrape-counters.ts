import type { CounterScrape } from '../counters/counter-scrape.ts';
import { readScrape } from '../counters/read-scrape.ts';
import type { TlsSettings } from '../engine/tls-settings.ts';
import { mappingOf } from '../scenario/metric-mapping.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { explainFailure } from './explain-failure.ts';
import { httpGet } from './http-get.ts';

/** Whom to ask, and with what. */
export type ScrapeTarget = {
  readonly url: string;
  readonly secrets: Readonly<Record<string, string>>;
  readonly tls: TlsSettings | undefined;
  readonly signal: AbortSignal;
};

/** Shorter than the five seconds after which many servers close a connection that is idle, as those of the load are meanwhile. */
const timeoutMillis = 2_000;
const limitBytes = 8 * 2 ** 20;

/**
 * How a scenario's runs look at the counters of the service; undefined when it says that they do not. Each look is one GET with the headers
 * and the TLS of the target, bounded in time and size; it never rejects, because a service without counters is no broken run.
 */
export function counterScraper(scenario: Scenario, target: ScrapeTarget): (() => Promise<CounterScrape>) | undefined {
  const mapping = mappingOf(scenario);
  const { path } = mapping;
  if (path === undefined) return undefined;
  const { url, secrets, tls, signal } = target;
  return async () => {
    try {
      const { status, text } = await httpGet({
        baseUrl: url,
        path,
        headers: { ...scenario.target.request.headers, ...secrets, accept: 'text/plain; version=0.0.4' },
        ...(tls === undefined ? {} : { tls }),
        timeoutMillis,
        limitBytes,
        signal,
      });
      if (status !== 200) return { kind: 'failed', why: `GET ${path} answered HTTP ${status}` };
      return readScrape(text, mapping);
    } catch (error) {
      return { kind: 'failed', why: signal.aborted ? 'the run was ended' : `GET ${path} ${explainFailure(error)}` };
    }
  };
}
