import { describe, expect, it } from 'vitest';
import { entryOf, refusalOf, wantedOf, fixture, importText, line, type Broken } from './import-text.ts';

const first = fixture('criterion-first-run.txt');
const second = fixture('criterion-second-run-with-change.txt');

describe('criterion’s console text', () => {
  it('is taken for criterion’s although it begins with a block of libtest that measured nothing', () => {
    const { source, entries } = importText(first);
    expect(source).toMatchObject({ format: 'criterion', tool: 'criterion', file: 'given.txt' });
    expect(entries.map(({ name }) => name)).toEqual([
      'fact_cache_hits/single_hit',
      'fact_cache_hits/batch_hits/1',
      'fact_cache_hits/batch_hits/10',
      'fact_cache_hits/batch_hits/100',
      'fact_cache_miss',
      'search_operations/search/PCI DSS encryption requirements',
      'search_operations/search/What is A/B: testing?',
    ]);
  });

  it.each([
    ['fact_cache_hits/single_hit', 0.20546, 0.20281, 0.20874],
    ['fact_cache_hits/batch_hits/10', 2.3603, 2.3008, 2.4173],
    ['fact_cache_miss', 21_665, 21_445, 21_941],
  ])(
    'gives %s in microseconds with its interval, whose confidence the text does not say',
    (name, micros, low, high) => {
      expect(entryOf(importText(first), name, 'mean')?.figure).toEqual({
        kind: 'mean',
        statistic: 'typical',
        micros,
        interval: { low, high },
      });
    },
  );

  it('leaves out changes in per cent and throughput', () => {
    const { entries } = importText(second);
    expect(entries).toHaveLength(7);
    expect(entryOf(importText(second), 'fact_cache_miss', 'mean')?.figure).toMatchObject({ micros: 21_274 });
  });

  it('is read through criterion’s own progress, when both streams went into one file', () => {
    const merged = first.replace(
      'fact_cache_miss         time:',
      'Benchmarking fact_cache_miss: Warming up for 3.0000 s\nBenchmarking fact_cache_miss: Analyzing\nfact_cache_miss         time:',
    );
    expect(importText(merged).entries).toEqual(importText(first).entries);
  });

  it('is read with colours and with the line ends of Windows', () => {
    const coloured = first.replaceAll('time:', '\u001B[1mtime:\u001B[0m').replaceAll('\n', '\r\n');
    expect(importText(coloured).entries).toEqual(importText(first).entries);
  });

  const cases: readonly Broken[] = [
    ['an empty file', () => '', 1, /empty file/u],
    ['bytes that are no text', (text) => text.replace('[202', '\0[202'), 8, /no text/u],
    ['no result at all', (text) => text.replaceAll(/^.*time:.*$/gmu, ''), 36, /found none/u],
    ['a time cut off', (text) => text.slice(0, text.indexOf('208.74')), 8, /three times .*"\[202\.81 ns 205\.46 ns"/u],
    ['two times instead of three', (text) => text.replace('205.46 ns ', ''), 8, /three times/u],
    ['a time without a unit', (text) => text.replace('205.46 ns', '205.46'), 8, /three times/u],
    ['a unit that is no time', (text) => text.replace('205.46 ns', '205.46 cycles'), 8, /three times/u],
    ['a time that is not a number', (text) => text.replace('205.46 ns', 'NaN ns'), 8, /three times/u],
    ['a time of 400 digits', (text) => text.replace('208.74', '9'.repeat(400)), 8, /three times/u],
    ['a negative time', (text) => text.replace('205.46 ns', '-205.46 ns'), 8, /three times/u],
    ['a time of zero', (text) => text.replace('202.81 ns', '0.0000 ns'), 8, /all over 0/u],
    ['a point outside its interval', (text) => text.replace('205.46 ns', '305.46 ns'), 8, /lower ≤ point ≤ upper/u],
    [
      'a result without a name',
      (text) => text.replace('fact_cache_hits/single_hit\n', '\n'),
      8,
      /name of a benchmark/u,
    ],
    ['a name twice', (text) => text.replace('batch_hits/10\n', 'batch_hits/1\n'), 16, /measured already in line 13/u],
    ['two runs in one file', (text) => text + text, 45, /measured already in line 7/u],
    ['an end in the middle of a line', (text) => text.slice(0, text.indexOf('423.67 Kelem')), 18, /cut off/u],
  ];

  it.each(cases)('is refused when it is %s, with the line', (...broken) => {
    expect(refusalOf(first, broken, { format: 'criterion' })).toMatchObject(wantedOf(broken));
  });

  it('says all that is wrong with it at once', () => {
    const broken = line(8, () => '                        time:   [NaN ns NaN ns NaN ns]')(first);
    expect(() => importText(broken.replace('21.445 ms', '31.445 ms'))).toThrow(
      expect.objectContaining({
        problems: [expect.objectContaining({ line: 8 }), expect.objectContaining({ line: 27 })],
      }),
    );
  });
});
