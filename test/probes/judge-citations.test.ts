import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeCitations, judgeSameCitations } from '../../src/probes/judge-citations.ts';
import { answered, failed, silent } from './observed.ts';

describe('citations: present', () => {
  it.each([
    ['one with a source', ['s'], 'pass'],
    ['several with a source', ['s', 't'], 'pass'],
    ['an empty list', [], 'fail'],
    ['no list', undefined, 'fail'],
    ['one of two without a source', ['s', undefined], 'fail'],
    ['the only one without a source', [undefined], 'fail'],
  ] as const)('%s', (_, sources, status) => {
    expect(judgeCitations([answered({ sources })]).status).toBe(status);
  });

  it('fails by one bad answer among good ones, and counts them', () => {
    const seen = [answered(), answered({ sources: [] }), answered()];
    expect(judgeCitations(seen)).toMatchObject({
      status: 'fail',
      reason: '1 of 3 answers are not cited: an empty list of citations',
    });
  });

  it.each([[[]], [[failed(), silent]]])('has no data when nothing was answered: %j', (seen) => {
    expect(judgeCitations(seen).status).toBe('no-data');
  });

  it('leaves out what was not answered', () => {
    expect(judgeCitations([failed(), answered()]).status).toBe('pass');
  });
});

const miss = (sources: readonly (string | undefined)[] | undefined) => answered({ sources });
const hit = (sources: readonly (string | undefined)[] | undefined) => answered({ sources, cacheClass: 'hit' });

describe('citations: same on a hit', () => {
  it.each([
    ['the same', ['a', 'b'], ['a', 'b'], 'pass'],
    ['the same in another order', ['a', 'b'], ['b', 'a'], 'pass'],
    ['one fewer', ['a', 'b'], ['a'], 'fail'],
    ['one more', ['a'], ['a', 'b'], 'fail'],
    ['one twice', ['a', 'b'], ['a', 'a'], 'fail'],
    ['another', ['a'], ['b'], 'fail'],
    ['none on the hit', ['a'], undefined, 'fail'],
    ['none on the miss', undefined, ['a'], 'fail'],
    ['none on either', undefined, undefined, 'no-data'],
    ['a source that is missing on both', ['a', undefined], ['a', undefined], 'pass'],
    ['a source that is missing on the hit', ['a', 'b'], ['a', undefined], 'fail'],
  ] as const)('%s', (_, first, repeat, status) => {
    expect(judgeSameCitations([{ first: miss(first), repeat: hit(repeat) }]).status).toBe(status);
  });

  it('passes any order of the same sources', () => {
    fc.assert(
      fc.property(
        fc
          .array(fc.string({ minLength: 1 }), { minLength: 1 })
          .chain((sources) =>
            fc.tuple(fc.constant(sources), fc.shuffledSubarray(sources, { minLength: sources.length })),
          ),
        ([sources, shuffled]) => {
          expect(judgeSameCitations([{ first: miss(sources), repeat: hit(shuffled) }]).status).toBe('pass');
        },
      ),
    );
  });

  it.each([
    ['nothing asked', []],
    ['a repeat that is a miss', [{ first: miss(['a']), repeat: miss(['a']) }]],
    ['a first that is a hit', [{ first: hit(['a']), repeat: hit(['b']) }]],
    ['classes that are not stated', [{ first: answered({ cacheClass: 'unknown' }), repeat: hit(['a']) }]],
    ['a repeat that failed', [{ first: miss(['a']), repeat: failed('hit') }]],
    ['a first without a reply', [{ first: silent, repeat: hit(['a']) }]],
  ])('has no data: %s', (_, asked) => {
    expect(judgeSameCitations(asked).status).toBe('no-data');
  });
});
