import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHistogram, decodeHistogram, type Histogram } from '../../src/recorder/histogram.ts';
import { hgrm } from '../../src/reporters/hgrm.ts';
import { refusalOf, wantedOf, fixture, importText, line, type Broken } from './import-text.ts';

const text = fixture('hitgate-hit.hgrm');

/** The histogram at the highest values, and at the lowest. */
function imported(distribution: string, changes = {}): { readonly high: Histogram; readonly low: Histogram } {
  const figure = importText(distribution, { format: 'hgrm', ...changes }).entries[0]?.figure;
  if (figure?.kind !== 'histogram') throw new Error('Expected a histogram');
  return { high: decodeHistogram(figure.encoded), low: decodeHistogram(figure.lowest ?? figure.encoded) };
}

describe('an HDR percentile distribution', () => {
  it('gives a histogram of all, in milliseconds unless told', () => {
    const baseline = importText(text);
    expect(baseline.source).toMatchObject({ format: 'hgrm' });
    expect(baseline.entries).toMatchObject([{ name: 'all', cacheClass: 'all', figure: { count: 162_792 } }]);
    expect(baseline.notes.join()).toContain('taken as milliseconds');
    expect(imported(text).high.max).toBe(52_799);
    expect(imported(text, { unit: 'us' }).high.max).toBe(53);
  });

  it('has the same p50, p75, p90, p95 and maximum as the run that wrote it, because they are rows of it', () => {
    const { high, low } = imported(text);
    for (const [share, micros] of [
      [0.5, 12_631],
      [0.75, 13_079],
      [0.9, 13_663],
      [0.95, 14_503],
      [1, 52_799],
    ] as const) {
      expect(high.valueAtQuantile(share)).toBe(micros);
      expect(low.valueAtQuantile(share)).toBe(micros);
    }
  });

  it('encloses every sample of what hitgate wrote, and hits those that are rows', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 100_000_000 }), { minLength: 1, maxLength: 200 }), (values) => {
        const original = createHistogram();
        for (const value of values) original.record(value);
        const { high, low } = imported(hgrm(original));
        expect(high.count).toBe(values.length);
        expect(low.count).toBe(values.length);
        for (let rank = 1; rank <= values.length; rank += 1) {
          const value = original.valueAtRank(rank) ?? 0;
          expect(high.valueAtRank(rank)).toBeGreaterThanOrEqual(value);
          expect(low.valueAtRank(rank)).toBeLessThanOrEqual(value);
        }
        for (const share of [0, 0.5, 0.75, 0.9, 0.95, 1]) {
          expect(high.valueAtQuantile(share)).toBe(original.valueAtQuantile(share));
          expect(low.valueAtQuantile(share)).toBe(original.valueAtQuantile(share));
        }
      }),
      { numRuns: 50 },
    );
  });

  const rows = text.trimEnd().split('\n');
  const footer = rows.findIndex((each) => each.includes('Total count')) + 1;
  const cases: readonly Broken[] = [
    ['an empty file', () => '', 1, /empty file/u],
    ['of a class without a sample', () => hgrm(createHistogram()), 1, /No sample was recorded/u],
    ['without its header', (all) => all.split('\n').slice(1).join('\n'), 2, /Expected the header/u],
    ['a header alone', (all) => all.slice(0, all.indexOf('\n') + 1), 1, /found none/u],
    [
      'cut off in a row',
      (all) => all.slice(0, all.indexOf('12.143 0.2') + 9),
      5,
      /got "12\.143 0\.\.?"|last row|Expected a row/u,
    ],
    ['cut off between rows', (all) => `${all.split('\n').slice(0, 20).join('\n')}\n`, 20, /last row at 1\.000000/u],
    [
      'without its footer',
      (all) => all.slice(0, all.indexOf('#[Mean')),
      rows.findIndex((each) => each.startsWith('#[Mean')),
      /footer/u,
    ],
    [
      'a footer of another count',
      (all) => all.replace(/Total count( +)= +162792/u, 'Total count$1= 162791'),
      footer,
      /Expected a total count of 162792/u,
    ],
    ['a value that is not a number', line(4, (each) => each.replace('11.911', '   NaN')), 4, /got "NaN/u],
    ['a negative value', line(4, (each) => each.replace('11.911', '-1.911')), 4, /got "-1\.911/u],
    ['a percentile over 1', line(4, (each) => each.replace('0.1000', '1.1000')), 4, /percentile \(0 to 1\)/u],
    ['a count of zero', line(4, (each) => each.replace('16387', '    0')), 4, /Expected a row/u],
    ['a value that falls', line(4, (each) => each.replace('11.911', '10.911')), 4, /not to fall from row to row/u],
    ['a percentile that falls', line(5, (each) => each.replace('0.2000', '0.0500')), 5, /not to fall/u],
    ['a count that falls', line(5, (each) => each.replace('32792', '    2')), 5, /not to fall/u],
    [
      'nothing but zeros',
      (all) => all.replaceAll(/^ +\d+\.\d{3} /gmu, '       0.000 '),
      footer - 2,
      /Every value is 0/u,
    ],
    ['two distributions', (all) => all + all, rows.length + 1, /Expected a row/u],
    ['the comma-separated form', (all) => all.replaceAll(/(?<=\d) +(?=\d)/gu, ','), 3, /Expected a row/u],
  ];

  it.each(cases)('is refused when it is %s, with the line', (...broken) => {
    expect(refusalOf(text, broken, { format: 'hgrm' })).toMatchObject(wantedOf(broken));
  });

  it('is refused when its unit would make hours of it', () => {
    expect(() => importText(text, { unit: 's', format: 'hgrm' })).not.toThrow();
    expect(() => importText(text.replaceAll('52.799', '99999.000'), { unit: 's', format: 'hgrm' })).toThrow(
      'up to an hour',
    );
  });
});
