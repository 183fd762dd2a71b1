import { describe, expect, it } from 'vitest';
import { createHistogram } from '../../src/recorder/histogram.ts';
import { hgrm } from '../../src/reporters/hgrm.ts';

function encoded(values: readonly number[]): string {
  const histogram = createHistogram();
  for (const value of values) histogram.record(value);
  return histogram.encode();
}

describe('hgrm', () => {
  it('prints the percentile distribution of all runs together, in milliseconds', async () => {
    const runs = [1_000, 3_000].map((base) => encoded(Array.from({ length: 500 }, (_, index) => base + index * 2)));
    await expect(hgrm(runs)).toMatchFileSnapshot('golden/two-runs.hgrm');
  });

  it.each([[[]], [[encoded([])]]])('is nothing when there was no sample', (histograms) => {
    expect(hgrm(histograms)).toBeUndefined();
  });

  it('prints every line in the columns that plotters read, ending in a footer', () => {
    const lines = (hgrm([encoded([22_000, 60_000])]) ?? '').trimEnd().split('\n');
    expect(lines[0]).toBe('       Value     Percentile TotalCount 1/(1-Percentile)');
    const rows = lines.slice(2, -3);
    expect(rows.every((row) => /^ *\d+\.\d{3} \d\.\d{12} +\d+( +\d+\.\d\d)?$/u.test(row))).toBe(true);
    expect(lines.slice(-3).map((line) => line.slice(0, 10))).toEqual(['#[Mean    ', '#[Max     ', '#[Buckets ']);
  });
});
