import { collectLatencies, borrowedDesignEffect } from '../judge/latency-samples.ts';
import { isTargetLost } from '../judge/outcome.ts';
import { failuresOf, successesOf } from '../recorder/phase-counts.ts';
import { estimateQuantile } from '../judge/quantile-interval.ts';
import type { GateResult, Verdict } from '../judge/verdict.ts';
import type { CacheClass } from '../recorder/sample.ts';
import type { Snapshot } from '../recorder/snapshot.ts';
import { microsPerSecond } from '../units.ts';
import type { StepOutcome, Tried } from './search.ts';

/** Latencies of a class in microseconds; a p95 only with samples, an end of its 95 % interval only where the samples bound it. */
export type ClassFigures = {
  readonly count: number;
  readonly p95Micros?: number;
  readonly lowMicros?: number;
  readonly highMicros?: number;
};

/** One step with what was measured in it. What was not measured is absent. */
export type CapacityStep = Tried & {
  /** From 1, in the order in which they were made. */
  readonly number: number;
  /** The folder of its run below that of the search. */
  readonly folder: string;
  readonly startedAt: string;
  readonly durationMicros: number;
  readonly requests: number;
  readonly failed: number;
  readonly dropped: number;
  readonly ratePerSecond?: number;
  /** Hits as a share of the successes. */
  readonly hitRate?: number;
  /** Mean of the judged latency of all successes. */
  readonly meanMicros?: number;
  readonly hit: ClassFigures;
  readonly miss: ClassFigures;
  /** The first gate that did not pass; absent when all passed. */
  readonly gate?: GateResult;
  /** One sentence: why this outcome. */
  readonly reason: string;
};

/** What the verdict on a step's run says of its load. A run that Ctrl-C cut off says nothing, whatever its gates say. */
export function outcomeOfStep(
  { outcome, validity }: Pick<Verdict, 'outcome' | 'validity'>,
  snapshot: Pick<Snapshot, 'ended'> | undefined,
): StepOutcome {
  if (snapshot === undefined || snapshot.ended === 'aborted') return 'interrupted';
  if (snapshot.ended === 'target-lost' && isTargetLost(validity)) return 'lost';
  switch (outcome) {
    case 'PASS':
      return 'pass';
    case 'FAIL':
      return 'fail';
    case 'INCONCLUSIVE':
      return 'inconclusive';
    case 'INVALID':
      return 'invalid';
  }
}

/** Where a step stands in its search. */
type StepPlace = Pick<CapacityStep, 'number' | 'folder' | 'load' | 'purpose'>;

/** A step of its run and the verdict on it. */
export function describeStep(place: StepPlace, verdict: Verdict, snapshot: Snapshot): CapacityStep {
  const { measure } = snapshot;
  const { durationMicros, requests, dropped } = measure;
  const successes = successesOf(measure);
  const { mean } = collectLatencies([snapshot], { latency: verdict.judgedOn }).histogram ?? {};
  const gate =
    verdict.gates.find(({ status }) => status === 'fail' || status === 'no-data') ??
    verdict.gates.find(({ status }) => status !== 'pass');
  return {
    ...place,
    outcome: outcomeOfStep(verdict, snapshot),
    startedAt: snapshot.startedAt,
    durationMicros,
    requests,
    dropped,
    failed: failuresOf(measure),
    ...(durationMicros > 0 ? { ratePerSecond: (requests * microsPerSecond) / durationMicros } : {}),
    ...(successes > 0 ? { hitRate: measure.classes.hit.count / successes } : {}),
    ...(mean === undefined ? {} : { meanMicros: mean }),
    hit: figuresOf(snapshot, 'hit', verdict.judgedOn),
    miss: figuresOf(snapshot, 'miss', verdict.judgedOn),
    ...(gate === undefined ? {} : { gate }),
    reason: verdict.reason,
  };
}

function figuresOf(snapshot: Snapshot, cacheClass: CacheClass, latency: Verdict['judgedOn']): ClassFigures {
  const samples = collectLatencies([snapshot], { cacheClass, latency });
  const deff = borrowedDesignEffect(samples) ?? 1;
  const estimate = estimateQuantile(samples, 0.95, { deff, runs: undefined });
  if (estimate === undefined) return { count: samples.n };
  const { observed, low, high } = estimate;
  return {
    count: samples.n,
    p95Micros: observed,
    ...(low === undefined ? {} : { lowMicros: low }),
    ...(high === undefined ? {} : { highMicros: high }),
  };
}
