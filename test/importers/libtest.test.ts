import { describe, expect, it } from 'vitest';
import { entryOf, refusalOf, wantedOf, fixture, importText, type Broken } from './import-text.ts';

const text = fixture('libtest-bench.txt');

describe('the output of libtest', () => {
  it('gives medians with the range behind ±, thousands commas and decimals', () => {
    const baseline = importText(text);
    expect(baseline.source).toMatchObject({ format: 'libtest', tool: 'libtest' });
    expect(baseline.entries).toEqual([
      {
        name: 'tests::cache_key_long',
        figure: {
          kind: 'mean',
          statistic: 'median',
          micros: 19.10252,
          spread: { kind: 'range', micros: 5.3872 },
        },
      },
      {
        name: 'tests::cache_key_short',
        figure: { kind: 'mean', statistic: 'median', micros: 0.01107, spread: { kind: 'range', micros: 0.01941 } },
      },
    ]);
  });

  it('reads the whole nanoseconds of older versions', () => {
    const old = text.replace('19,102.52 ns/iter (+/- 5,387.20)', '19,102 ns/iter (+/- 5,387)');
    expect(entryOf(importText(old), 'tests::cache_key_long', 'mean')?.figure).toMatchObject({ micros: 19.102 });
  });

  it('reads several blocks, of which some measured nothing', () => {
    expect(importText(fixture('libtest-zero-measured.txt') + text).entries).toHaveLength(2);
  });

  it('is an error when 0 were measured, which is no empty baseline', () => {
    const zero = fixture('libtest-zero-measured.txt');
    expect(() => importText(zero)).toThrow('Nothing was measured: libtest says "0 measured"');
    expect(() => importText(zero)).toThrow(
      expect.objectContaining({ problems: [expect.objectContaining({ line: 5, file: 'given.txt' })] }),
    );
  });

  const cases: readonly Broken[] = [
    ['an empty file', () => ' \n', 1, /empty file/u],
    ['a block that says "0 measured"', () => fixture('libtest-zero-measured.txt'), 5, /0 measured/u],
    ['another tool’s output', () => fixture('wrk.txt'), 13, /found none/u],
    ['a block without its end', (all) => all.slice(0, all.indexOf('\ntest result')), 2, /cut off/u],
    ['an end in the middle of a line', (all) => all.slice(0, all.indexOf('(+/- 19.41')), 5, /Expected "N ns\/iter/u],
    ['a time that is not a number', (all) => all.replace('11.07', 'NaN'), 5, /got "NaN/u],
    ['a negative time', (all) => all.replace('11.07', '-11.07'), 5, /got "-11.07/u],
    ['a time of 400 digits', (all) => all.replace('11.07', '9'.repeat(400)), 5, /got "9{20}/u],
    ['a range of 400 digits', (all) => all.replace('19.41', '9'.repeat(400)), 5, /got "/u],
    ['a time of zero', (all) => all.replace('11.07 ', '0.00 '), 5, /over 0/u],
    ['commas in the wrong places', (all) => all.replace('19,102.52', '19,10.52'), 4, /got "19,10/u],
    ['another unit', (all) => all.replace('11.07 ns/iter', '11.07 cycles/iter'), 5, /ns\/iter/u],
    ['no range', (all) => all.replace(' (+/- 19.41)', ''), 5, /\(\+\/- N\)/u],
    ['a name twice', (all) => all.replace('cache_key_short', 'cache_key_long'), 5, /already in line 4/u],
    [
      'fewer lines than it says',
      (all) => all.replace(/^test tests::cache_key_long.*\n/mu, ''),
      6,
      /Expected 2 bench lines .* got 1/u,
    ],
  ];

  it.each(cases)('is refused when it is %s, with the line', (...broken) => {
    expect(refusalOf(text, broken, { format: 'libtest' })).toMatchObject(wantedOf(broken));
  });
});
