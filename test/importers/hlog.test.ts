import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHistogram, decodeHistogram, type Histogram } from '../../src/recorder/histogram.ts';
import { hlogHeader } from '../../src/reporters/hlog.ts';
import { entryOf, refusalOf, wantedOf, fixture, importText, line, problemsOf, type Broken } from './import-text.ts';

const text = fixture('hitgate.hlog');
const lines = text.trimEnd().split('\n');

function histogramOf(values: readonly number[]): Histogram {
  const histogram = createHistogram();
  for (const value of values) histogram.record(value);
  return histogram;
}

function imported(log: string, name: string, changes = {}): Histogram {
  const figure = entryOf(importText(log, changes), name, 'histogram')?.figure;
  if (figure?.kind !== 'histogram') throw new Error(`Expected a histogram of ${name}`);
  return decodeHistogram(figure.encoded);
}

function logOf(tag: string, ...parts: readonly Histogram[]): string {
  return (
    hlogHeader({ hitgateVersion: '0.1.0', wallMillis: 1_700_000_000_000 }) +
    parts.map((part, second) => `${tag},${second}.000,1.000,1.000,${part.encode()}\n`).join('')
  );
}

describe('an HDR log', () => {
  it('gives a histogram of each class and of all, without the warm-up, with time and version', () => {
    const baseline = importText(text);
    expect(baseline.source).toMatchObject({
      format: 'hlog',
      tool: 'hitgate',
      toolVersion: '0.1.0',
      takenAt: '2026-11-24T03:58:56.635Z',
    });
    expect(
      baseline.entries.map(({ name, latency, figure }) => [name, latency, figure.kind === 'histogram' && figure.count]),
    ).toEqual([
      ['hit', 'service', 162_792],
      ['miss', 'service', 18_152],
      ['all', 'service', 180_944],
    ]);
    expect(baseline.notes).toContain('the warm-up of the log is left out');
  });

  it('has the same quantiles as what hitgate wrote', () => {
    const micros = fc.integer({ min: 0, max: 3_000_000_000 });
    fc.assert(
      fc.property(
        fc.array(micros, { minLength: 1, maxLength: 50 }),
        fc.array(micros, { minLength: 1, maxLength: 50 }),
        (one, other) => {
          const both = histogramOf([...one, ...other]);
          expect(imported(logOf('Tag=hit', histogramOf(one), histogramOf(other)), 'hit').encode()).toBe(both.encode());
        },
      ),
      { numRuns: 25 },
    );
  });

  it('tells response times from service times', () => {
    const log =
      logOf('Tag=hit', histogramOf([5_000])) +
      logOf('Tag=hit.response', histogramOf([9_000]))
        .split('\n')
        .slice(-2)
        .join('\n');
    expect(importText(log).entries.map(({ name, latency }) => `${name} ${latency}`)).toEqual([
      'hit service',
      'hit response',
      'all service',
      'all response',
    ]);
  });

  it('keeps the class that was asked for, and names those it has when there is no such one', () => {
    expect(importText(text, { cacheClass: 'hit' }).entries.map(({ name }) => name)).toEqual(['hit']);
    const misses = logOf('Tag=miss', histogramOf([5_000]));
    expect(problemsOf(() => importText(misses, { cacheClass: 'hit' }))[0]?.message).toBe(
      'Expected answers of the class hit, found miss, all',
    );
  });

  it('must be told the unit when another tool wrote it, and converts it', () => {
    const nanos = histogramOf([1_000_000, 2_000_000]);
    const other = `#[Histogram log format version 1.3]\n0.000,1.000,2.000,${nanos.encode()}\n`;
    expect(problemsOf(() => importText(other))[0]).toMatchObject({ line: 1, hint: expect.stringContaining('--unit') });
    expect(imported(other, 'all', { unit: 'ns' }).max).toBeGreaterThanOrEqual(2_000);
    expect(imported(other, 'all', { unit: 'ns' }).max).toBeLessThan(2_003);
    expect(imported(other, 'all', { unit: 'us' }).encode()).toBe(nanos.encode());
  });

  it('keeps the tags of other tools as names without a class', () => {
    const log = logOf('Tag=login', histogramOf([5_000]));
    expect(importText(log).entries).toMatchObject([{ name: 'login' }]);
    expect(importText(log, { cacheClass: 'hit' }).entries).toMatchObject([{ name: 'login', cacheClass: 'hit' }]);
  });

  const payload = /HISTF[^\n]*/u;
  const cases: readonly Broken[] = [
    ['an empty file', () => '', 1, /empty file/u],
    ['a header alone', (all) => `${all.split('\n').slice(0, 8).join('\n')}\n`, 8, /found none/u],
    [
      'cut off after its warm-up',
      (all) => `${all.slice(0, all.indexOf('\n', all.indexOf('Tag=warmup.')))}\n`,
      lines.findIndex((each) => each.startsWith('Tag=warmup.')) + 1,
      /only a warm-up/u,
    ],
    ['cut off in the middle of a histogram', (all) => all.trimEnd().slice(0, -40), lines.length, /no HDR histogram/u],
    [
      'cut off before a histogram',
      (all) => all.slice(0, all.lastIndexOf(',HISTF')),
      lines.length,
      /Expected "\[Tag=NAME,\]start/u,
    ],
    ['cut off at a line end', (all) => all.trimEnd(), lines.length, /no line end/u],
    ['a histogram that is none', line(9, (each) => each.replace(payload, 'HISTFAAAA')), 9, /no HDR histogram/u],
    [
      'a histogram with a damaged byte',
      line(9, (each) => `${each.slice(0, -30)}${each.at(-30) === 'A' ? 'B' : 'A'}${each.slice(-29)}`),
      9,
      /no HDR histogram/u,
    ],
    [
      'a histogram of the first version',
      line(9, (each) => each.replace('HISTFAAAA', 'HISTIAAAA')),
      9,
      /no HDR histogram/u,
    ],
    ['a column missing', line(10, (each) => each.replace(',1.000,', ',')), 10, /start,length,max,histogram/u],
    ['a start that is not a number', line(10, (each) => each.replace('1.429', 'NaN')), 10, /start,length,max/u],
    ['a negative length', line(10, (each) => each.replace(',1.000,', ',-1.000,')), 10, /start,length,max/u],
    ['lines of something else', line(10, () => 'Running 1s test'), 10, /got "Running 1s test"/u],
    ['without its unit', (all) => all.replace(/^#\[Values are .*\n/mu, ''), 1, /unit/u],
  ];

  it.each(cases)('is refused when it is %s, with the line', (...broken) => {
    expect(refusalOf(text, broken, { format: 'hlog' })).toMatchObject(wantedOf(broken));
  });

  it('is refused with a unit that is not the one that it says', () => {
    expect(problemsOf(() => importText(text, { unit: 'ns' }))[0]).toMatchObject({ line: 6 });
  });
});
