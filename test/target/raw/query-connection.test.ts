import { createServer } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import type { RunningTarget } from '../../../src/target/reference-target.ts';
import type { TargetFlagValues } from '../../../src/target/options.ts';
import { post, startTarget } from '../start-target.ts';
import { queryBytes, rawClient, type RawClient, type RawReply } from './raw-client.ts';

const health = 'GET /health HTTP/1.1\r\nHost: a\r\n\r\n';

/** Comes back when the target has read all that was written to it before. */
async function untilRead(target: RunningTarget): Promise<void> {
  await (await fetch(`${target.url}/health`)).text();
}

/** Sends a request whole, which the target reads itself, or in two reads, which it leaves to `node:http`. */
async function send(client: RawClient, text: string, { target, split }: { target: RunningTarget; split: boolean }) {
  if (!split) {
    client.write(text);
    return;
  }
  client.write(text.slice(0, 1));
  await untilRead(target);
  client.write(text.slice(1));
}

/** A reply without what differs from one time to the next: times, and the length that goes with them. */
function lasting({ head, body }: RawReply): RawReply {
  expect(head).toContain(`Content-Length: ${Buffer.byteLength(body)}`);
  return {
    head: head.replace(/^Content-Length: \d+$/mu, 'Content-Length: n'),
    body: body.replaceAll(/_ms":\d+/gu, '_ms":n').replaceAll(/"timestamp":"[^"]+"/gu, '"timestamp":"t"'),
  };
}

async function lastingReplies(flags: TargetFlagValues, texts: readonly string[], split: boolean): Promise<RawReply[]> {
  const target = await startTarget(flags);
  const client = rawClient(target.port);
  const replies: RawReply[] = [];
  for (const text of texts) {
    await send(client, text, { target, split });
    replies.push(lasting(await client.reply()));
  }
  return replies;
}

function factBytes(body: object): string {
  const text = JSON.stringify(body);
  return `POST /api/v1/query HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${text.length}\r\n\r\n${text}`;
}

it.each<[string, TargetFlagValues, readonly string[]]>([
  ['a miss and a hit', {}, [queryBytes('q'), queryBytes('q')]],
  ['texts outside of ASCII', {}, [queryBytes('Größe? 日本 🙂', 'ü'), queryBytes('Größe? 日本 🙂', 'ü')]],
  ['FACT queries', {}, [factBytes({ query: 'q' }), factBytes({ query: 'q' })]],
  ['no class', { fault: 'no-class' }, [queryBytes('q'), queryBytes('q')]],
  ['wrong answers', { fault: 'wrong-answers:100%' }, [queryBytes('q'), queryBytes('q')]],
  ['no citations', { fault: 'no-citations:100%' }, [queryBytes('q')]],
  ['success false', { fault: 'success-false' }, [queryBytes('q')]],
  ['errors with status 200', { failing: '1' }, [queryBytes('q'), factBytes({ query: 'q' })]],
  ['errors with status 500', { failing: '1', errorStyle: 'http500' }, [queryBytes('q'), factBytes({ query: 'q' })]],
  ['errors with status 409', { failing: '1', errorStyle: 'http409' }, [queryBytes('q'), queryBytes('r')]],
  ['errors with status 503', { failing: '1', errorStyle: 'http503' }, [queryBytes('q')]],
  ['errors with status 408', { failing: '1', errorStyle: 'http408' }, [queryBytes('q'), queryBytes('r')]],
  ['bad queries', {}, [factBytes({ doc_id: 'd' }), factBytes({ query: ' ' }), factBytes([])]],
])(
  'answers %s with the same head and body whether it reads the query itself or node:http does',
  async (_, flags, texts) => {
    const [own, http] = [await lastingReplies(flags, texts, false), await lastingReplies(flags, texts, true)];
    expect(own).toEqual(http);
  },
);

it.each(['lost-connections:100%', 'truncate:100%', 'malformed:100%'])(
  'does the same with %s whether it reads the query itself or node:http does',
  async (fault) => {
    const seen: unknown[] = [];
    for (const split of [false, true]) {
      const target = await startTarget({ fault });
      const client = rawClient(target.port);
      await send(client, queryBytes('q'), { target, split });
      // The first 600 bytes hold no time and end before half of the body.
      const bytes = (await client.closed).replace(/Length: \d+/u, 'Length: n').slice(0, 600);
      seen.push([bytes, await (await fetch(`${target.url}/truth`)).json()]);
    }
    expect(seen[0]).toEqual(seen[1]);
  },
);

it('answers a request that was split at any byte', async () => {
  const target = await startTarget();
  const text = queryBytes('Größe?');
  const clients = Array.from({ length: text.length - 1 }, () => rawClient(target.port));
  for (const [index, client] of clients.entries()) client.write(text.slice(0, index + 1));
  await untilRead(target);
  for (const [index, client] of clients.entries()) client.write(text.slice(index + 1));
  const replies = await Promise.all(clients.map((client) => client.reply()));
  for (const { head, body } of replies) {
    expect(head).toMatch(/^HTTP\/1\.1 200 OK\r\n/u);
    expect(JSON.parse(body)).toMatchObject({ question: 'Größe?', answer: expect.any(String) });
  }
});

it('answers queries and other requests on one connection', async () => {
  const target = await startTarget();
  const client = rawClient(target.port);
  const answers: unknown[] = [];
  for (const text of [queryBytes('q'), queryBytes('q'), health, queryBytes('q'), health]) {
    client.write(text);
    answers.push(JSON.parse((await client.reply()).body));
  }
  const healthy = { status: 'healthy' };
  expect(answers).toMatchObject([{ cache_hit: false }, { cache_hit: true }, healthy, { cache_hit: true }, healthy]);
});

it('asks queries that are sent at once at once, and answers them and what follows in order', async () => {
  const target = await startTarget();
  const client = rawClient(target.port);
  client.write(queryBytes('known'));
  await client.reply();
  client.write(queryBytes('new') + queryBytes('known') + queryBytes('newer') + health + queryBytes('known'));
  const bodies: unknown[] = [];
  for (let count = 0; count < 5; count += 1) bodies.push(JSON.parse((await client.reply()).body));
  expect(bodies).toMatchObject([
    { question: 'new', cache_hit: false },
    { question: 'known', cache_hit: true },
    { question: 'newer', cache_hit: false },
    { status: 'healthy' },
    { question: 'known', cache_hit: true },
  ]);
  const truth: unknown = await (await fetch(`${target.url}/truth`)).json();
  expect(truth).toMatchObject({ classes: { hit: { count: 2 }, miss: { count: 3 } }, abandoned: 0 });
});

it.each([
  ['chunks', queryBytes('q').replace(/Content-Length: (\d+)\r\n\r\n(.*)$/su, chunked)],
  ['an expectation', queryBytes('q').replace('Host: a', 'Host: a\r\nExpect: 100-continue')],
  ['a query string', queryBytes('q').replace('/query', '/query?deep=1')],
])('answers a query with %s', async (_, text) => {
  const target = await startTarget();
  const client = rawClient(target.port);
  client.write(text);
  const first = await client.reply();
  const { head, body } = first.head === 'HTTP/1.1 100 Continue' ? await client.reply() : first;
  expect(head).toMatch(/^HTTP\/1\.1 200 OK/u);
  expect(JSON.parse(body)).toMatchObject({ cache_hit: false });
});

function chunked(_: string, length: string, body: string): string {
  return `Transfer-Encoding: chunked\r\n\r\n${Number(length).toString(16)}\r\n${body}\r\n0\r\n\r\n`;
}

it.each([
  ['wants it closed', queryBytes('q').replace('Host: a', 'Host: a\r\nConnection: close')],
  ['speaks HTTP/1.0', queryBytes('q').replace('HTTP/1.1', 'HTTP/1.0')],
])('closes the connection after the reply to a client that %s', async (_, text) => {
  const target = await startTarget();
  const client = rawClient(target.port);
  client.write(text);
  expect((await client.reply()).head).toContain('Connection: close');
  expect(await client.closed).toBe('');
});

it.each([
  ['no HTTP', 'This is no HTTP\r\n\r\n'],
  ['no host', queryBytes('q').replace('Host: a\r\n', '')],
  ['a control character in a field', queryBytes('q').replace('Host: a', 'Host: a\u0001')],
  ['a space before a colon', queryBytes('q').replace('Host:', 'Host :')],
  ['a folded field', queryBytes('q').replace('Host: a', 'Host: a\r\n b')],
  ['a bare line feed', queryBytes('q').replace('Host: a\r\n', 'Host: a\n')],
  ['two lengths', queryBytes('q').replace('Host: a', 'Host: a\r\nContent-Length: 1')],
  ['a length and chunks', queryBytes('q').replace('Host: a', 'Host: a\r\nTransfer-Encoding: chunked')],
  ['a length that is no number', queryBytes('q').replace(/Length: \d+/u, 'Length: many')],
  ['too long a head', queryBytes('q').replace('Host: a', `Host: a\r\nX: ${'x'.repeat(20_000)}`)],
])('answers %s as node:http does, also after a query', async (_, text) => {
  const target = await startTarget();
  const plain = createServer((request, response) => request.resume().on('end', () => response.end()));
  const port = await new Promise<number>((resolve) => {
    plain.listen(0, '127.0.0.1', () => {
      const address = plain.address();
      resolve(typeof address === 'object' ? (address?.port ?? 0) : 0);
    });
  });
  onTestFinished(() => void plain.close());
  const [own, http] = [rawClient(target.port), rawClient(port)];
  own.write(queryBytes('before') + text);
  http.write(text);
  expect(JSON.parse((await own.reply()).body)).toMatchObject({ question: 'before' });
  const refused = undated(await http.closed);
  expect(refused).toMatch(/^HTTP\/1\.1 4/u);
  expect(undated(await own.closed)).toBe(refused);
});

/** A reply without its time, which is that of the second in which it was sent. */
function undated(reply: string): string {
  return reply.replace(/^Date: .*$/mu, 'Date: d');
}

it.each([false, true])('counts a client that stops to write as gone (by node:http: %s)', async (split) => {
  const target = await startTarget({ roundTrip: '70ms', jitter: '0' });
  const client = rawClient(target.port);
  await send(client, queryBytes('left'), { target, split });
  await untilRead(target);
  client.end();
  expect(await client.closed).toBe('');
  await (await post(`${target.url}/query`, { doc_id: 'd', question: 'stayed' })).text();
  const truth: unknown = await (await fetch(`${target.url}/truth`)).json();
  expect(truth).toMatchObject({ abandoned: 1, failures: 0, classes: { miss: { count: 1 } } });
});

it('answers every query of a client that sends many and reads late', async () => {
  const target = await startTarget();
  const client = rawClient(target.port);
  client.write(queryBytes('known'));
  await client.reply();
  const count = 2_000;
  client.write(queryBytes('known').repeat(count));
  for (let read = 0; read < count; read += 1) expect((await client.reply()).head).toMatch(/^HTTP\/1\.1 200/u);
  const truth: unknown = await (await fetch(`${target.url}/truth`)).json();
  expect(truth).toMatchObject({ classes: { hit: { count }, miss: { count: 1 } }, failures: 0 });
});
