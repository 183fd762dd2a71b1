import { delay, http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createPrometheusSource } from '../../../src/cli/watch/prometheus-source.ts';
import { figureExpression, requestRate } from '../../../src/rules/figure-expression.ts';
import { readingOf } from '../../../src/watch/reading.ts';
import { planWatch } from '../../watch/build-look.ts';

const api = 'http://prometheus.example:9090/api/v1/query';
const server = setupServer();
const watch = planWatch();
const never = new AbortController().signal;

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

function source(
  more: { readonly token?: string; readonly secrets?: readonly string[]; readonly intervalMicros?: number } = {},
) {
  return createPrometheusSource({
    url: 'http://prometheus.example:9090/',
    watch,
    intervalMicros: 15_000_000,
    secrets: [],
    ...more,
  });
}

/** A vector of these values, as Prometheus answers it. */
function vector(...values: readonly string[]) {
  const result = values.map((value) => ({ metric: {}, value: [1_767_830_400.781, value] }));
  return HttpResponse.json({ status: 'success', data: { resultType: 'vector', result } });
}

const hitP95 = { kind: 'quantile', cacheClass: 'hit', quantile: 0.95 } as const;
const up = { kind: 'up' } as const;

describe('figures from Prometheus', () => {
  it('are asked with the expressions of the rules, and come in the units of triggers', async () => {
    const answers = new Map([
      [figureExpression({ kind: 'hit rate' }, watch.mapping), '0.91'],
      [figureExpression({ kind: 'error rate' }, watch.mapping), '0.002'],
      [figureExpression(hitP95, watch.mapping), '0.023'],
      [figureExpression(up, watch.mapping), '1'],
      [requestRate(watch.mapping), '10'],
    ]);
    const asked: string[] = [];
    server.use(
      http.get(api, ({ request }) => {
        const expression = new URL(request.url).searchParams.get('query') ?? '';
        asked.push(expression);
        return vector(answers.get(expression) ?? 'NaN');
      }),
    );
    const look = await source().read(0, never);
    expect(asked.toSorted()).toEqual([...answers.keys()].toSorted());
    expect(readingOf(look, { kind: 'hit rate' })).toMatchObject({ value: 0.91, n: 600 });
    expect(readingOf(look, { kind: 'error rate' })).toMatchObject({ value: 0.002, n: 600 });
    // Exactly 23 ms, and not 23.000000000000004: a limit of 23 is not broken.
    expect(readingOf(look, hitP95)).toEqual({ figure: hitP95, value: 23 });
    expect(readingOf(look, up)).toEqual({ figure: up, value: 1 });
  });

  it.each([
    ['no series', () => vector(), 'Prometheus has no series for it'],
    ['two series', () => vector('1', '2'), 'Prometheus has 2 series for it, expected one'],
    ['NaN', () => vector('NaN'), 'Prometheus says NaN'],
    ['infinity', () => vector('+Inf'), 'Prometheus says +Inf'],
    [
      'an error',
      () => HttpResponse.json({ status: 'error', errorType: 'bad_data', error: 'parse error' }, { status: 400 }),
      'Prometheus says: parse error',
    ],
    [
      'a page',
      () => HttpResponse.text('<html>', { status: 502 }),
      'Prometheus answered status 502 and nothing that could be read',
    ],
    [
      'a scalar',
      () => HttpResponse.json({ status: 'success', data: { resultType: 'scalar', result: [0, '1'] } }),
      'Prometheus answered status 200 and nothing that could be read',
    ],
    [
      'a redirect',
      () => HttpResponse.redirect('http://elsewhere.example/', 302),
      'Prometheus answered status 302 and nothing that could be read',
    ],
    ['no connection', () => HttpResponse.error(), 'Prometheus cannot be asked: Failed to fetch'],
  ])('are no data for %s, with the reason', async (_, answer, noData) => {
    server.use(http.get(api, answer));
    const look = await source().read(0, never);
    expect(look.readings.map((reading) => reading.noData)).toEqual(watch.figures.map(() => noData));
    expect(look.fault).toBeUndefined();
  });

  it('are no data when the answer takes longer than an interval', async () => {
    server.use(http.get(api, () => delay('infinite')));
    const look = await source({ intervalMicros: 50_000 }).read(0, never);
    expect(readingOf(look, up)).toEqual({ figure: up, noData: 'Prometheus did not answer in time' });
  });

  it('are asked with the token, which no message repeats', async () => {
    let sent: string | null = null;
    server.use(
      http.get(api, ({ request }) => {
        sent = request.headers.get('authorization');
        return HttpResponse.json({ status: 'error', error: `no such user: ${sent ?? ''}` }, { status: 401 });
      }),
    );
    const token = 's3cret-of-prometheus';
    const look = await source({ token, secrets: [token] }).read(0, never);
    expect(sent).toBe(`Bearer ${token}`);
    expect(JSON.stringify(look)).not.toContain(token);
  });

  it('end with the watch', async () => {
    const abort = new AbortController();
    server.use(http.get(api, () => delay('infinite')));
    const running = source().run(abort.signal);
    const reading = source().read(0, abort.signal);
    abort.abort();
    await running;
    expect((await reading).readings.every(({ value }) => value === undefined)).toBe(true);
  });
});
