import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RequestBytes, RequestWriter, type RequestSource } from '../../src/engine/request-bytes.ts';
import { HitgateError } from '../../src/errors.ts';
import type { Query } from '../../src/plan/plan.ts';
import type { RequestTemplate } from '../../src/scenario/scenario.ts';
import { buildTestPlan, iterations } from './test-plan.ts';

const query: Query = { id: 'q 1', docId: 'doc/1', question: 'Was heißt "PCI"?', weight: 1, class: 'a&b' };

function sourceOf(template: Partial<RequestTemplate>, secrets: Record<string, string> = {}): RequestSource {
  return {
    template: { method: 'POST', path: '/query', headers: {}, secretHeaders: {}, ...template },
    secrets,
    hostHeader: 'host:8080',
    basePath: '',
  };
}

function write(template: Partial<RequestTemplate>, secrets: Record<string, string> = {}, asked = query): string {
  return new RequestWriter(sourceOf(template, secrets)).write(asked).toString('utf8');
}

function refusal(template: Partial<RequestTemplate>, secrets: Record<string, string> = {}): HitgateError {
  try {
    write(template, secrets);
  } catch (error) {
    if (error instanceof HitgateError) return error;
  }
  throw new Error('Expected a refusal');
}

describe('a request', () => {
  it('has the default headers, the length in bytes and the escaped question', () => {
    expect(write({ body: { doc_id: '{{doc_id}}', question: '{{question}}', k: 3 } })).toBe(
      [
        'POST /query HTTP/1.1',
        'host: host:8080',
        'user-agent: hitgate',
        'accept: application/json',
        'connection: keep-alive',
        'content-type: application/json',
        'content-length: 65',
        '',
        '{"doc_id":"doc/1","question":"Was heißt \\"PCI\\"?","k":3}',
      ]
        .join('\r\n')
        .replace('65', String(Buffer.byteLength('{"doc_id":"doc/1","question":"Was heißt \\"PCI\\"?","k":3}'))),
    );
  });

  it('fills places in the path by percent-encoding, in headers as they are, and within strings of the body', () => {
    const text = write({
      method: 'GET',
      path: '/d/{{doc_id}}?q={{question}}&c={{class}}',
      headers: { 'X-Id': 'id={{id}}' },
    });
    expect(text).toContain('GET /d/doc%2F1?q=Was%20hei%C3%9Ft%20%22PCI%22%3F&c=a%26b HTTP/1.1\r\n');
    expect(text).toContain('\r\nX-Id: id=q 1\r\n');
    expect(text).not.toContain('content-length');
    expect(write({ body: { prompt: ['Q: {{question}} ({{id}})'] } })).toContain(
      '{"prompt":["Q: Was heißt \\"PCI\\"? (q 1)"]}',
    );
  });

  it('keeps text that only looks like a place', () => {
    expect(write({ body: { a: '{{other}} {{ id }}' } })).toContain('{"a":"{{other}} {{ id }}"}');
    expect(write({ body: { a: '{{question}}' } }, {}, { ...query, question: '{{id}}' })).toContain('{"a":"{{id}}"}');
  });

  it('lets a header of the template replace a default, and carries secrets', () => {
    const text = write({ headers: { Accept: 'text/plain' } }, { Authorization: 'Bearer {{id}}' });
    expect(text).toContain('\r\nAccept: text/plain\r\n');
    expect(text).not.toContain('accept: application/json');
    expect(text).toContain('\r\nAuthorization: Bearer {{id}}\r\n');
  });

  it('without a body has a length of 0 for POST and none for GET', () => {
    expect(write({})).toContain('\r\ncontent-length: 0\r\n');
    expect(write({ method: 'GET' })).not.toContain('content-length');
  });

  it('starts with the path of the base URL', () => {
    const writer = new RequestWriter({ ...sourceOf({}), basePath: '/api/v1' });
    expect(writer.write(query).toString()).toMatch(/^POST \/api\/v1\/query HTTP/u);
  });

  it('holds any question as valid JSON of the length it says', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), fc.string({ maxLength: 20 }), (question, id) => {
        const bytes = new RequestWriter(sourceOf({ body: { question: '{{question}}', note: 'x{{id}}' } })).write({
          ...query,
          question,
          id,
        });
        const headEnd = bytes.indexOf('\r\n\r\n');
        const body = bytes.subarray(headEnd + 4);
        expect(/content-length: (\d+)/u.exec(bytes.toString('latin1'))?.[1]).toBe(String(body.length));
        expect(JSON.parse(body.toString())).toEqual({ question, note: `x${id}` });
      }),
      { seed: 5, numRuns: 1_000 },
    );
  });
});

describe('what HTTP does not allow is refused with all problems at once', () => {
  it.each([
    ['a method', { method: 'PO ST' }],
    ['CONNECT', { method: 'CONNECT' }],
    ['a path without a slash', { path: 'query' }],
    ['a space in a path', { path: '/a b' }],
    ['a line break in a path', { path: '/a\r\nX: y' }],
    ['a header name', { headers: { 'X Y': 'a' } }],
    ['a line break in a header', { headers: { X: 'a\r\nY: b' } }],
    ['a length of its own', { headers: { 'Content-Length': '5' } }],
    ['a transfer coding', { headers: { 'transfer-encoding': 'chunked' } }],
  ])('%s', (_, template) => {
    expect(refusal(template)).toMatchObject({ code: 'E_SCENARIO', exitCode: 2 });
    expect(refusal(template).problems).toHaveLength(1);
  });

  it('and a secret is never shown', () => {
    const error = refusal({ method: '' }, { Authorization: 'top\r\nsecret' });
    expect(error.problems).toHaveLength(2);
    expect(JSON.stringify([error.message, error.problems, error.stack])).not.toMatch(/top|secret"/u);
  });

  it('and a query that would break a header', () => {
    const writer = new RequestWriter(sourceOf({ headers: { 'X-Question': '{{question}}' } }));
    expect(() => writer.write({ ...query, question: 'a\nX-Evil: b' })).toThrow(/Query "q 1" puts a line break/u);
  });
});

describe('prepared requests', () => {
  const plan = buildTestPlan({ load: iterations(1, 1) });

  it('are the same bytes each time for the corpus, and made anew for never-seen queries', () => {
    const bytes = new RequestBytes(plan, new RequestWriter(sourceOf({ body: { q: '{{question}}' } })), 'n');
    expect(bytes.of(3)).toBe(bytes.of(3));
    expect(bytes.of(3).toString()).toContain('Question 3?');
    expect(bytes.of(-1).toString()).toContain('New?');
  });

  it('are kept for a corpus that is too large to prepare', () => {
    const large = buildTestPlan({ load: iterations(1, 1), queries: 50_010 });
    const bytes = new RequestBytes(large, new RequestWriter(sourceOf({ body: { q: '{{question}}' } })), 'n');
    expect(bytes.of(50_005).toString()).toContain('Question 50005?');
    expect(bytes.of(50_005)).toBe(bytes.of(50_005));
  });
});
