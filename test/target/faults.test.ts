import { connect } from 'node:net';
import { expect, it } from 'vitest';
import type { RunningTarget } from '../../src/target/reference-target.ts';
import { ask, askAll, post, startTarget } from './start-target.ts';

async function truthOf(target: RunningTarget): Promise<unknown> {
  return (await fetch(`${target.url}/truth`)).json();
}

/** Sends one query over a socket of its own and gives every byte until the target closes it. */
function bytesUntilClosed(target: RunningTarget): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(target.port, '127.0.0.1');
    const body = JSON.stringify({ doc_id: 'd', question: 'q' });
    let text = '';
    socket.on('data', (bytes) => (text += bytes.toString()));
    socket.on('close', () => resolve(text));
    socket.on('error', () => undefined);
    socket.write(
      `POST /query HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
  });
}

it('says unhealthy with status 200', async () => {
  const target = await startTarget({ fault: 'unhealthy' });
  const response = await fetch(`${target.url}/health`);
  expect([response.status, await response.json()]).toEqual([200, { status: 'unhealthy', version: '1.0.0' }]);
});

it.each([
  ['never-hits', [{ cache_hit: false }, { cache_hit: false }], { miss: { count: 2 } }],
  ['hit-rate-collapse:0s', [{ cache_hit: false }, { cache_hit: false }], { miss: { count: 2 } }],
  ['no-citations:100%', [{ citations: [] }, { citations: [] }], { miss: { count: 1 }, hit: { count: 1 } }],
])('with %s answers accordingly, and the truth says so', async (fault, answers, classes) => {
  const target = await startTarget({ fault });
  expect(await askAll(target, ['q', 'q'])).toMatchObject(answers);
  expect(await truthOf(target)).toMatchObject({ classes, failures: 0 });
});

it('leaves the class out with no-class, and counts unknown', async () => {
  const target = await startTarget({ fault: 'no-class' });
  const answers = await askAll(target, ['q', 'q']);
  expect(answers.filter((answer) => 'cache_hit' in answer)).toEqual([]);
  expect(await truthOf(target)).toMatchObject({
    classes: { unknown: { count: 2 }, hit: { count: 0 }, miss: { count: 0 } },
  });
});

it('answers hits with another text than the miss with wrong-answers', async () => {
  const target = await startTarget({ fault: 'wrong-answers:100%' });
  const [miss, hit] = await askAll(target, ['q', 'q']);
  expect(hit?.['answer']).not.toBe(miss?.['answer']);
  expect(hit?.['citations']).toEqual(miss?.['citations']);
});

it('answers everything with HTTP 200 and success false', async () => {
  const target = await startTarget({ fault: 'success-false', errorStyle: 'http500' });
  const response = await ask(target, 'q');
  expect([response.status, await response.json()]).toEqual([200, { success: false, error: expect.any(String) }]);
  expect(await truthOf(target)).toMatchObject({ failuresByKind: { body: 1 } });
});

it('fails about the share of an error burst, and counts exactly how many', async () => {
  const target = await startTarget({ fault: 'error-burst:20%', errorStyle: 'http409' });
  const statuses = await Promise.all(Array.from({ length: 200 }, async (_, n) => (await ask(target, `q${n}`)).status));
  const failed = statuses.filter((status) => status === 409).length;
  // The seed is fixed and the luck goes by the number of the request, so the count is the same in every run.
  expect(failed).toMatchInlineSnapshot(`37`);
  expect(await truthOf(target)).toMatchObject({ failures: failed, classes: { miss: { count: 200 - failed } } });
});

it('closes the connection instead of a reply with lost-connections', async () => {
  const target = await startTarget({ fault: 'lost-connections:100%' });
  expect(await bytesUntilClosed(target)).toBe('');
  expect(await truthOf(target)).toMatchObject({ failuresByKind: { reset: 1 }, failures: 1 });
});

it('ends in the middle of the body with truncate', async () => {
  const target = await startTarget({ fault: 'truncate:100%' });
  const [head = '', body = ''] = (await bytesUntilClosed(target)).split('\r\n\r\n');
  const length = Number(/content-length: (\d+)/iu.exec(head)?.[1]);
  expect(Buffer.byteLength(body)).toBe(Math.floor(length / 2));
  expect(await truthOf(target)).toMatchObject({ failuresByKind: { truncated: 1 }, failures: 1 });
});

it('answers bytes that are no HTTP with malformed', async () => {
  const target = await startTarget({ fault: 'malformed:100%' });
  expect(await bytesUntilClosed(target)).not.toMatch(/^HTTP/u);
  expect(await truthOf(target)).toMatchObject({ failuresByKind: { malformed: 1 }, failures: 1 });
});

it('answers health but no query once frozen', async () => {
  const target = await startTarget({ fault: 'frozen:0s' });
  let isAnswered = false;
  const outstanding = ask(target, 'q').then(
    () => (isAnswered = true),
    () => undefined,
  );
  for (let turn = 0; turn < 20; turn += 1) expect((await fetch(`${target.url}/health`)).status).toBe(200);
  expect(isAnswered).toBe(false);
  expect((await fetch(`${target.url}/faults`, { method: 'DELETE' })).status).toBe(200);
  await outstanding;
  expect(isAnswered).toBe(true);
});

it('exits when it is to die, and not before', async () => {
  const target = await startTarget();
  await fetch(`${target.url}/health`);
  expect(target.exits).toEqual([]);
  await post(`${target.url}/faults`, { faults: ['dies:0s'] });
  while (target.exits.length === 0) await fetch(`${target.url}/health`);
  expect(target.exits).toEqual([1]);
});

it('takes, lists and ends faults while it runs', async () => {
  const target = await startTarget({ fault: 'unhealthy' });
  const faults = `${target.url}/faults`;
  expect(await (await fetch(faults)).json()).toEqual({ faults: ['unhealthy'] });
  const taken = await post(faults, { faults: ['never-hits', 'slow-misses:1ms'] });
  expect(await taken.json()).toEqual({ faults: ['never-hits', 'slow-misses:1ms'] });
  expect(await askAll(target, ['q', 'q'])).toMatchObject([{ cache_hit: false }, { cache_hit: false }]);
  expect(await (await fetch(faults, { method: 'DELETE' })).json()).toEqual({ faults: [] });
  expect(await askAll(target, ['q', 'q'])).toMatchObject([{ cache_hit: true }, { cache_hit: true }]);
});

it.each([
  ['no list', '{"faults": "frozen"}', 'Expected {"faults"'],
  ['no JSON', 'frozen', 'Expected {"faults"'],
  ['numbers', '{"faults": [1]}', 'Expected {"faults"'],
  ['an unknown fault', '{"faults": ["frozen", "frezze:1s/2s"]}', '"frezze" is no fault; did you mean "freeze"?'],
])('refuses %s and keeps the faults that it has', async (_, body, message) => {
  const target = await startTarget({ fault: 'no-class' });
  const response = await post(`${target.url}/faults`, body);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: { message: expect.stringContaining(message) } });
  expect(await (await fetch(`${target.url}/faults`)).json()).toEqual({ faults: ['no-class'] });
});
