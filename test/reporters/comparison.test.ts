import { describe, expect, it } from 'vitest';
import { compareReports } from '../../src/judge/compare.ts';
import type { Comparison } from '../../src/judge/comparison.ts';
import type { RunReport } from '../../src/report/run-report.ts';
import { comparisonMarkdown } from '../../src/reporters/comparison-markdown.ts';
import { comparisonText } from '../../src/reporters/comparison-text.ts';
import { buildReport } from '../report/build-report.ts';
import { golden } from './golden.ts';
import { hostileText } from './hostile-text.ts';

const before = buildReport({
  id: '2026-01-30-120000-sla',
  traffic: [{ hitMicros: 40_000, missMicros: 500_000, hitRate: 0.4, ratePerSecond: 100 }],
  target: { version: '0.9.0' },
});
const after = buildReport();
const plain = { color: false, width: 100 };

function sidesBySide(changed: Partial<RunReport>): string {
  return comparisonText(compareReports(before, { ...after, ...changed }), plain);
}

const example: Comparison = {
  label: 'descriptive: no interval',
  digest: before.plan.digest,
  latency: 'service',
  before: {
    id: 'pre-integration',
    startedAt: before.startedAt,
    target: 'https://fact.example/v1',
    runs: 5,
    aborted: false,
  },
  after: { id: after.id, startedAt: after.startedAt, target: 'reference target', runs: 1, aborted: true },
  differences: [
    { what: 'target', before: 'https://fact.example/v1', after: 'reference target' },
    { what: 'machine cpuModel', before: 'AMD EPYC 7763 64-Core Processor', after: 'Intel(R) Xeon(R) Platinum 8370C' },
  ],
  classes: [
    {
      cacheClass: 'hit',
      figures: [
        { name: 'count', unit: 'count', before: 51_262, after: 10_901, changePercent: -78.73 },
        { name: 'p50', unit: 'ms', before: 12, after: 12.0001, changePercent: 0.0008 },
        { name: 'p95', unit: 'ms', before: 45.6, after: 13.63, changePercent: -70.1 },
        { name: 'p99.9', unit: 'ms', before: 45.98 },
      ],
    },
    { cacheClass: 'all', figures: [{ name: 'p95', unit: 'ms', before: 80, after: 1_250, changePercent: 1462.5 }] },
  ],
  totals: [
    { name: 'hit rate', unit: 'share', before: 0.4207, after: 0.9084, changePercent: 115.9 },
    { name: 'error rate', unit: 'share', before: 0, after: 0.0004 },
    { name: 'throughput', unit: 'per second', before: 99.96, after: 1_810.2, changePercent: 1710.9 },
  ],
};

describe('a comparison', () => {
  it('is as the golden text, within 100 columns', () => {
    const text = comparisonText(example, plain);
    expect(text).toBe(golden('comparison.txt', text));
    expect(text.split('\n').filter((line) => line.length > 100)).toEqual([]);
  });

  it('is as the golden Markdown', () => {
    const text = comparisonMarkdown(example);
    expect(text).toBe(golden('comparison.md', text));
  });

  it('says that it decides nothing', () => {
    const comparison = compareReports(before, after);
    for (const text of [comparisonText(comparison, plain), comparisonMarkdown(comparison)])
      expect(text).toContain('descriptive: no interval; nothing is decided here');
  });

  it('shows – for a class that one side never saw, and no change', () => {
    const text = sidesBySide({ runs: buildReport({ traffic: [{ hitRate: 0 }] }).runs });
    const [hits = ''] = text.split('miss, service time');
    expect(hits).toMatch(/p95 +45\.\d\d ms +– +–\n/u);
    expect(text).not.toMatch(/NaN|Infinity|undefined/u);
  });

  it('shows no difference in the same run twice', () => {
    const text = comparisonText(compareReports(after, after), plain);
    expect(text).not.toContain('not the same on both sides');
    expect(text).not.toMatch(/[+−]\d/u);
  });

  it('lets nothing in from outside that steers a terminal', () => {
    const machine = { ...after.machine, cpuModel: hostileText };
    expect(sidesBySide({ machine })).not.toMatch(/[^\P{C}\n]/u);
  });
});
