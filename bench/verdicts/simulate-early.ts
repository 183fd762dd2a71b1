import { GateWatch } from '../../src/judge/sequential/gate-watch.ts';
import { gatedScenario, limitMillis, statusOf } from './simulate-gate.ts';
import { normals, simulateRun } from './simulate-run.ts';

/** One run that is looked at every second and may end as soon as its gate is decided. */
export type EarlyCase = {
  readonly correlation: number;
  /** ln(true p95 / limit). */
  readonly off: number;
  readonly perSecond: number;
  /** How long it lasts at most. */
  readonly seconds: number;
};

/** How such runs were judged, and how long they lasted in the median, in seconds. */
export type EarlyOutcome = EarlyCase & {
  readonly rounds: number;
  readonly passed: number;
  readonly failed: number;
  readonly medianSeconds: number;
};

/** Ends and judges simulated runs, so many times. */
export function simulateEarly(early: EarlyCase, rounds: number, seed: number): EarlyOutcome {
  const scenario = { ...gatedScenario(), untilDecided: true as const };
  const p95Millis = limitMillis * Math.exp(early.off);
  const runs = Array.from({ length: rounds }, (_, round) => {
    const watch = new GateWatch(scenario);
    const snapshot = simulateRun(
      scenario,
      { ...early, hit: { p95Millis } },
      { run: 1, draw: normals(seed, round), watch },
    );
    return { status: statusOf(scenario, [snapshot]), seconds: watch.end?.afterSeconds ?? early.seconds };
  });
  const lengths = runs.map(({ seconds }) => seconds).toSorted((one, other) => one - other);
  return {
    ...early,
    rounds,
    passed: runs.filter(({ status }) => status === 'pass').length,
    failed: runs.filter(({ status }) => status === 'fail').length,
    medianSeconds: lengths[Math.floor(rounds / 2)] ?? early.seconds,
  };
}
