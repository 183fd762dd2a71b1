import { compareReports } from '../../src/judge/comparison/compare.ts';
import type { ComparedRun } from '../../src/judge/comparison/compared-run.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { normals, simulateRun } from './simulate-run.ts';
import { writeScenario } from './written-scenario.ts';

/** What one row of simulated comparisons is about. */
export type PairCase = {
  readonly pairs: number;
  /** Of ln(after / before) from pair to pair, for each class, beside what the samples of the runs add. */
  readonly deviation: number;
  /** By how much the latencies of hits and of misses are greater after: 0.1 is 10 %. */
  readonly hitChange: number;
  readonly missChange: number;
  /** Margins in place of the default ones. */
  readonly margins?: Readonly<Record<string, number>>;
};

/** How often the whole family of figures, and the p95 of the hits alone, had regressed. */
export type PairOutcome = PairCase & {
  readonly rounds: number;
  readonly regressed: number;
  readonly hitsRegressed: number;
  readonly improved: number;
  readonly unharmed: number;
};

const shape = { seconds: 20, perSecond: 250, correlation: 0.5, missEvery: 8 };
const [hitMillis, missMillis] = [22, 95];

/** Compares simulated sides in pairs, or of one run each, so many times. */
export function simulatePairs(pair: PairCase, rounds: number, seed: number): PairOutcome {
  const thresholds = { 'http_req_duration{cache:hit}': ['p(95)<23'] };
  const scenario = writeScenario({ thresholds, ...(pair.margins === undefined ? {} : { margins: pair.margins }) });
  const outcomes = Array.from({ length: rounds }, (_, round) => {
    const [before, after] = simulateSides(scenario, pair, normals(seed, round));
    return compareReports(before, after);
  });
  const count = (holds: (outcome: (typeof outcomes)[number]) => boolean): number => outcomes.filter(holds).length;
  return {
    ...pair,
    rounds,
    regressed: count(({ outcome }) => outcome === 'REGRESSED'),
    hitsRegressed: count(({ gates }) =>
      gates.some(({ name, status }) => name === 'p(95){cache:hit}' && status === 'regressed'),
    ),
    improved: count(({ outcome }) => outcome === 'IMPROVED'),
    unharmed: count(({ outcome }) => outcome === 'NO REGRESSION'),
  };
}

function simulateSides(scenario: Scenario, pair: PairCase, draw: () => number): [ComparedRun, ComparedRun] {
  const each = pair.deviation / Math.SQRT2;
  const record = (run: number, hitChange: number, missChange: number): ComparedRun['runs'][number] => {
    const hit = { p95Millis: hitMillis * (1 + hitChange) * Math.exp(each * draw()) };
    const miss = { p95Millis: missMillis * (1 + missChange) * Math.exp(each * draw()) };
    return simulateRun(scenario, { ...shape, hit, miss }, { run, draw });
  };
  const numbers = Array.from({ length: pair.pairs }, (_, index) => index + 1);
  return [
    sideOf(
      scenario,
      'before',
      numbers.map((run) => record(run, 0, 0)),
    ),
    sideOf(
      scenario,
      'after',
      numbers.map((run) => record(run, pair.hitChange, pair.missChange)),
    ),
  ];
}

function sideOf(scenario: Scenario, side: 'before' | 'after', runs: ComparedRun['runs']): ComparedRun {
  return {
    id: side,
    startedAt: '2026-01-31T12:00:00.000Z',
    hitgateVersion: 'simulated',
    scenario,
    plan: { digest: 'simulated' },
    target: { url: 'http://simulated', reference: false },
    machine: {},
    runs,
    verdict: { judgedOn: 'service' },
    aborted: false,
    pairs: { id: 'simulated', side },
  };
}
