import type { ServerResponse } from 'node:http';
import { expect, it } from 'vitest';
import { rushReplicas } from '../../../src/cli/probes/coherence/rush-replicas.ts';
import { Replicas } from '../../../src/cli/probes/coherence/replicas.ts';
import { invalidateAnswers } from '../../../src/cli/probes/coherence/invalidate.ts';
import { probeCoherence } from '../../../src/cli/probes/coherence-probe.ts';
import type { CoherenceProbe } from '../../../src/scenario/probes/coherence-probe.ts';
import { contextOf, sendJson, serve, type Asked } from './probe-server.ts';

function answer(response: ServerResponse, isHit: boolean): void {
  sendJson(response, { answer: 'a', citations: [{ source: 's' }], cache_hit: isHit });
}

/** Servers on one cache, which answers a miss after so many milliseconds. */
async function serveTogether(count: number, missMillis: number): Promise<{ urls: string[]; asked: Asked[] }> {
  const known = new Set<string>();
  const asked: Asked[] = [];
  const urls = await Promise.all(
    Array.from({ length: count }, () =>
      serve((one, response) => {
        asked.push(one);
        if (known.has(one.question)) answer(response, true);
        else
          setTimeout(() => {
            known.add(one.question);
            answer(response, false);
          }, missMillis);
      }),
    ),
  );
  return { urls, asked };
}

const timeout = 'target: { preset: doc-rag, timeout: 1s }';

function optionsOf(replicas: readonly string[], changes: Partial<CoherenceProbe> = {}): CoherenceProbe {
  return { replicas, asks: 2, seenWithinMicros: 50_000, ...changes };
}

it('asks a replica that hangs until one time-out is over, and not again', async () => {
  const { urls } = await serveTogether(2, 1);
  let arrived = 0;
  const hanging = await serve(() => void (arrived += 1));
  const context = contextOf(urls[0] ?? '', timeout);
  const results = await probeCoherence(
    optionsOf([...urls, hanging], { stampede: { requests: 6, atMostMisses: 5 } }),
    context,
  );
  expect(new Set(results.map(({ status }) => status))).toEqual(new Set(['no-data']));
  expect(arrived).toBe(1);
  expect(JSON.stringify(results)).toContain(`${hanging}: `);
});

it('never rejects when the signal has aborted, and passes nothing', async () => {
  const { urls, asked } = await serveTogether(2, 1);
  const invalidate = { kind: 'request', method: 'DELETE', path: '/x' } as const;
  const options = optionsOf(urls, {
    seenWithinMicros: 3_600e6,
    invalidate,
    stampede: { requests: 4, atMostMisses: 2 },
  });
  const results = await probeCoherence(options, { ...contextOf(urls[0] ?? ''), signal: AbortSignal.abort() });
  expect(results.map(({ status }) => status)).toEqual(['no-data', 'no-data', 'no-data', 'no-data', 'no-data']);
  expect(asked).toEqual([]);
});

it('knows that requests were all on their way before the first reply, and that one never was', async () => {
  const { urls } = await serveTogether(1, 1_500);
  const [up = ''] = urls;
  const context = contextOf(up);
  expect(await rushReplicas(new Replicas([up], context), 3)).toMatchObject({ isOverlapping: true });
  const down = 'http://127.0.0.1:9';
  expect(await rushReplicas(new Replicas([up, down], context), 3)).toMatchObject({ isOverlapping: false });
});

const queries = ['Is a/b?', 'Is it?'].map((question) => ({
  id: 'q',
  docId: 'd 1',
  question,
  weight: 1,
  class: 'all',
}));

it.each([
  ['once for all where no question is named', '/flush', ['/base/flush']],
  [
    'once for each question that is named',
    '/forget/{{doc_id}}/{{question}}',
    ['/base/forget/d%201/Is%20a%2Fb%3F', '/base/forget/d%201/Is%20it%3F'],
  ],
])('sends an invalidation %s, with the secret headers of the target', async (_, path, paths) => {
  const asked: Asked[] = [];
  const url = await serve((one, response) => {
    asked.push(one);
    response.writeHead(204).end();
  });
  const secret = 'target: { preset: doc-rag, apiKeyEnv: KEY }';
  const context = { ...contextOf(`${url}/base`, secret), secrets: { Authorization: 'Bearer hunter2' } };
  const done = await invalidateAnswers({ kind: 'request', method: 'DELETE', path }, queries, context);
  expect(done).toEqual({ isDone: true, how: 'answered HTTP 204' });
  expect(asked.map((one) => one.path)).toEqual(paths);
  expect(asked.map(({ method, headers }) => [method, headers['authorization']])).toEqual(
    paths.map(() => ['DELETE', 'Bearer hunter2']),
  );
});

it.each([
  [404, false],
  [200, true],
  [299, true],
  [300, false],
])('takes HTTP %i for an invalidation that was made: %s', async (status, expected) => {
  const url = await serve((_, response) => void response.writeHead(status).end());
  const invalidation = { kind: 'request', method: 'POST', path: '/', body: { all: true } } as const;
  expect((await invalidateAnswers(invalidation, queries, contextOf(url))).isDone).toBe(expected);
});

it.each([
  ['test "$HITGATE_HOOK_QUESTION" = "Is it?" || exit 3', 20, { isDone: false, how: 'ended with code 3' }],
  ['test "$HITGATE_HOOK_DOC_ID" = "d 1"', 20, { isDone: true, how: 'ended with code 0' }],
  ['echo gone; exit 4', 20, { isDone: false, how: 'ended with code 4 and printed "gone"' }],
  ['sleep 60', 0.3, { isDone: false, how: 'was ended after 300 ms, its time-out' }],
])('invalidates with the command %s within %d s', async (run, seconds, expected) => {
  const invalidation = { kind: 'command', command: { run, timeoutMicros: seconds * 1e6 } } as const;
  const done = await invalidateAnswers(invalidation, queries, contextOf('http://127.0.0.1:9'));
  expect({ ...done, how: done.how.trim() }).toEqual(expected);
});

it('says why an invalidation could not be sent', async () => {
  const invalidation = { kind: 'request', method: 'DELETE', path: '/' } as const;
  const done = await invalidateAnswers(invalidation, queries, contextOf('http://127.0.0.1:9'));
  expect(done).toMatchObject({ isDone: false, how: expect.stringContaining('ECONNREFUSED') });
});

it('invalidates nothing when no replica holds an answer', async () => {
  const invalidation = { kind: 'request', method: 'DELETE', path: '/' } as const;
  expect(await invalidateAnswers(invalidation, [], contextOf('http://127.0.0.1:9'))).toMatchObject({ isDone: false });
});
