import { describe, expect, it } from 'vitest';
import { judgeExpiry, judgeFailing, judgeRepeat, judgeVariant } from '../../src/probes/judge-cache.ts';
import type { Observed } from '../../src/probes/observed.ts';
import { answered, failed, silent } from './observed.ts';

const miss = answered();
const hit = answered({ cacheClass: 'hit' });
const unknown = answered({ cacheClass: 'unknown' });

/** First and repeat by name, so that tables read well. */
const seen: Readonly<Record<string, Observed>> = {
  miss,
  hit,
  unknown,
  failed: failed(),
  cachedFailure: failed('hit'),
  silent,
};
const of = (name: string): Observed => seen[name] ?? silent;

describe('cache: repeat', () => {
  it.each([
    [[['miss', 'hit']], 'pass'],
    [[['miss', 'miss']], 'fail'],
    [[['hit', 'hit']], 'fail'],
    [[['hit', 'miss']], 'fail'],
    [[['miss', 'unknown']], 'no-data'],
    [[['unknown', 'unknown']], 'no-data'],
    [[['unknown', 'hit']], 'no-data'],
    [[['failed', 'failed']], 'no-data'],
    [[['miss', 'failed']], 'no-data'],
    [[['silent', 'hit']], 'no-data'],
    [[], 'no-data'],
    [
      [
        ['miss', 'hit'],
        ['miss', 'hit'],
      ],
      'pass',
    ],
    [
      [
        ['miss', 'hit'],
        ['miss', 'miss'],
      ],
      'fail',
    ],
    [
      [
        ['miss', 'hit'],
        ['hit', 'hit'],
      ],
      'fail',
    ],
    [
      [
        ['miss', 'hit'],
        ['failed', 'failed'],
      ],
      'pass',
    ],
    [
      [
        ['miss', 'hit'],
        ['miss', 'unknown'],
      ],
      'no-data',
    ],
    [
      [
        ['miss', 'miss'],
        ['miss', 'unknown'],
      ],
      'fail',
    ],
  ] as const)('%j: %s', (pairs, status) => {
    const asked = pairs.map(([first, repeat]) => ({ first: of(first), repeat: of(repeat) }));
    expect(judgeRepeat(asked).status).toBe(status);
  });
});

describe('a variant', () => {
  it.each([
    ['hit', 'miss', 'miss', 'pass'],
    ['hit', 'hit', 'miss', 'fail'],
    ['hit', 'hit', 'hit', 'pass'],
    ['hit', 'miss', 'hit', 'fail'],
    // A miss says nothing where the question itself is none either.
    ['miss', 'miss', 'miss', 'no-data'],
    ['failed', 'miss', 'miss', 'no-data'],
    ['silent', 'miss', 'miss', 'no-data'],
    ['hit', 'unknown', 'miss', 'no-data'],
    ['hit', 'failed', 'miss', 'no-data'],
    ['hit', 'silent', 'miss', 'no-data'],
  ] as const)(
    'of a question whose repeat is %s, that is %s where %s is expected: %s',
    (repeat, variant, expected, status) => {
      expect(judgeVariant('v', { repeat: of(repeat), variant: of(variant), expected })).toMatchObject({
        name: 'v',
        status,
      });
    },
  );
});

describe('cache: expiry', () => {
  it.each([
    ['miss', 'hit', 'miss', 'pass'],
    ['miss', 'hit', 'hit', 'fail'],
    // What was not there cannot expire.
    ['miss', 'miss', 'miss', 'no-data'],
    ['hit', 'hit', 'miss', 'no-data'],
    ['failed', 'hit', 'miss', 'no-data'],
    ['miss', 'failed', 'miss', 'no-data'],
    ['miss', 'hit', 'failed', 'no-data'],
    ['miss', 'hit', 'unknown', 'no-data'],
    ['miss', 'hit', 'silent', 'no-data'],
  ] as const)('first %s, at half its time %s, after it %s: %s', (first, early, late, status) => {
    expect(judgeExpiry({ first: of(first), early: of(early), late: of(late) }, '5s').status).toBe(status);
  });
});

describe('cache: failing query', () => {
  it.each([
    ['failed', 'failed', 'pass'],
    ['failed', 'miss', 'pass'],
    ['failed', 'hit', 'fail'],
    ['failed', 'cachedFailure', 'fail'],
    ['cachedFailure', 'failed', 'fail'],
    ['failed', 'unknown', 'no-data'],
    ['failed', 'silent', 'no-data'],
    ['silent', 'failed', 'no-data'],
    ['miss', 'hit', 'no-data'],
    ['hit', 'hit', 'no-data'],
  ] as const)('first %s, then %s: %s', (first, repeat, status) => {
    expect(judgeFailing({ first: of(first), repeat: of(repeat) }).status).toBe(status);
  });
});
