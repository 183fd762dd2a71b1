import { describeStep, type CapacityStep } from '../../src/capacity/capacity-step.ts';
import { concludeSearch, type Conclusion } from '../../src/capacity/conclude-search.ts';
import { findKnee } from '../../src/capacity/find-knee.ts';
import type { StepPurpose } from '../../src/capacity/search.ts';
import type { CapacityRecord, SearchSettings } from '../../src/report/capacity-record.ts';
import { buildReport, planGates, type ReportParts } from '../report/build-report.ts';
import { constantUsers } from '../plan/scenario-builder.ts';

const settings: SearchSettings = {
  unit: 'vus',
  start: 15,
  least: 1,
  most: 960,
  precision: { kind: 'share', share: 0.1 },
  maxSteps: 12,
  stepMicros: 30_000_000,
  confirmMicros: 60_000_000,
  settleMicros: 2_000_000,
  jointTests: 48,
};

const gates = planGates.filter(({ metric }) => metric !== 'vus_in_flight');

/** A step of the example: a service with 32 places, 13 ms for a hit that finds one. */
export type ExampleStep = {
  readonly load: number;
  readonly purpose?: StepPurpose;
  readonly seconds?: number;
  readonly report?: ReportParts;
};

function exampleStep(
  { load, purpose = 'search', seconds = 20, report = {} }: ExampleStep,
  index: number,
): CapacityStep {
  const queued = Math.max(1, load / 32);
  const { verdict, runs } = buildReport({
    scenario: { thresholds: gates, load: constantUsers(load, seconds * 1_000_000) },
    traffic: [
      {
        seconds,
        ratePerSecond: Math.round(Math.min(load, 32) * 25),
        hitMicros: 13_000 * queued,
        missMicros: 55_000 * queued,
        users: load,
      },
    ],
    ...report,
  });
  const [snapshot] = runs;
  if (snapshot === undefined) throw new Error('Expected a run');
  const number = index + 1;
  return describeStep(
    { number, load, purpose, folder: `steps/${String(number).padStart(2, '0')}-${load}vus` },
    verdict,
    snapshot,
  );
}

const found: readonly ExampleStep[] = [
  { load: 15 },
  { load: 30 },
  { load: 60 },
  { load: 120, purpose: 'beyond' },
  { load: 45 },
  { load: 52 },
  { load: 48 },
  { load: 48, purpose: 'confirm', seconds: 60 },
];

/** A search as it is stored: real figures from the recorder, verdicts from the judge. The same every time. */
export function exampleCapacity(
  steps: readonly ExampleStep[] = found,
  changes: Partial<SearchSettings> = {},
  end: Conclusion['end'] = 'complete',
): CapacityRecord {
  const made = steps.map(exampleStep);
  const asked = { ...settings, ...changes };
  const { target, machine, scenario } = buildReport();
  const knee = findKnee(
    made.flatMap(({ load, ratePerSecond, meanMicros }) =>
      ratePerSecond === undefined || meanMicros === undefined ? [] : [{ load, ratePerSecond, meanMicros }],
    ),
  );
  return {
    schemaVersion: '1.0',
    kind: 'capacity',
    hitgateVersion: '0.1.0',
    id: '2026-01-31-120000-capacity-sla',
    startedAt: '2026-01-31T12:00:00.000Z',
    endedAt: '2026-01-31T12:05:00.000Z',
    scenario: { name: scenario.name, description: scenario.description, file: scenario.file },
    target,
    machine,
    judgedOn: 'service',
    settings: asked,
    gates,
    leftOut: planGates.filter(({ metric }) => metric === 'vus_in_flight'),
    steps: made,
    conclusion: concludeSearch(made, end, asked),
    ...(knee === undefined ? {} : { knee }),
  };
}
