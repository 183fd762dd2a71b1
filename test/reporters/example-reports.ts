import type { CounterScrape } from '../../src/counters/counter-scrape.ts';
import { holdCounters } from '../../src/counters/hold-counters.ts';
import { applyProbes } from '../../src/judge/apply-probes.ts';
import type { RunProbes } from '../../src/probes/probe-pass.ts';
import { verdictRecord } from '../../src/report/verdict-record.ts';
import type { Calibration } from '../../src/recorder/snapshot.ts';
import type { RunReport } from '../../src/report/run-report.ts';
import { countersOf } from '../counters/build-scrapes.ts';
import { constantRate } from '../plan/scenario-builder.ts';
import { buildReport, latencyGate, planGates, truthOf } from '../report/build-report.ts';
import { buildWorker } from '../recorder/build-worker.ts';
import { probePass } from './example-probes.ts';
import { golden } from './golden.ts';

const twoThreads = {
  eventLoopUtilisation: 0.44,
  workers: [
    buildWorker({ utilisation: 0.29, requests: 5_800 }),
    buildWorker({ utilisation: 0.44, worstSecondUtilisation: 0.71, gcLongestMicros: 3_400, requests: 6_200 }),
  ],
};

const reference = { target: { reference: true, profile: 'fact', faults: [] } };

const calibration: Calibration = {
  roundTrip: { p50Micros: 80, p99Micros: 190, count: 1_100 },
  tenUsers: { p50Micros: 240, p99Micros: 610, count: 2_300 },
  cpuMicros: 17.04,
  clockStepMicros: 0.041,
  wakeUp: { p50Micros: 110, p99Micros: 320, count: 120 },
};

const judged: readonly (readonly [name: string, report: RunReport])[] = [
  [
    'pass',
    withProbes(
      withCounters(
        withTruth(buildReport({ ...reference, calibration, coverage: { share: 0.9312, source: 'lcov.info' } })),
        0,
      ),
      { before: probePass('pass', 'pass'), after: probePass('pass', 'pass') },
    ),
  ],
  [
    'fail',
    withProbes(
      withoutCounters(
        buildReport({
          traffic: [{ hitMicros: 41_000, failures: { timeout: 150, status: 240, reset: 3 } }],
          target: { url: 'https://fact.example/v1', version: '1.0.0' },
          coverage: { share: 0.9, source: 'coverage-summary.json' },
        }),
      ),
      { before: probePass('pass', 'no-data'), after: probePass('fail', 'no-data') },
    ),
  ],
  ['no-data', buildReport({ traffic: [{ hitRate: 0 }] })],
  [
    'invalid',
    buildReport({ traffic: [{ latenessMicros: 3_200 }], generator: { eventLoopUtilisation: 0.93, cpuCores: 1 } }),
  ],
  ['inconclusive', buildReport({ traffic: [{ seconds: 6, ratePerSecond: 60, hitRate: 0.89, unknownRate: 0.004 }] })],
  ['aborted', buildReport({ ended: 'aborted', traffic: [{ seconds: 22, failures: { interrupted: 120 } }] })],
  [
    'open',
    buildReport({
      scenario: {
        name: 'open',
        description: '',
        load: constantRate(400, 30_000_000),
        thresholds: planGates.filter(({ metric }) => metric !== 'vus_in_flight'),
        checks: { citations: true, sameAnswerOnHit: true, consensus: { atLeast: 0.66 } },
      },
      traffic: [{ dropped: 37, latenessMicros: 210 }],
      calibration: { ...calibration, roundTrip: { ...calibration.roundTrip, p99Micros: 3_100 } },
      generator: twoThreads,
    }),
  ],
  [
    'two-runs',
    withCounters(
      buildReport({
        traffic: [{}, { hitMicros: 14_000, hitRate: 0.905 }],
        scenario: {
          thresholds: [...planGates, latencyGate('hit', 14.6)],
          target: {
            preset: 'generic',
            url: 'http://127.0.0.1:8080',
            timeoutMicros: 5_000_000,
            request: {
              method: 'GET',
              path: '/answer/{{id}}',
              headers: { accept: 'application/json' },
              secretHeaders: { 'x-api-key': { env: 'FACT_API_KEY', prefix: 'Key ' } },
            },
            classify: { from: 'header', name: 'x-cache', hit: ['HIT'], miss: ['MISS'] },
            success: { status: [[200, 299]], body: [] },
            answerPath: 'answer',
            citationsPath: 'citations',
            consensus: { path: 'consensus', scale: 1 },
          },
        },
      }),
      180,
    ),
  ],
];

/** A service that counts as was measured, but for some hits of the last run. */
function withCounters(report: RunReport, lostHits: number): RunReport {
  const serverCounters = report.runs.map((run, index) =>
    countersOf(report.scenario, run, index + 1 === report.runs.length ? lostHits : 0),
  );
  return { ...report, serverCounters };
}

/** Probes around the load, and what they add to the verdict. */
function withProbes(report: RunReport, probes: RunProbes): RunReport {
  return { ...report, probes, verdict: applyProbes(report.verdict, probes) };
}

/** A service that shows no counters. */
function withoutCounters(report: RunReport): RunReport {
  const failed: CounterScrape = { kind: 'failed', why: 'GET /metrics answered HTTP 404' };
  const serverCounters = report.runs.map((run) =>
    holdCounters(report.scenario, run, { before: failed, after: failed }),
  );
  return { ...report, serverCounters };
}

function withTruth(report: RunReport): RunReport {
  return { ...report, truth: truthOf(report, 90) };
}

/**
 * A report of each kind that a reporter must render, by the name of its golden files. The verdicts are stored beside them, so
 * that a judge who words a reason otherwise changes no page; UPDATE_GOLDEN=1 takes over what it says now.
 */
export const exampleReports = judged.map(([name, report]): readonly [name: string, report: RunReport] => {
  const stored = golden(`verdict-${name}.json`, `${JSON.stringify(report.verdict, null, 2)}\n`);
  return [name, { ...report, verdict: verdictRecord.parse(JSON.parse(stored)) }];
});
