import { describe, expect, it } from 'vitest';
import { AnswerReader } from '../../src/engine/answer-reader.ts';
import { activeCheckNames } from '../../src/scenario/active-check-names.ts';
import { outcomeName } from '../../src/recorder/sample.ts';
import type { Checks, Target } from '../../src/scenario/scenario.ts';
import { buildTestScenario, iterations } from './test-plan.ts';

const none: Checks = { citations: false, sameAnswerOnHit: false };

type Answer = { status?: number; body?: unknown; text?: string; header?: string; query?: number };

function readerOf(target: Partial<Target>, checks = none): (answer: Answer) => [outcome: string, checks: number] {
  const reader = new AnswerReader(buildTestScenario({ load: iterations(1, 1), target, checks }), 10);
  return ({ status = 200, body, text, header, query = 0 }) => {
    const bytes = Buffer.from(text ?? (body === undefined ? '' : JSON.stringify(body)));
    const head = { status, wanted: header, contentEncoding: undefined };
    const outcome = reader.judge({ head, body: bytes, bodyStart: 0, bodyEnd: bytes.length }, query);
    return [outcomeName(outcome), reader.checks];
  };
}

function outcomeOf(target: Partial<Target>, answer: Answer): string {
  return readerOf(target)(answer)[0];
}

const json = { from: 'json', path: 'meta.0.cache', hit: ['hit', true, 1], miss: ['miss', null] } as const;

describe('the class in a body', () => {
  it.each([
    [{ meta: [{ cache: 'hit' }] }, 'hit'],
    [{ meta: [{ cache: true }] }, 'hit'],
    [{ meta: [{ cache: 1 }] }, 'hit'],
    [{ meta: [{ cache: 'miss' }] }, 'miss'],
    [{ meta: [{ cache: null }] }, 'miss'],
    [{ meta: [{ cache: 'HIT' }] }, 'unknown'],
    [{ meta: [{ cache: 'true' }] }, 'unknown'],
    [{ meta: [{ cache: { a: 1 } }] }, 'unknown'],
    [{ meta: [{}] }, 'unknown'],
    [{ meta: [] }, 'unknown'],
    [{ meta: 'x' }, 'unknown'],
    [null, 'unknown'],
    [3, 'unknown'],
  ])('%j is %s', (body, expected) => {
    expect(outcomeOf({ classify: json, success: { status: [[200, 200]], body: [] } }, { body })).toBe(expected);
  });

  it('never comes from a prototype', () => {
    const classify = { ...json, path: 'constructor.name', hit: ['Object'] };
    expect(outcomeOf({ classify }, { body: {} })).toBe('unknown');
  });

  it('that is listed for both is unknown', () => {
    expect(outcomeOf({ classify: { ...json, path: 'a', miss: ['hit'] } }, { body: { a: 'hit' } })).toBe('unknown');
  });
});

describe('the class in a header', () => {
  const success = { status: [[200, 299]], body: [] } as const;
  const classify = { from: 'header', name: 'X-Cache', hit: ['HIT'], miss: ['MISS'] } as const;
  const timing = { from: 'server-timing', metric: 'cache', hit: ['hit'], miss: ['miss'] } as const;

  it.each([
    ['HIT', 'hit'],
    ['MISS', 'miss'],
    ['hit', 'unknown'],
    ['HIT, HIT', 'unknown'],
    ['', 'unknown'],
    [undefined, 'unknown'],
  ])('%s is %s, whatever the body is', (header, expected) => {
    const answer = { text: 'no JSON', ...(header === undefined ? {} : { header }) };
    expect(outcomeOf({ classify, success }, answer)).toBe(expected);
  });

  it('may be in Server-Timing', () => {
    expect(outcomeOf({ classify: timing, success }, { header: 'db;dur=2, cache;desc=hit' })).toBe('hit');
    expect(outcomeOf({ classify: timing, success }, { header: 'db;dur=2' })).toBe('unknown');
  });

  it('does not save an answer whose body rule fails', () => {
    const rule = { ...success, body: [{ path: 'ok', equals: true }] };
    expect(outcomeOf({ classify, success: rule }, { header: 'HIT', text: 'no JSON' })).toBe('body');
    expect(outcomeOf({ classify, success: rule }, { header: 'HIT', body: { ok: false } })).toBe('body');
    expect(outcomeOf({ classify, success: rule }, { header: 'HIT', body: { ok: true } })).toBe('hit');
  });
});

describe('success', () => {
  it.each([
    [199, 'status'],
    [200, 'hit'],
    [204, 'hit'],
    [205, 'status'],
    [303, 'status'],
    [304, 'hit'],
    [999, 'status'],
  ])('status %i is %s within 200–204 and 304', (status, expected) => {
    const success = { status: [[200, 204] as const, [304, 304] as const], body: [] };
    expect(outcomeOf({ success }, { status, body: { cache_hit: true } })).toBe(expected);
  });

  it.each([
    [{ path: 'a', equals: 1 }, { a: 1 }, 'hit'],
    [{ path: 'a', equals: 1 }, { a: '1' }, 'body'],
    [{ path: 'a', equals: 1 }, {}, 'body'],
    [{ path: 'a', equals: null }, { a: null }, 'hit'],
    [{ path: 'a', equals: null }, {}, 'body'],
    [{ path: 'a', not: false }, { a: true }, 'hit'],
    [{ path: 'a', not: false }, {}, 'hit'],
    [{ path: 'a', not: false }, { a: false }, 'body'],
    [{ path: 'a', present: true }, { a: null }, 'hit'],
    [{ path: 'a', present: true }, {}, 'body'],
    [{ path: 'a', present: false }, {}, 'hit'],
    [{ path: 'a', present: false }, { a: 0 }, 'body'],
  ])('rule %j for %j is %s', (rule, members, expected) => {
    const success = { status: [[200, 200] as const], body: [rule] };
    expect(outcomeOf({ success }, { body: { cache_hit: true, ...members } })).toBe(expected);
  });
});

