import { describe, expect, it } from 'vitest';
import { HitgateError } from '../../src/errors.ts';
import { createHistogram } from '../../src/recorder/histogram.ts';
import type { ComparableSide } from '../../src/report/comparable-side.ts';
import { compareImported } from '../../src/report/compare-imported.ts';
import { classHistogram } from '../../src/report/class-histogram.ts';
import type { ImportedComparison, ImportedRow } from '../../src/report/imported-comparison.ts';
import { hgrm } from '../../src/reporters/hgrm.ts';
import type { ImportSettings } from '../../src/importers/import-baseline.ts';
import { fixture, fixtureFolder, importSource, importText } from '../importers/import-text.ts';
import { buildReport } from './build-report.ts';

const report = buildReport();
const run: ComparableSide = { kind: 'run', name: 'latest', report };

function side(name: string, text: string, changes: Partial<ImportSettings> = {}): ComparableSide {
  return { kind: 'imported', name, baseline: importText(text, changes) };
}

function folder(): ComparableSide {
  const source = { kind: 'folder', path: 'target-criterion', files: fixtureFolder('target-criterion') } as const;
  return { kind: 'imported', name: 'benches', baseline: importSource(source) };
}

function rowOf(comparison: ImportedComparison, group: string, name: string): ImportedRow | undefined {
  return comparison.groups.find((each) => each.name === group)?.figures.find((row) => row.name === name);
}

function refusal(before: ComparableSide, after: ComparableSide): HitgateError {
  try {
    compareImported(before, after);
  } catch (error) {
    if (error instanceof HitgateError) return error;
    throw error;
  }
  throw new Error('Expected a refusal');
}

const first = side('first', fixture('criterion-first-run.txt'));
const second = side('second', fixture('criterion-second-run-with-change.txt'));

describe('means beside means', () => {
  it('are paired by benchmark, with the interval of their ratio', () => {
    const comparison = compareImported(first, second);
    expect(comparison.groups).toHaveLength(7);
    const row = rowOf(comparison, 'fact_cache_miss', 'typical');
    expect(row).toMatchObject({ before: { value: 21_665 }, after: { value: 21_274 } });
    expect(row?.changePercent).toBeCloseTo(-1.805, 3);
    // Both errors on the logarithmic scale: ln(21.941/21.445)/2 and ln(21.313/21.245)/2 add as squares to 0.011546.
    expect(row?.changeInterval?.low).toBeCloseTo(-2.932, 2);
    expect(row?.changeInterval?.high).toBeCloseTo(-0.665, 2);
    expect(comparison.leftOut).toEqual([]);
  });

  it('of criterion’s text go with the slope of its folder, and with the mean where there is no slope', () => {
    const comparison = compareImported(folder(), first);
    expect(rowOf(comparison, 'fact_cache_hits/single_hit', 'slope / typical')).toBeDefined();
    expect(rowOf(comparison, 'fact_cache_miss', 'mean / typical')).toBeDefined();
    expect(comparison.leftOut.join()).toContain('which benches does not have');
  });

  it('of libtest have no interval, because a range is none', () => {
    const text = fixture('libtest-bench.txt');
    const row = rowOf(compareImported(side('one', text), side('other', text)), 'tests::cache_key_long', 'median');
    expect(row).toMatchObject({ changePercent: 0 });
    expect(row?.changeInterval).toBeUndefined();
  });
});

