import { cutOffRequests } from '../recorder/phase-counts.ts';
import type { Prediction } from '../plan/plan.ts';
import { createHistogram, decodeHistogram } from '../recorder/histogram.ts';
import { addFailures } from '../recorder/merge-phases.ts';
import { failureKinds, type CacheClass, type FailureKind } from '../recorder/sample.ts';
import type { GeneratorHealth, PhaseSnapshot, Snapshot } from '../recorder/snapshot.ts';
import { microsPerSecond } from '../units.ts';
import { supportedQuantile } from './percentiles.ts';

/** The figures of the measured phases of one or more runs, added up. Those that were not measured are absent, never 0. */
export type RunTotals = {
  readonly durationMicros: number;
  /** Requests that ended, whatever their outcome. */
  readonly requests: number;
  readonly dropped: number;
  readonly counts: Readonly<Record<CacheClass, number>>;
  /** By kind; those that were cut off by Ctrl-C are in `cutOff` instead, because they say nothing of the target. */
  readonly failures: Readonly<Record<FailureKind, number>>;
  readonly cutOff: number;
  readonly failed: number;
  /** `failed` as a share of the requests that were not cut off. */
  readonly failedShare?: number;
  /** Hits as a share of the successes: a failure is neither a hit nor a miss, an unknown answer is no hit. */
  readonly hitRate?: number;
  readonly ratePerSecond?: number;
  readonly inFlight?: { readonly min: number; readonly mean: number; readonly max: number };
  readonly latenessP99Micros?: number;
};

/** Adds up the measured phases of runs. */
export function totalsOf(runs: readonly Snapshot[]): RunTotals {
  const phases = runs.map(({ measure }) => measure);
  const sum = (figure: (phase: PhaseSnapshot) => number): number =>
    phases.reduce((total, phase) => total + figure(phase), 0);
  const durationMicros = sum((phase) => phase.durationMicros);
  const requests = sum((phase) => phase.requests);
  const counts = {
    hit: sum(({ classes }) => classes.hit.count),
    miss: sum(({ classes }) => classes.miss.count),
    unknown: sum(({ classes }) => classes.unknown.count),
  };
  const cutOff = runs.reduce((total, run) => total + cutOffRequests(run), 0);
  const failures = failuresWithout(cutOff, phases);
  const failed = failureKinds.reduce((total, kind) => total + failures[kind], 0);
  const failedShare = ratio(failed, requests - cutOff);
  const hitRate = ratio(counts.hit, counts.hit + counts.miss + counts.unknown);
  const ratePerSecond = ratio(requests, durationMicros / microsPerSecond);
  const inFlight = addInFlight(phases);
  const latenessP99Micros = latenessP99(phases);
  return {
    durationMicros,
    requests,
    dropped: sum((phase) => phase.dropped),
    counts,
    failures,
    cutOff,
    failed,
    ...(failedShare === undefined ? {} : { failedShare }),
    ...(hitRate === undefined ? {} : { hitRate }),
    ...(ratePerSecond === undefined ? {} : { ratePerSecond }),
    ...(inFlight === undefined ? {} : { inFlight }),
    ...(latenessP99Micros === undefined ? {} : { latenessP99Micros }),
  };
}

/** Predicted and attainable hit rate of all runs; undefined when nothing was predicted (a recovered run). */
export function predictedHitRate(
  predictions: readonly Prediction[],
): { readonly predicted: number; readonly attainable: number } | undefined {
  const requests = predictions.reduce((total, prediction) => total + prediction.requests, 0);
  if (requests === 0) return undefined;
  const hits = predictions.reduce((total, prediction) => total + prediction.hits, 0);
  const greatest = predictions.reduce((total, { attainable, requests: own }) => total + attainable * own, 0);
  return { predicted: hits / requests, attainable: greatest / requests };
}

/** The health of the generator in its worst run, by utilisation; undefined when it was not recorded (a recovered run). */
export function worstGenerator(runs: readonly Snapshot[]): GeneratorHealth | undefined {
  return runs
    .flatMap(({ generator }) => (generator === undefined ? [] : [generator]))
    .toSorted((one, other) => other.eventLoopUtilisation - one.eventLoopUtilisation)[0];
}

function ratio(part: number, whole: number): number | undefined {
  return whole > 0 ? part / whole : undefined;
}

/** Requests that the end of a phase cut off are no failures of the target. */
function failuresWithout(cutOff: number, phases: readonly PhaseSnapshot[]): Record<FailureKind, number> {
  const failures = addFailures(phases);
  return { ...failures, interrupted: failures.interrupted - cutOff };
}

/** Absent unless every run was observed: the least of some runs is not the least of all. */
function addInFlight(phases: readonly PhaseSnapshot[]): RunTotals['inFlight'] {
  const seen = phases.flatMap(({ inFlight }) => (inFlight === undefined ? [] : [inFlight]));
  const observations = seen.reduce((total, each) => total + each.observations, 0);
  if (seen.length < phases.length || observations === 0) return undefined;
  return {
    min: Math.min(...seen.map(({ min }) => min)),
    mean: seen.reduce((total, each) => total + each.mean * each.observations, 0) / observations,
    max: Math.max(...seen.map(({ max }) => max)),
  };
}

function latenessP99(phases: readonly PhaseSnapshot[]): number | undefined {
  const lateness = createHistogram();
  for (const phase of phases) lateness.add(decodeHistogram(phase.lateness));
  return supportedQuantile(lateness, 0.99);
}
