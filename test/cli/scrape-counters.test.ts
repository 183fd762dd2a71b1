import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Server, Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { counterScraper } from '../../src/cli/scrape-counters.ts';
import type { CounterScrape } from '../../src/counters/counter-scrape.ts';
import { serverTls, trusted } from '../engine/test-certificates.ts';
import { scenarioOf } from '../scenario/parse-text.ts';

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => void server.close(() => resolve()));
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

type Asking = { readonly yaml?: string; readonly base?: string; readonly signal?: AbortSignal };

async function scrape(
  listener: RequestListener,
  { yaml = '{}', base = '', signal }: Asking = {},
): Promise<CounterScrape> {
  const port = await listen(createServer(listener));
  const look = counterScraper(scenarioOf(yaml), {
    url: `http://127.0.0.1:${port}${base}`,
    secrets: { authorization: 'Bearer s3cret' },
    tls: undefined,
    signal: signal ?? new AbortController().signal,
  });
  if (look === undefined) throw new Error('Expected a scenario that looks at counters');
  const seen = await look();
  expect(JSON.stringify(seen)).not.toContain('s3cret');
  return seen;
}

describe('a look at the counters of a service', () => {
  it('is one GET below the URL of the target, with its secret headers, for text', async () => {
    const seen: unknown[] = [];
    const found = await scrape(
      ({ method, url, headers }, response) => {
        seen.push([method, url, headers.authorization, headers.accept]);
        response.end('fact_requests 12\n');
      },
      { base: '/fact', yaml: 'metrics: { path: "/internal/metrics?all=1" }' },
    );
    expect(seen).toStrictEqual([['GET', '/fact/internal/metrics?all=1', 'Bearer s3cret', 'text/plain; version=0.0.4']]);
    expect(found).toMatchObject({ kind: 'read', requests: { kind: 'values', values: { '': 12 } } });
  });

  it('is none when the scenario says so', () => {
    const target = { url: 'http://127.0.0.1:1', secrets: {}, tls: undefined, signal: new AbortController().signal };
    expect(counterScraper(scenarioOf('metrics: { path: false }'), target)).toBeUndefined();
  });

  it('trusts the authority of the target and no other', async () => {
    const server = createTlsServer(serverTls(), (_, response) => response.end('fact_requests 12\n'));
    const port = await listen(server);
    const look = (tls: typeof trusted | undefined) =>
      counterScraper(scenarioOf('{}'), {
        url: `https://127.0.0.1:${port}`,
        secrets: {},
        tls,
        signal: new AbortController().signal,
      })?.();
    await expect(look(trusted)).resolves.toMatchObject({ kind: 'read' });
    await expect(look(undefined)).resolves.toMatchObject({
      kind: 'failed',
      why: expect.stringContaining('not trusted'),
    });
  });

  it.each<[string, RequestListener, string]>([
    ['404', (_, response) => response.writeHead(404).end('fact_requests 12\n'), 'GET /metrics answered HTTP 404'],
    ['500', (_, response) => response.writeHead(500).end(), 'GET /metrics answered HTTP 500'],
    ['no answer', () => undefined, 'GET /metrics did not answer in time'],
    ['half an answer', (_, response) => response.write('fact_requests 12\n'), 'GET /metrics did not answer in time'],
    ['a lost connection', (request) => request.socket.destroy(), 'GET /metrics failed'],
    [
      'a body cut off',
      (_, response) => void response.writeHead(200, { 'content-length': 99 }).write('a 1\n', () => response.destroy()),
      'GET /metrics failed',
    ],
    [
      '9 MB',
      (_, response) => response.end('a 1\n'.repeat(2_400_000)),
      'GET /metrics failed: more than 8 MB were answered',
    ],
  ])('never rejects, and names what was wrong: %s', async (_, listener, why) => {
    const found = await scrape(listener);
    expect(found).toMatchObject({ kind: 'failed', why: expect.stringContaining(why) });
  });

  it('ends with the run', async () => {
    const abort = new AbortController();
    const found = await scrape(() => abort.abort(), { signal: abort.signal });
    expect(found).toStrictEqual({ kind: 'failed', why: 'the run was ended' });
  });
});