describe('a histogram beside a run', () => {
  const own = classHistogram(report.runs, { cacheClass: 'hit', latency: 'service' });
  const log = `#[Values are microseconds]\nTag=hit,0.0,1.0,1.0,${own.encode()}\n`;

  it('of the same samples shows no change, within an interval that encloses none', () => {
    const comparison = compareImported(side('before', log, { format: 'hlog' }), run);
    const group = comparison.groups.find(({ cacheClass }) => cacheClass === 'hit');
    expect(group).toMatchObject({ latency: 'service' });
    const p95 = group?.figures.find(({ name }) => name === 'p95');
    expect(p95?.changePercent).toBe(0);
    expect(p95?.changeInterval?.low).toBeLessThan(0);
    expect(p95?.changeInterval?.high).toBeGreaterThan(0);
  });

  it('leaves the run’s other classes alone, and calls its interval suggestive', () => {
    const comparison = compareImported(side('before', log, { format: 'hlog', cacheClass: 'hit' }), run);
    expect(comparison.groups.map(({ name }) => name)).toEqual(['hit']);
    expect(comparison.leftOut).toEqual([]);
    expect(comparison.notes.join()).toContain('suggestive');
    expect(comparison.label).toBe('descriptive: nothing is decided here');
  });

  it('gives no percentile that has no sample beyond it on either side', () => {
    const few = createHistogram();
    for (let each = 1; each <= 20; each += 1) few.record(each * 1_000);
    const text = `Tag=hit,0.0,1.0,1.0,${few.encode()}\n`;
    const { groups } = compareImported(side('few', text, { format: 'hlog', unit: 'us', cacheClass: 'hit' }), run);
    expect(groups[0]?.figures.map(({ name }) => name)).toEqual(['n', 'mean', 'p50', 'p75', 'p90', 'p95', 'max']);
  });

  it('that is a percentile distribution gives two ends where it is not exact', () => {
    const given = side('given', hgrm(own), { cacheClass: 'hit' });
    const figures = compareImported(given, run).groups[0]?.figures ?? [];
    const p95 = figures.find(({ name }) => name === 'p95');
    const p99 = figures.find(({ name }) => name === 'p99');
    expect(p95?.before).toEqual({ value: own.valueAtQuantile(0.95) });
    expect(p99?.before.from ?? p99?.before.value).toBeLessThanOrEqual(own.valueAtQuantile(0.99) ?? 0);
    expect(p99?.before.value).toBeGreaterThanOrEqual(own.valueAtQuantile(0.99) ?? 0);
  });

  it('with ten times the latency is far outside the interval', () => {
    const slow = createHistogram();
    for (const { toMicros, count } of own.buckets()) slow.recordTimes(toMicros * 10, count);
    const text = `Tag=hit,0.0,1.0,1.0,${slow.encode()}\n`;
    const { groups } = compareImported(side('slow', text, { format: 'hlog', unit: 'us', cacheClass: 'hit' }), run);
    const p50 = groups[0]?.figures.find(({ name }) => name === 'p50');
    expect(p50?.changePercent).toBeCloseTo(-90, 0);
    expect(p50?.changeInterval?.high).toBeLessThan(-85);
  });
});

describe('percentiles beside a run', () => {
  it('are compared at their own names, without an interval', () => {
    const comparison = compareImported(side('wrk', fixture('wrk.txt')), run);
    const names = comparison.groups.find(({ name }) => name === 'all')?.figures.map(({ name }) => name);
    expect(names).toEqual(['n', 'mean', 'p50', 'p75', 'p90', 'p99', 'max']);
    expect(comparison.groups.flatMap(({ figures }) => figures).filter(({ changeInterval }) => changeInterval)).toEqual(
      [],
    );
    expect(rowOf(comparison, 'requests', 'throughput')?.before.value).toBe(102.91);
  });

  it('go with the class that the user named', () => {
    const { groups } = compareImported(side('wrk', fixture('wrk.txt'), { cacheClass: 'miss' }), run);
    expect(groups[0]).toMatchObject({ name: 'miss', cacheClass: 'miss', latency: 'service' });
  });

  it('keep corrected and uncorrected latencies apart', () => {
    const { groups } = compareImported(side('wrk2', fixture('wrk2.txt')), run);
    expect(groups.filter(({ name }) => name === 'all').map(({ latency }) => latency)).toEqual(['response', 'service']);
  });

  it('leave out those that too few samples support', () => {
    const { groups } = compareImported(side('autocannon', fixture('autocannon.json')), run);
    expect(groups[0]?.figures.map(({ name }) => name)).not.toContain('p99.9');
  });
});

describe('what is not alike', () => {
  it.each([
    ['a run', run],
    ['percentiles', side('wrk', fixture('wrk.txt'))],
    ['a histogram', side('k6', fixture('k6.csv'))],
  ])('is refused: a mean beside %s, with the reason', (_, other) => {
    for (const error of [refusal(first, other), refusal(other, first)]) {
      expect(error).toMatchObject({ code: 'E_NOT_ALIKE', exitCode: 2 });
      expect(error.message).toContain('a mean of batches says nothing about a percentile');
      expect(error.hint).toContain('--class');
    }
  });

  it('is refused: means of other benchmarks', () => {
    expect(refusal(first, side('libtest', fixture('libtest-bench.txt'))).message).toContain('does not have');
  });

  it('is refused: latencies of another class', () => {
    const hits = side('hits', fixture('wrk.txt'), { cacheClass: 'hit' });
    const misses = side('misses', fixture('wrk.txt'), { cacheClass: 'miss' });
    expect(refusal(hits, misses).message).toContain('nothing alike');
  });
});

it('says of what neither side speaks, and what differs', () => {
  const comparison = compareImported(side('wrk', fixture('wrk.txt')), side('autocannon', fixture('autocannon.json')));
  expect(comparison.differences.map(({ what }) => what)).toEqual(['measured by', 'target']);
  expect(comparison.notes.join()).toContain('neither side says its machine, request sequence');
});
