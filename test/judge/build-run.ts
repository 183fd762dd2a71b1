import { createRecorder } from '../../src/recorder/recorder.ts';
import {
  failureCode,
  outcomeCodes,
  type CacheClass,
  type FailureKind,
  type Sample,
} from '../../src/recorder/sample.ts';
import type { GeneratorHealth, LimitCounter, RunEnd, Snapshot } from '../../src/recorder/snapshot.ts';
import { limitCountersOf } from '../../src/judge/limit-counters.ts';
import { buildHealth } from '../recorder/build-worker.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';

const microsPerSecond = 1_000_000;

/** So many requests of one kind in every second: an answer with its service time, or a failure. */
export type Requests = {
  readonly count: number;
  readonly outcome: CacheClass | FailureKind;
  readonly millis?: number;
  /** How late it was sent. */
  readonly lateMillis?: number;
  readonly status?: number;
  /** Bits of `Sample.checks`. */
  readonly checks?: number;
};

/** A run to record: the same requests in each second, or other ones by second. */
export type RunParts = {
  readonly run?: number;
  readonly seconds?: number;
  readonly requests: readonly Requests[] | ((second: number) => readonly Requests[]);
  readonly droppedPerSecond?: number;
  /** Users observed in flight each second; none are observed when it is empty. */
  readonly inFlight?: readonly number[];
  /** Null: how the generator fared was not recorded. */
  readonly health?: Partial<GeneratorHealth> | null;
  readonly ended?: RunEnd;
  readonly sentCheck?: string;
  /** Counters of other limits than the scenario's, as a stored run has them. */
  readonly limits?: readonly LimitCounter[];
};

/** Records a run of a scenario as an engine would, request by request, and takes its snapshot. Its warm-up is empty. */
export function buildRun(scenario: Scenario, parts: RunParts): Snapshot {
  const { run = 1, seconds = 20, inFlight = [], ended = 'completed', sentCheck = 'c0ffee' } = parts;
  const recorder = createRecorder({
    limits: parts.limits ?? limitCountersOf(scenario),
    checkNames: ['citations', 'same-answer-on-hit'],
    judgedOn: 'service',
  });
  recorder.startPhase('measure', 0);
  for (let second = 0; second < seconds; second += 1) {
    const requests = typeof parts.requests === 'function' ? parts.requests(second) : parts.requests;
    for (const request of requests) recordAll(request, second, recorder.record);
    for (let index = 0; index < (parts.droppedPerSecond ?? 0); index += 1)
      recorder.drop('measure', second * microsPerSecond);
    for (const users of inFlight) recorder.observeInFlight('measure', second * microsPerSecond, users);
  }
  recorder.endPhase('measure', seconds * microsPerSecond);
  return {
    run,
    startedAt: '2026-01-31T12:00:00.000Z',
    ...recorder.snapshot(),
    ...(parts.health === null ? {} : { generator: buildHealth(parts.health) }),
    sentCheck,
    ended,
  };
}

function recordAll(request: Requests, second: number, record: (sample: Sample) => void): void {
  const { count, outcome, millis = 10, lateMillis = 0, checks = 0 } = request;
  const isAnswer = outcome === 'hit' || outcome === 'miss' || outcome === 'unknown';
  const endMicros = (second + 0.5) * microsPerSecond;
  const sentMicros = outcome === 'refused' ? endMicros : endMicros - millis * 1000;
  const sample: Sample = {
    phase: 'measure',
    index: 0,
    user: 0,
    query: 0,
    dueMicros: sentMicros - lateMillis * 1000,
    sentMicros,
    firstByteMicros: sentMicros + millis * 500,
    endMicros,
    outcome: isAnswer ? outcomeCodes[outcome] : failureCode(outcome),
    status: request.status ?? (isAnswer ? 200 : 0),
    checks,
  };
  for (let index = 0; index < count; index += 1) record(sample);
}
