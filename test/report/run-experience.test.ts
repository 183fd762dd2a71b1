import { describe, expect, it } from 'vitest';
import { experienceOf } from '../../src/report/run-experience.ts';
import { buildReport } from './build-report.ts';

describe('what a stored run says of the next one', () => {
  it('is its rate, its hit rate and the design effect of each gate', () => {
    const report = buildReport({});
    const experience = experienceOf(report);
    expect(experience).toMatchObject({ id: report.id });
    expect(experience?.ratePerSecond).toBeGreaterThan(0);
    expect(experience?.gates).toHaveLength(report.verdict.gates.length);
    expect(experience?.gates[0]?.deff).toBe(report.verdict.gates[0]?.deff);
    expect(experience?.gates[0]).not.toHaveProperty('deviation');
  });

  it('is also how a quantile differed over several runs', () => {
    const report = buildReport({ traffic: [{}, { hitMicros: 14_000 }] });
    const gates = experienceOf(report)?.gates ?? [];
    const hits = gates.filter(({ selector }) => selector.includes('cache:hit'));
    expect(hits.map(({ deviation }) => deviation !== undefined && deviation > 0)).toContain(true);
    expect(gates.find(({ selector }) => selector === 'cache_hit_rate')).not.toHaveProperty('deviation');
  });

  it('is nothing when nothing was measured', () => {
    expect(experienceOf({ ...buildReport({}), runs: [] })).toBeUndefined();
  });
});
