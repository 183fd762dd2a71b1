import { describe, expect, it } from 'vitest';
import { csv } from '../../src/reporters/csv.ts';
import type { RunReport } from '../../src/report/run-report.ts';
import { buildReport } from '../report/build-report.ts';
import { exampleReports } from './example-reports.ts';
import { golden } from './golden.ts';

/** Rows by column; good for reports whose names need no quotes. */
function rowsOf(report: RunReport): Record<string, string>[] {
  const [head = '', ...lines] = csv(report).trimEnd().split('\n');
  const columns = head.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, index) => [columns[index] ?? '', cell])));
}

describe('the CSV summary', () => {
  it.each(exampleReports)('of a run that is %s is as the golden file', (name, report) => {
    const text = csv(report);
    expect(text).toBe(golden(`summary-${name}.csv`, text));
    expect(text).not.toMatch(/NaN|undefined|Infinity|null/u);
  });

  it('leaves empty what was not measured: no quantile of nothing, no hit rate without a success', () => {
    const rows = rowsOf(buildReport({ traffic: [{ seconds: 0, failures: { refused: 5 } }] }));
    expect(rows[0]).toMatchObject({ requests: '5', failed: '5', hit_rate: '', requests_per_s: '', in_flight_min: '' });
    expect(rows.find(({ latency, class: name }) => latency === 'service' && name === 'hit')).toMatchObject({
      count: '0',
      p50_ms: '',
      p95_ms: '',
      max_ms: '',
      mean_ms: '',
    });
  });

  it('has a row of totals and one for each class and latency, per run and for all runs', () => {
    const rows = rowsOf(buildReport({ traffic: [{}, {}] }));
    expect(rows.map(({ run }) => run)).toEqual(['1', '2', 'all'].flatMap((run) => Array<string>(13).fill(run)));
    const counts = rows.filter(({ class: name, latency }) => name === 'hit' && latency === 'service');
    expect(Number(counts[0]?.['count']) + Number(counts[1]?.['count'])).toBe(Number(counts[2]?.['count']));
  });

  it('writes milliseconds and shares of 1', () => {
    const [totals, hits] = rowsOf(buildReport({ traffic: [{ hitRate: 1 }] }));
    expect(totals).toMatchObject({ hit_rate: '1', duration_s: '30' });
    expect(Number(hits?.['p95_ms'])).toBeGreaterThan(12);
    expect(Number(hits?.['p95_ms'])).toBeLessThan(14);
  });

  it('lets no scenario name become a formula or another column', () => {
    const report = buildReport({ scenario: { name: '=HYPERLINK("http://e.example","x"),1\n2' } });
    const [, line = ''] = csv(report).split(/\n(?=2026)/u);
    expect(line).toContain(`"'=HYPERLINK(""http://e.example"",""x""),1\n2"`);
  });
});
