import { describe, expect, it } from 'vitest';
import { findingOf } from '../../src/rollout/finding-of.ts';
import { buildReport, type ReportParts } from '../report/build-report.ts';
import { gate } from '../plan/scenario-builder.ts';

const failures = gate({ metric: 'http_req_failed', source: 'rate<0.01', operator: '<', limit: 0.01 });

function findings(parts: ReportParts): ReturnType<typeof findingOf> {
  return findingOf(buildReport({ scenario: { thresholds: [failures] }, ...parts }));
}

describe('what a report says of a side', () => {
  it('is its verdict', () => expect(findings({})).toMatchObject({ outcome: 'PASS' }));

  it('is that it is lost when it went away, and so said to be no fault of this machine', () => {
    const gone = findings({ ended: 'target-lost', traffic: [{ failures: { refused: 900 } }] });
    expect(gone.outcome).toBe('LOST');
  });

  it('names a hold where a run would be told a flag', () => {
    const { outcome, reason } = findings({ traffic: [{ seconds: 2, ratePerSecond: 50 }] });
    expect(outcome).toBe('INCONCLUSIVE');
    expect(reason).toMatch(/that takes a hold of \S+;/u);
    expect(reason).not.toContain('--');
  });

  it('names pairs where several runs would be told a flag', () => {
    const few = { seconds: 2, ratePerSecond: 20 };
    const { outcome, reason } = findings({ traffic: [few, few] });
    expect(outcome).toBe('INCONCLUSIVE');
    expect(reason).toMatch(/that takes rollout\.pairs of \d+, and a hold longer by as much/u);
    expect(reason).not.toContain('--');
  });
});
