import { describe, expect, it } from 'vitest';
import { compareReports } from '../../src/judge/comparison/compare.ts';
import type { Comparison } from '../../src/judge/comparison/comparison.ts';
import type { RunReport } from '../../src/report/run-report.ts';
import { comparisonJunit } from '../../src/reporters/comparison-junit.ts';
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
  return comparisonText(compareReports(before, { ...after, ...changed }), { ...plain, detailed: true });
}

const example: Comparison = {
  outcome: 'REGRESSED',
  reason: 'p(95){cache:hit}: +15.2 % (between +13.8 % and +16.7 %): over the margin, 10 % higher',
  evidence: 'pairs',
  reservations: ['advisory: the sides ran on different machines (cpuModel)'],
  validity: [],
  digest: before.plan.digest,
  latency: 'service',
  before: {
    id: 'pre-integration',
    startedAt: before.startedAt,
    target: 'https://fact.example/v1',
    runs: 7,
    aborted: false,
  },
  after: { id: after.id, startedAt: after.startedAt, target: 'reference target', runs: 7, aborted: true },
  differences: [
    { what: 'target', before: 'https://fact.example/v1', after: 'reference target' },
    { what: 'machine cpuModel', before: 'AMD EPYC 7763 64-Core Processor', after: 'Intel(R) Xeon(R) Platinum 8370C' },
  ],
  gates: [
    {
      name: 'p(95){cache:hit}',
      metric: { kind: 'quantile', quantile: 0.95, cacheClass: 'hit' },
      scale: 'ratio',
      unit: 'ms',
      worse: 'greater',
      margin: 0.1,
      asked: true,
      status: 'regressed',
      before: 13.1,
      after: 15.09,
      change: 0.152,
      interval: { low: 0.138, high: 0.167, method: 't interval over 7 pairs' },
      n: 7,
      detectable: 0.031,
      adjustedP: 0.0004,
      reason: '+15.2 % (between +13.8 % and +16.7 %): over the margin, 10 % higher',
    },
    {
      name: 'p(95){cache:miss}',
      metric: { kind: 'quantile', quantile: 0.95, cacheClass: 'miss' },
      scale: 'ratio',
      unit: 'ms',
      worse: 'greater',
      margin: 0.1,
      asked: false,
      status: 'inconclusive',
      before: 80,
      after: 84.2,
      change: 0.0525,
      interval: { low: -0.02, high: 0.13, method: 't interval over 7 pairs' },
      n: 7,
      detectable: 0.12,
      adjustedP: 0.6,
      reason:
        '+5.3 % (between −2.0 % and +13.0 %): too uncertain for the margin, 10 % higher; 7 like these find a change of 12.0 % four times in five',
    },
    {
      name: 'cache_hit_rate',
      metric: { kind: 'hit rate' },
      scale: 'points',
      unit: 'share',
      worse: 'less',
      margin: 0.01,
      asked: false,
      status: 'improved',
      before: 0.4207,
      after: 0.9084,
      change: 0.4877,
      interval: { low: 0.48, high: 0.495, method: 't interval over 7 pairs' },
      n: 7,
      detectable: 0.004,
      adjustedP: 1,
      reason: '+48.77 points (between +48.00 points and +49.50 points): better',
    },
    {
      name: 'p(99){cache:miss}',
      metric: { kind: 'quantile', quantile: 0.99, cacheClass: 'miss' },
      scale: 'ratio',
      unit: 'ms',
      worse: 'greater',
      margin: 0.1,
      asked: true,
      status: 'no-data',
      before: 90,
      n: 0,
      reason: 'nothing was recorded after, or too little for this figure',
    },
  ],
  claims: [
    {
      name: 'availability at least 99.9 %',
      status: 'holds',
      claimed: 0.999,
      observed: 1,
      interval: { low: 0.9997, high: 1 },
      reason: '0 of 10 901 requests failed (availability between 99.97 % and 100 %)',
    },
  ],
  meanChange: { totalMillis: -31.25, byHitRateMillis: -33.1, byHitsMillis: 1.5, byMissesMillis: 0.35 },
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
    const text = comparisonText(example, { ...plain, folder: 'reports/2026-01-31-120000-ab-sla' });
    expect(text).toBe(golden('comparison.txt', text));
    expect(text.split('\n').filter((line) => line.length > 100)).toEqual([]);
  });

  it('shows every class and quantile when asked', () => {
    const text = comparisonText(example, { ...plain, detailed: true });
    expect(text).toBe(golden('comparison-detailed.txt', text));
  });

  it('fits 60 columns', () => {
    const text = comparisonText(example, { color: false, width: 60 });
    expect(text.split('\n').filter((line) => line.length > 60 && !line.startsWith('digest'))).toEqual([]);
  });

  it('is as the golden Markdown', () => {
    const text = comparisonMarkdown(example);
    expect(text).toBe(golden('comparison.md', text));
  });

  it('is as the golden JUnit', () => {
    const text = comparisonJunit({ ...example, reservations: [] });
    expect(text).toBe(golden('comparison.xml', text));
  });

  it('is neither green nor red when it decides nothing by itself', () => {
    const colored = comparisonText(example, { color: true, width: 100 });
    expect(colored.startsWith('\u001B[33mREGRESSED')).toBe(true);
    const decided = comparisonText({ ...example, reservations: [] }, { color: true, width: 100 });
    expect(decided.startsWith('\u001B[31mREGRESSED')).toBe(true);
  });

  it('passes nothing in JUnit when it is INVALID', () => {
    const validity = [{ side: 'before' as const, seen: 'the generator was busy', remedy: 'use fewer users' }];
    const text = comparisonJunit({ ...example, outcome: 'INVALID', validity });
    expect(text).not.toContain('<system-out>');
    expect(text).toContain('validity of before');
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
  });

  it('lets nothing in from outside that steers a terminal', () => {
    const machine = { ...after.machine, cpuModel: hostileText };
    expect(sidesBySide({ machine })).not.toMatch(/[^\P{C}\n]/u);
  });
});
