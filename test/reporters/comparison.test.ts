import { describe, expect, it } from 'vitest';
import { compareReports } from '../../src/judge/comparison/compare.ts';
import type { RunReport } from '../../src/report/run-report.ts';
import { comparisonJunit } from '../../src/reporters/comparison-junit.ts';
import { comparisonMarkdown } from '../../src/reporters/comparison-markdown.ts';
import { comparisonText } from '../../src/reporters/comparison-text.ts';
import { buildReport } from '../report/build-report.ts';
import { after, before, example } from './example-comparison.ts';
import { golden } from './golden.ts';
import { hostileText } from './hostile-text.ts';

const plain = { color: false, width: 100 };

function sidesBySide(changed: Partial<RunReport>): string {
  return comparisonText(compareReports(before, { ...after, ...changed }), { ...plain, detailed: true });
}

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

  it('says when the hit rate alone moved the mixture, and only then', () => {
    const rate = example.gates.filter(({ name }) => name === 'cache_hit_rate');
    const hits = example.gates.filter(({ name }) => name === 'p(95){cache:hit}');
    const steady = hits.map((gate) => Object.assign({}, gate, { status: 'no-regression' }));
    const says = 'the hit rate moved the mixture';
    expect(comparisonText({ ...example, gates: [...rate, ...steady] }, plain)).toContain(says);
    expect(comparisonMarkdown({ ...example, gates: [...rate, ...steady] })).toContain(says);
    expect(comparisonText({ ...example, gates: [...rate, ...hits] }, plain)).not.toContain(says);
    expect(comparisonText({ ...example, gates: rate }, plain)).not.toContain(says);
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
