import { describe, expect, it } from 'vitest';
import { createHistogram, type Histogram } from '../../src/recorder/histogram.ts';
import { hgrm } from '../../src/reporters/hgrm.ts';

function histogramOf(values: readonly number[]): Histogram {
  const histogram = createHistogram();
  for (const value of values) histogram.record(value);
  return histogram;
}

describe('hgrm', () => {
  it('prints the percentile distribution in milliseconds', async () => {
    const values = [1_000, 3_000].flatMap((base) => Array.from({ length: 500 }, (_, index) => base + index * 2));
    await expect(hgrm(histogramOf(values))).toMatchFileSnapshot('golden/distribution.hgrm');
  });

  it('says that there was no sample instead of a latency of 0', () => {
    expect(hgrm(createHistogram())).toBe('#[No sample was recorded]\n');
  });

  it('prints every line in the columns that plotters read, ending in a footer', () => {
    const lines = hgrm(histogramOf([22_000, 60_000]))
      .trimEnd()
      .split('\n');
    expect(lines[0]).toBe('       Value     Percentile TotalCount 1/(1-Percentile)');
    const rows = lines.slice(2, -3);
    expect(rows.every((row) => /^ *\d+\.\d{3} \d\.\d{12} +\d+( +\d+\.\d\d)?$/u.test(row))).toBe(true);
    expect(lines.slice(-3).map((line) => line.slice(0, 10))).toEqual(['#[Mean    ', '#[Max     ', '#[Buckets ']);
  });
});
