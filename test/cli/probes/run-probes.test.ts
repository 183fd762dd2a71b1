import { describe, expect, it } from 'vitest';
import { askTarget } from '../../../src/cli/probes/ask-target.ts';
import { createQueryMaker } from '../../../src/cli/probes/fresh-queries.ts';
import { contextOf, corpus, probe, sendJson, serve, statuses, type Answerer } from './probe-server.ts';

const fact = 'target: { preset: fact-api }\n';
const generic = `target:
  preset: generic
  request: { method: GET, path: "/ask?q={{question}}" }
  classify: { from: header, name: X-Cache, hit: [HIT], miss: [MISS] }
  success: { status: [200] }
`;

/** A cache of exact questions that answers in FACT's own shape. */
function factService(changes: (isHit: boolean) => Readonly<Record<string, unknown>> = () => ({})): Answerer {
  const cached = new Set<string>();
  return ({ question }, response) => {
    const isHit = cached.has(question);
    cached.add(question);
    sendJson(response, {
      response: 'yes',
      status: 'success',
      metadata: { cache_status: isHit ? 'hit' : 'miss' },
      sources: [{ source: 's' }],
      consensus: { vote_percentage: 2 / 3 },
      ...changes(isHit),
    });
  };
}

describe('questions of probes', () => {
  it('are fresh each time and in each pass, and keep the document', () => {
    const one = createQueryMaker({ corpus, questions: [], key: 'a' });
    const other = createQueryMaker({ corpus, questions: [], key: 'b' });
    const asked = [one.freshQuery(), one.freshQuery(), other.freshQuery(), other.freshQuery()];
    expect(new Set(asked.map(({ question }) => question)).size).toBe(4);
    expect(asked.map(({ docId }) => docId)).toEqual(['d1', 'd1', 'd1', 'd1']);
    expect(asked[0]?.question).toBe('What is it? (probe a-1)');
  });

  it('are made of those of the scenario in turn, about the first document of the corpus unless it says which', () => {
    const maker = createQueryMaker({
      corpus,
      questions: [{ question: 'A?' }, { question: 'B?', docId: 'd2' }],
      key: 'k',
    });
    const asked = [1, 2, 3].map(() => maker.freshQuery());
    expect(asked.map(({ question, docId }) => [question, docId])).toEqual([
      ['A? (probe k-1)', 'd1'],
      ['B? (probe k-2)', 'd2'],
      ['A? (probe k-3)', 'd1'],
    ]);
  });
});

describe('a question to the target', () => {
  it('is sent as the load sends it, with headers and secrets, and is counted', async () => {
    const seen: unknown[] = [];
    const url = await serve(({ question, docId, path, method, headers }, response) => {
      seen.push([method, path, docId, question, headers['x-team'], headers['content-type']]);
      sendJson(response, { answer: 'a', cache_hit: false });
    });
    const context = contextOf(`${url}/base`, 'target: { preset: doc-rag, headers: { X-Team: "é" } }');
    const observed = await askTarget(context.freshQuery(), context);
    expect(seen).toEqual([['POST', '/base/query', 'd1', 'What is it? (probe k-1)', 'Ã©', 'application/json']]);
    expect(observed).toMatchObject({ kind: 'answer', cacheClass: 'miss', answer: '"a"' });
    expect(context.requests()).toBe(1);
  });

  it.each<[string, Answerer, object]>([
    [
      'a hit',
      (_, response) => sendJson(response, { answer: 'a', cache_hit: true }),
      { kind: 'answer', cacheClass: 'hit' },
    ],
    ['no class', (_, response) => sendJson(response, { answer: 'a' }), { kind: 'answer', cacheClass: 'unknown' }],
    [
      '200 that says failure',
      (_, response) => sendJson(response, { success: false, error: 'no', cache_hit: true }),
      { kind: 'failure', why: 'HTTP 200, a body that says failure', cacheClass: 'hit' },
    ],
    [
      '500 without a body',
      (_, response) => void response.writeHead(500).end(),
      { kind: 'failure', why: 'HTTP 500', cacheClass: 'unknown' },
    ],
    [
      '200 without JSON',
      (_, response) => response.end('<html>'),
      { kind: 'failure', why: 'HTTP 200, a body that is no JSON' },
    ],
    ['a connection that is closed', (_, response) => void response.socket?.destroy(), { kind: 'no-reply' }],
    ['no reply in time', () => undefined, { kind: 'no-reply', why: 'it did not answer in time' }],
    [
      'sources that are empty, missing or no text',
      (_, response) =>
        sendJson(response, { cache_hit: false, citations: [{ source: 's' }, { source: '' }, {}, 'x', { source: 1 }] }),
      { kind: 'answer', sources: ['s', undefined, undefined, undefined, undefined] },
    ],
    [
      'citations that are no list',
      (_, response) => sendJson(response, { cache_hit: false, citations: { source: 's' } }),
      { sources: undefined },
    ],
    [
      'an agreement that is text',
      (_, response) => sendJson(response, { cache_hit: false, consensus: { agreement_percentage: '85' } }),
      { agreement: undefined },
    ],
  ])('is never rejected: %s', async (_, answer, expected) => {
    const context = contextOf(await serve(answer), 'target: { preset: doc-rag, timeout: 2s }');
    expect(await askTarget(context.freshQuery(), context)).toMatchObject(expected);
  });

  it('has no reply when nothing listens', async () => {
    const context = contextOf('http://127.0.0.1:1');
    expect(await askTarget(context.freshQuery(), context)).toMatchObject({ kind: 'no-reply' });
  });
});