function named(checks: Checks): string[] {
  return activeCheckNames(buildTestScenario({ load: iterations(1, 1), checks }).checks);
}

describe('checks', () => {
  it('are named in the order of their bits', () => {
    expect(named({ citations: true, consensus: { atLeast: 0.6 }, sameAnswerOnHit: true })).toEqual([
      'citations',
      'consensus',
      'same-answer-on-hit',
    ]);
    expect(named({ citations: false, sameAnswerOnHit: true })).toEqual(['same-answer-on-hit']);
    expect(named(none)).toEqual([]);
  });

  it('leave no bit on a failed answer', () => {
    const read = readerOf({}, { citations: true, sameAnswerOnHit: false });
    expect(read({ body: { cache_hit: true, citations: [{ source: 'a' }] } })).toEqual(['hit', 3]);
    expect(read({ body: { cache_hit: true, success: false } })).toEqual(['body', 0]);
    expect(read({ status: 500 })).toEqual(['status', 0]);
  });

  it.each([
    [[{ source: 'a' }], 3],
    [[{ source: 'a' }, { source: 'b', page: 1 }], 3],
    [[], 1],
    [undefined, 1],
    [null, 1],
    ['a', 1],
    [[{ source: '' }], 1],
    [[{ source: 'a' }, { page: 1 }], 1],
    [[{ source: 1 }], 1],
    [[null], 1],
  ])('of citations %j give bits %i', (citations, bits) => {
    const read = readerOf({}, { citations: true, sameAnswerOnHit: false });
    expect(read({ body: { cache_hit: false, citations } })[1]).toBe(bits);
  });

  it.each([
    [66, 0.66, 100, 3],
    [65.99, 0.66, 100, 1],
    [66.01, 0.66, 100, 3],
    [67, 0.67, 100, 3],
    [66.666, 0.67, 100, 1],
    [0.66, 0.66, 1, 3],
    [2 / 3, 0.67, 1, 1],
    ['85', 0.66, 100, 1],
    [null, 0.66, 100, 1],
  ] as const)('of an agreement of %s with at least %d of scale %d give bits %i', (agreement, atLeast, scale, bits) => {
    const read = readerOf({ consensus: { path: 'agreement', scale } }, { ...none, consensus: { atLeast } });
    expect(read({ body: { cache_hit: true, agreement } })[1]).toBe(bits);
  });
});

function answer(cacheHit: boolean, text: unknown, ...sources: string[]): Answer {
  return { body: { cache_hit: cacheHit, answer: text, citations: sources.map((source) => ({ source })) } };
}

describe('the same answer on a hit', () => {
  const checks: Checks = { citations: false, sameAnswerOnHit: true };
  it('is not judged before a miss was seen', () => {
    expect(readerOf({}, checks)(answer(true, 'a'))[1]).toBe(0);
  });

  it('holds for the answer of the miss, whatever the order of its sources', () => {
    const read = readerOf({}, checks);
    expect(read(answer(false, 'a', 'x', 'y'))[1]).toBe(0);
    expect(read(answer(true, 'a', 'x', 'y'))[1]).toBe(3);
    expect(read(answer(true, 'a', 'y', 'x'))[1]).toBe(3);
  });

  it.each([
    ['another text', answer(true, 'b', 'x', 'y')],
    ['a letter more', answer(true, 'a ', 'x', 'y')],
    ['no text', answer(true, undefined, 'x', 'y')],
    ['another source', answer(true, 'a', 'x', 'z')],
    ['a source less', answer(true, 'a', 'x')],
    ['a source twice', answer(true, 'a', 'x', 'y', 'y')],
    ['no citations', { body: { cache_hit: true, answer: 'a' } }],
  ])('does not hold for %s', (_, changed) => {
    const read = readerOf({}, checks);
    read(answer(false, 'a', 'x', 'y'));
    expect(read(changed)[1]).toBe(1);
  });

  it('compares each query with its own miss', () => {
    const read = readerOf({}, checks);
    read({ ...answer(false, 'a'), query: 1 });
    read({ ...answer(false, 'b'), query: 2 });
    expect(read({ ...answer(true, 'a'), query: 1 })[1]).toBe(3);
    expect(read({ ...answer(true, 'a'), query: 2 })[1]).toBe(1);
    expect(read({ ...answer(true, 'a'), query: 3 })[1]).toBe(0);
  });

  it('holds for either of the last two misses, and forgets older ones', () => {
    const read = readerOf({}, checks);
    for (const text of ['a', 'b', 'c', 'd', 'e']) read(answer(false, text));
    expect(['a', 'b', 'c', 'd', 'e'].map((text) => read(answer(true, text))[1])).toEqual([1, 1, 1, 3, 3]);
  });

  it('is not judged for an unknown class or a never-seen query', () => {
    const read = readerOf({}, checks);
    read(answer(false, 'a'));
    expect(read({ body: { answer: 'b' } })).toEqual(['unknown', 0]);
    expect(read({ ...answer(true, 'b'), query: -1 })).toEqual(['hit', 0]);
    expect(read({ ...answer(true, 'b'), query: 10 })).toEqual(['hit', 0]);
  });

  it('tells structured answers apart from each other and from their text', () => {
    const read = readerOf({}, checks);
    read(answer(false, { text: 'a' }));
    expect(read(answer(true, { text: 'a' }))[1]).toBe(3);
    expect(read(answer(true, { text: 'b' }))[1]).toBe(1);
    expect(read(answer(true, '{"text":"a"}'))[1]).toBe(1);
  });
});
