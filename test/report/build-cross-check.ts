import type { CrossCheckInput, CrossCheckSide } from '../../src/report/cross-check.ts';
import { buildReport, truthOf, type ReportParts } from './build-report.ts';

/** One side of a cross-check: the traffic of its runs, and how much less the target says of each request; null for no record. */
export type SideParts = ReportParts & { readonly overTruthMicros?: number | null; readonly expected?: string };

const steady = { seconds: 8, ratePerSecond: 1_000 };

/** Three equal runs of an engine unless told, and the record of a target that they read 0.1 ms over. */
function buildSide(name: string, { overTruthMicros = 100, expected, ...parts }: SideParts = {}): CrossCheckSide {
  const report = buildReport({ traffic: [steady, steady, steady], ...parts });
  const { runs } = report;
  return {
    engine: { name, version: name === 'hitgate' ? '0.1.0' : '9.0.0' },
    runs,
    expectedChecks: runs.map(({ sentCheck }) => expected ?? sentCheck ?? null),
    truth: overTruthMicros === null ? [] : truthOf(report, overTruthMicros),
  };
}

/** Both engines on the reference target. */
export function buildCrossCheck(ours: SideParts = {}, theirs: SideParts = {}): CrossCheckInput {
  const { scenario, plan } = buildReport();
  return {
    scenario,
    digest: plan.digest,
    target: { url: 'http://127.0.0.1:1', reference: true, profile: 'fact', faults: [] },
    ours: buildSide('hitgate', ours),
    theirs: buildSide('autocannon', theirs),
  };
}

/** The traffic of three runs whose hits take so long. */
export function hitsOf(hitMicros: number): SideParts {
  const traffic = { ...steady, hitMicros };
  return { traffic: [traffic, traffic, traffic] };
}