describe('probes of a service in FACT’s own shape', () => {
  it('pass, with the share of its nodes that agree', async () => {
    const pass = await probe(
      await serve(factService()),
      `${fact}probes: { citations: true, consensus: { atLeast: 0.66 }, cache: { key: exact } }`,
    );
    expect(statuses(pass)).toEqual({
      'citations: present': 'pass',
      'citations: same on a hit': 'pass',
      consensus: 'pass',
      'cache: repeat': 'pass',
      'cache: other case': 'pass',
      'cache: trailing space': 'pass',
    });
    expect(pass.requests).toBe(6 + 3 + 6 + 3 + 3);
  });

  it('fail at 2/3 when 0.67 is asked', async () => {
    const pass = await probe(await serve(factService()), `${fact}probes: { consensus: { atLeast: 0.67 } }`);
    expect(statuses(pass)).toEqual({ consensus: 'fail' });
  });

  it('fail when a hit cites another source than its miss', async () => {
    const service = factService((isHit) => ({ sources: [{ source: isHit ? 'other' : 's' }] }));
    const pass = await probe(await serve(service), `${fact}probes: { citations: true }`);
    expect(statuses(pass)).toEqual({ 'citations: present': 'pass', 'citations: same on a hit': 'fail' });
  });

  it('have no data where the agreement is missing', async () => {
    const service = factService(() => ({ consensus: {} }));
    const pass = await probe(await serve(service), `${fact}probes: { consensus: { atLeast: 0.66 } }`);
    expect(statuses(pass)).toEqual({ consensus: 'no-data' });
  });
});

describe('probes of a cache', () => {
  it('read the class from a header, and say what was not tried', async () => {
    const cached = new Set<string>();
    const url = await serve(({ path }, response) => {
      response.setHeader('x-cache', cached.has(path) ? 'HIT' : 'MISS');
      cached.add(path);
      response.end('plain text');
    });
    const pass = await probe(url, `${generic}probes: { cache: true }`);
    expect(statuses(pass)).toEqual({ 'cache: repeat': 'pass' });
    expect(pass.results[0]?.reason).toBe(
      'all 3 repeats were hits (not tried: another case, a trailing space, expiry, a failing query)',
    );
  });

  it('expect a variant to be a hit where the scenario says that the key is not exact', async () => {
    const cached = new Set<string>();
    const url = await serve(({ question }, response) => {
      const key = question.toLowerCase();
      sendJson(response, { answer: 'a', cache_hit: cached.has(key) });
      cached.add(key);
    });
    const pass = await probe(url, 'probes: { cache: { key: { otherCase: hit, trailingSpace: miss } } }');
    expect(statuses(pass)).toEqual({
      'cache: repeat': 'pass',
      'cache: other case': 'pass',
      'cache: trailing space': 'pass',
    });
    const exact = await probe(url, 'probes: { cache: { key: exact } }');
    expect(statuses(exact)).toMatchObject({ 'cache: other case': 'fail', 'cache: trailing space': 'pass' });
  });

  it.each([
    ['that expires in time', [false, true, false], 'pass'],
    ['that never expires', [false, true, true], 'fail'],
    ['that expires at once', [false, false, false], 'no-data'],
  ])('wait for an answer %s', async (_, hits, status) => {
    const asked = new Map<string, number[]>();
    const url = await serve(({ question }, response) => {
      const times = [...(asked.get(question) ?? []), performance.now()];
      asked.set(question, times);
      sendJson(response, { answer: 'a', cache_hit: hits[times.length - 1] });
    });
    const pass = await probe(url, 'probes: { asks: 1, cache: { settle: 0, ttl: 300ms } }');
    expect(statuses(pass)['cache: expiry']).toBe(status);
    const [first = 0, early = 0, late = 0] = [...asked.values()].find(({ length }) => length === 3) ?? [];
    // Half of its time is 150 ms, and its time with what is added is 400 ms; a timer may be a little early.
    expect(early - first).toBeGreaterThan(100);
    expect(late - first).toBeGreaterThan(350);
  });

  it.each([
    ['that fails anew each time', () => ({ success: false, error: 'no', cache_hit: false }), 'pass'],
    [
      'whose failure comes from the cache',
      (times: number) => ({ success: false, error: 'no', cache_hit: times > 1 }),
      'fail',
    ],
    [
      'whose repeat is a hit',
      (times: number) => (times > 1 ? { answer: 'a', cache_hit: true } : { success: false }),
      'fail',
    ],
    ['that does not fail', () => ({ answer: 'a', cache_hit: false }), 'no-data'],
  ])('ask a question %s twice', async (_, reply, status) => {
    const times = new Map<string, number>();
    const url = await serve(({ question, docId }, response) => {
      if (question !== 'broken') return sendJson(response, { answer: 'a', cache_hit: times.has(question) });
      expect(docId).toBe('d9');
      const count = (times.get(question) ?? 0) + 1;
      times.set(question, count);
      sendJson(response, reply(count));
    });
    const pass = await probe(url, 'probes: { asks: 1, cache: { failing: { question: broken, docId: d9 } } }');
    expect(statuses(pass)['cache: failing query']).toBe(status);
  });
});

