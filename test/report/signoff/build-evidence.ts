import type { EvidenceFile } from '../../../src/report/signoff/signoff.ts';
import type { SignoffEvidence } from '../../../src/report/signoff/signoff-evidence.ts';
import type { SignoffOptions } from '../../../src/report/signoff/conclude-signoff.ts';
import type { RunReport } from '../../../src/report/run-report.ts';
import type { Threshold } from '../../../src/scenario/threshold.ts';
import { gate } from '../../plan/scenario-builder.ts';
import { buildReport, planGates, type ReportParts } from '../build-report.ts';

/** A gate on a check of every answer. */
export function checkGate(check: string): Threshold {
  return gate({
    metric: 'checks',
    selector: `checks{check:${check}}`,
    tags: { check },
    source: 'rate>0.99',
    limit: 0.99,
  });
}

/** The gates of the plan and those on citations and consensus. */
export const releaseGates: readonly Threshold[] = [...planGates, checkGate('citations'), checkGate('consensus')];

/** A report that backs every row of a run; `parts` change it. */
export function releaseReport({ scenario, ...parts }: ReportParts = {}): RunReport {
  return buildReport({
    ...parts,
    scenario: {
      thresholds: releaseGates,
      checks: { citations: true, sameAnswerOnHit: false, consensus: { atLeast: 0.66 } },
      ...scenario,
    },
  });
}

/** A file of evidence of yesterday. */
function fileOf(kind: EvidenceFile['kind'], path: string): EvidenceFile {
  const sha256 = path.length.toString(16).padStart(2, '0').repeat(32);
  return { kind, path, sha256, startedAt: '2026-01-31T12:00:00.000Z', ageMicros: 86_400e6 };
}

/** A run and its file. */
export function runOf(report: RunReport): SignoffEvidence['runs'][number] {
  const file = fileOf('run', `reports/${report.id}/report.json`);
  return { report, file: { ...file, id: report.id, digest: report.plan.digest } };
}

const { startedAt: _, ageMicros: __, ...undated } = fileOf('coverage', 'lcov.info');

/** Evidence that backs every row. */
export function wholeEvidence(report: RunReport = releaseReport()): SignoffEvidence & {
  readonly [key in 'coverage' | 'rollout' | 'comparison']: NonNullable<SignoffEvidence[key]>;
} {
  const { startedAt } = report;
  return {
    runs: [runOf(report)],
    coverage: { share: 0.93, source: 'lcov.info', file: undated },
    probes: [
      {
        file: fileOf('probes', 'reports/probe/probes.json'),
        record: {
          schemaVersion: '1.0',
          kind: 'probes',
          target: { url: report.target.url, reference: report.target.reference, version: '1.0.0' },
          startedAt,
          results: [
            { name: 'health', status: 'pass', reason: 'healthy' },
            { name: 'citations: present', status: 'pass', reason: 'each answer cites' },
            { name: 'consensus', status: 'pass', reason: 'at least 66 %' },
          ],
        },
      },
    ],
    rollout: {
      file: fileOf('rollout', 'reports/rollout/rollout.json'),
      record: {
        schemaVersion: '1.0',
        kind: 'rollout',
        digest: report.plan.digest,
        startedAt,
        target: [report.target.url],
        drill: true,
        status: 'rolled back',
        history: [{ decision: 'roll back', reason: 'a drill (--test-rollback): nothing was judged' }],
        rollback: { status: 'done', verified: true, verifiedBy: 'health' },
      },
    },
    comparison: {
      file: fileOf('comparison', 'reports/ab/comparison.json'),
      record: {
        outcome: 'IMPROVED',
        reason: 'p(95){cache:miss}: −91.0 %',
        reservations: [],
        digest: report.plan.digest,
        after: { id: report.id, startedAt, aborted: false },
        claims: [
          {
            name: 'p(95){cache:miss} at least 90 % lower',
            status: 'holds',
            claimed: 0.9,
            observed: 0.912,
            interval: { low: 0.905, high: 0.92 },
            reason: '91.20 % lower (between 90.50 % and 92.00 %)',
          },
          {
            name: 'availability at least 99.9 %',
            status: 'holds',
            claimed: 0.999,
            observed: 0.9999,
            interval: { low: 0.9995, high: 1 },
            reason: '1 of 12 000 requests failed',
          },
        ],
      },
    },
  };
}

/** A sign-off of tomorrow without costs. */
export const plainOptions: SignoffOptions = {
  hitgateVersion: '0.1.0',
  createdAt: '2026-02-01T12:00:00.000Z',
  rehearsal: false,
  costs: {},
  approvers: ['Engineering lead', 'QA lead', 'Operations/SRE lead', 'Product owner'],
};
