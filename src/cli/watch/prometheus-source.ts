import { z } from 'zod';
import { maskSecrets } from '../../mask-secrets.ts';
import { figureExpression, requestRate } from '../../rules/figure-expression.ts';
import { rateWindowMicros } from '../../rules/promql.ts';
import type { WatchList } from '../../rules/watch-list.ts';
import type { MetricMapping } from '../../scenario/metric-mapping.ts';
import type { WatchedFigure } from '../../scenario/watched-figure.ts';
import { formatDuration, microsPerMilli, microsPerSecond } from '../../units.ts';
import type { Look, Reading } from '../../watch/reading.ts';
import { plainUrl, type WatchSource } from './watch-source.ts';

/** What figures of Prometheus are read with. */
export type PrometheusOptions = {
  readonly url: string;
  readonly watch: WatchList;
  readonly intervalMicros: number;
  /** Sent as a bearer token; never shown. */
  readonly token?: string;
  readonly secrets: readonly string[];
};

const mostQueryMicros = 10 * microsPerSecond;
const mostShown = 120;

/** `/api/v1/query`: a vector of samples, each with its labels and [time, value as text]. */
const answerSchema = z.union([
  z.object({
    status: z.literal('success'),
    data: z.object({
      resultType: z.literal('vector'),
      result: z.array(z.object({ value: z.tuple([z.number(), z.string()]) })),
    }),
  }),
  z.object({ status: z.literal('error'), error: z.string() }),
]);

/**
 * A service watched by what Prometheus has scraped of it, with the expressions that `hitgate rules` writes. What cannot be read is no data, with its
 * reason; a query takes no longer than an interval, and at most 10 s.
 */
export function createPrometheusSource(options: PrometheusOptions): WatchSource {
  const { url, watch, intervalMicros } = options;
  return {
    describe: () => ({ kind: 'prometheus', url: plainUrl(url), words: `every ${formatDuration(intervalMicros)}` }),
    run: (signal) =>
      new Promise((resolve) => {
        if (signal.aborted) resolve();
        signal.addEventListener('abort', () => resolve(), { once: true });
      }),
    read: async (_, signal) => {
      const deadline = AbortSignal.timeout(Math.min(intervalMicros, mostQueryMicros) / microsPerMilli);
      const ask = (expression: string) => query(expression, options, { deadline, signal });
      const [rate, ...answers] = await Promise.all([
        ask(requestRate(watch.mapping)),
        ...watch.figures.map((figure) => ask(figureExpression(figure, watch.mapping))),
      ]);
      return readingsOf(watch, answers, rate);
    },
  };
}

type Answer =
  | { readonly value: number; readonly noData?: undefined }
  | { readonly noData: string; readonly value?: undefined };

function readingsOf(
  { figures, mapping }: WatchList,
  answers: readonly Answer[],
  rate: Answer | undefined,
): Pick<Look, 'readings'> {
  const windowSeconds = rateWindowMicros(mapping) / microsPerSecond;
  const requests = rate?.value === undefined ? undefined : Math.round(rate.value * windowSeconds);
  return {
    readings: figures.map((figure, index): Reading => {
      const { value, noData } = answers[index] ?? { noData: 'it was not asked' };
      if (value === undefined) return { figure, noData: noData ?? 'no value' };
      const isOfAll = figure.kind === 'error rate' || figure.kind === 'hit rate';
      return {
        figure,
        value: inTriggerUnit(figure, value, mapping),
        ...(isOfAll && requests !== undefined ? { n: requests } : {}),
      };
    }),
  };
}

/** Limits of latencies are in milliseconds. */
function inTriggerUnit(figure: WatchedFigure, value: number, { unit }: MetricMapping): number {
  const isLatency = figure.kind === 'mean' || figure.kind === 'quantile';
  // Twelve digits, as the limit is written in the rules: 0.023 · 1000 is 23.
  return isLatency && unit === 'seconds' ? Number((value * 1000).toPrecision(12)) : value;
}

type Ends = { readonly deadline: AbortSignal; readonly signal: AbortSignal };

async function query(expression: string, { url, token, secrets }: PrometheusOptions, ends: Ends): Promise<Answer> {
  const address = new URL(`${url.replace(/\/+$/u, '')}/api/v1/query`);
  address.searchParams.set('query', expression);
  try {
    const reply = await fetch(address, {
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      redirect: 'manual',
      signal: AbortSignal.any([ends.deadline, ends.signal]),
    });
    return answerOf(reply.status, await reply.text(), secrets);
  } catch (error) {
    if (ends.deadline.aborted) return { noData: 'Prometheus did not answer in time' };
    return { noData: `Prometheus cannot be asked: ${maskSecrets(reasonOf(error), secrets)}` };
  }
}

function answerOf(status: number, text: string, secrets: readonly string[]): Answer {
  const parsed = answerSchema.safeParse(jsonOf(text));
  if (!parsed.success) return { noData: `Prometheus answered status ${status} and nothing that could be read` };
  if (parsed.data.status === 'error')
    return { noData: `Prometheus says: ${maskSecrets(parsed.data.error, secrets).slice(0, mostShown)}` };
  const { result } = parsed.data.data;
  const [first] = result;
  if (first === undefined) return { noData: 'Prometheus has no series for it' };
  if (result.length > 1) return { noData: `Prometheus has ${result.length} series for it, expected one` };
  const value = Number(first.value[1]);
  return Number.isFinite(value) ? { value } : { noData: `Prometheus says ${first.value[1]}` };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What Node says of a failed fetch is in its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && error.cause.message !== '' ? error.cause.message : error.message;
}