describe('probes of health', () => {
  const yaml = 'target: { preset: doc-rag, timeout: 2s }\nprobes: { health: { version: 1.0.0, live: /health/live } }';
  it.each<[string, Answerer, Record<string, string>]>([
    [
      'healthy',
      ({ path }, response) =>
        path === '/health/live' ? response.end() : sendJson(response, { status: 'healthy', version: '1.0.0' }),
      { health: 'pass', 'health: live': 'pass' },
    ],
    [
      '200 that says unhealthy',
      (_, response) => sendJson(response, { status: 'unhealthy', version: '1.0.0' }),
      { health: 'fail', 'health: live': 'pass' },
    ],
    [
      'another version',
      (_, response) => sendJson(response, { status: 'healthy', version: '0.9.0' }),
      { health: 'fail', 'health: live': 'pass' },
    ],
    [
      'no version',
      (_, response) => sendJson(response, { status: 'healthy' }),
      { health: 'no-data', 'health: live': 'pass' },
    ],
    ['no JSON', (_, response) => response.end('healthy'), { health: 'fail', 'health: live': 'pass' }],
    ['503', (_, response) => void response.writeHead(503).end(), { health: 'fail', 'health: live': 'fail' }],
    ['no reply', () => undefined, { health: 'fail', 'health: live': 'fail' }],
  ])('%s', async (_, answer, expected) => {
    expect(statuses(await probe(await serve(answer), yaml))).toEqual(expected);
  });
});

describe('a pass of probes', () => {
  it('has no data from a kind that takes longer than its time, and goes on with the next', async () => {
    const url = await serve(({ path }, response) => {
      if (path === '/health') sendJson(response, { status: 'healthy' });
    });
    const pass = await probe(
      url,
      'probes: { timeout: 1500ms, health: true, citations: true, consensus: { atLeast: 0.66 } }',
    );
    expect(statuses(pass)).toEqual({ health: 'pass', citations: 'no-data', consensus: 'no-data' });
    expect(pass.results[1]).toMatchObject({ reason: 'it took longer than 1.5 s (probes.timeout)', evidence: [] });
  });

  it('makes nothing more when it is cut off', async () => {
    const abort = new AbortController();
    const url = await serve(() => abort.abort());
    const pass = await probe(url, 'probes: { citations: true, consensus: { atLeast: 0.66 } }', {
      signal: abort.signal,
    });
    expect(pass.results.filter(({ status }) => status === 'pass')).toEqual([]);
    expect(pass.results.some(({ name }) => name === 'consensus')).toBe(false);
  });

  it('shows no secret that the service gives back', async () => {
    const url = await serve(({ headers }, response) =>
      sendJson(response, { status: 'unhealthy', version: headers.authorization }),
    );
    const pass = await probe(url, 'probes: { health: { version: "1" } }', {
      secrets: { Authorization: 'Bearer s3cret-value' },
      masked: ['s3cret-value'],
    });
    expect(JSON.stringify(pass)).not.toContain('s3cret-value');
    expect(JSON.stringify(pass)).toContain('[masked]');
  });

  it('gives every result a time and a beginning', async () => {
    const pass = await probe(
      await serve(factService()),
      `${fact}probes: { cache: true, consensus: { atLeast: 0.66 } }`,
    );
    for (const { startedAt, millis } of pass.results) {
      expect(startedAt).toBe('2026-01-01T00:00:00.000Z');
      expect(millis).toBeGreaterThan(0);
    }
  });
});
