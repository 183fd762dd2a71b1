import { describe, expect, it } from 'vitest';
import { refusalOf, wantedOf, fixture, importText, problemsOf, type Broken } from './import-text.ts';

const text = fixture('criterion-bencher-format.txt');
const libtest = fixture('libtest-bench.txt');

describe('criterion’s bencher output', () => {
  it('gives medians with the standard deviation behind ±, and names with spaces and colons', () => {
    const { source, entries } = importText(text);
    expect(source).toMatchObject({ format: 'bencher', tool: 'criterion' });
    expect(entries).toHaveLength(7);
    expect(entries[4]).toEqual({
      name: 'fact_cache_miss',
      figure: {
        kind: 'mean',
        statistic: 'median',
        micros: 21_205.095,
        spread: { kind: 'standard-deviation', micros: 361.035 },
      },
    });
    expect(entries[6]?.name).toBe('search_operations/search/What is A/B: testing?');
  });

  it('is told from a block of libtest that measured nothing in the same file', () => {
    expect(importText(fixture('libtest-zero-measured.txt') + text).source.format).toBe('bencher');
  });

  it('is not guessed when the same file holds benchmarks of libtest: the candidates are named', () => {
    const [problem] = problemsOf(() => importText(libtest + text));
    expect(problem?.message).toContain('libtest');
    expect(problem?.message).toContain('bencher');
    expect(problem?.hint).toContain('--format libtest|bencher');
    expect(importText(libtest + text, { format: 'bencher' }).entries).toHaveLength(7);
    expect(importText(libtest + text, { format: 'libtest' }).entries).toHaveLength(2);
  });

  const cases: readonly Broken[] = [
    ['an empty file', () => '\n', 1, /empty file/u],
    ['the output of libtest', () => libtest, 7, /outside of libtest’s blocks/u],
    ['another tool’s output', () => fixture('wrk.txt'), 13, /found none/u],
    ['an end behind the name', (all) => all.slice(0, all.indexOf('bench:         228')), 1, /cut off/u],
    ['an end in the middle of a figure', (all) => all.slice(0, all.indexOf('ns/iter (+/- 26')), 2, /Expected "N ns/u],
    ['a time that is not a number', (all) => all.replace('21205095', 'NaN'), 6, /got "NaN/u],
    ['a negative time', (all) => all.replace('21205095', '-1'), 6, /got "-1/u],
    ['a time of 400 digits', (all) => all.replace('21205095', '9'.repeat(400)), 6, /got "9{20}/u],
    ['a deviation of 400 digits', (all) => all.replace('361035', '9'.repeat(400)), 6, /got "/u],
    ['a time of zero', (all) => all.replace(' 92 ns', ' 0 ns'), 9, /over 0/u],
    ['an exponent', (all) => all.replace('21205095', '2.1e7'), 6, /got "2.1e7/u],
    ['another unit', (all) => all.replace('228 ns', '228 ms'), 1, /ns\/iter/u],
    ['no deviation', (all) => all.replace(' (+/- 24)', ''), 1, /\(\+\/- N\)/u],
    ['a name twice', (all) => all.replace('batch_hits/10 ', 'batch_hits/1 '), 3, /already in line 2/u],
  ];

  it.each(cases)('is refused when it is %s, with the line', (...broken) => {
    expect(refusalOf(text, broken, { format: 'bencher' })).toMatchObject(wantedOf(broken));
  });
});
