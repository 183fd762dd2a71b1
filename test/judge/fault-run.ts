import { FaultEdges, faultEdgesBytes } from '../../src/recorder/fault-edges.ts';
import { createRecorder } from '../../src/recorder/recorder.ts';
import { failureCode, outcomeCodes } from '../../src/recorder/sample.ts';
import type { FaultRecord, RunEnd, Snapshot } from '../../src/recorder/snapshot.ts';
import { limitCountersOf } from '../../src/judge/limit-counters.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { buildHealth } from '../recorder/build-worker.ts';

const second = 1_000_000;

/** What happens in a second: so many hits with a service time, and so many failures; all due at its start. */
export type SecondOfRun = { readonly hits?: number; readonly millis?: number; readonly failed?: number };

/** A fault in seconds of the phase; `until` absent: it was not undone. */
export type FaultOfRun = { readonly name?: string; readonly from: number; readonly until?: number };

type Parts = {
  readonly seconds: number;
  readonly at: (second: number) => SecondOfRun;
  readonly faults: readonly FaultOfRun[];
  readonly ended?: RunEnd;
  readonly run?: number;
};

/** A run of a scenario with faults, as it is recorded: requests are due half a second into their second and end in it. */
export function faultRun(scenario: Scenario, { seconds, at, faults, ended = 'completed', run = 1 }: Parts): Snapshot {
  const edges = new SharedArrayBuffer(faultEdgesBytes(faults.length));
  const told = new FaultEdges(edges);
  const names = faults.map(({ name = 'gone' }) => name);
  const recorder = createRecorder({
    limits: limitCountersOf(scenario),
    checkNames: [],
    judgedOn: 'service',
    faults: { names, edges },
  });
  recorder.startPhase('measure', 0);
  for (const { from, until } of faults) {
    told.tell(from * second);
    if (until !== undefined) told.tell(until * second);
  }
  for (let index = 0; index < seconds; index += 1) {
    const { hits = 100, millis = 10, failed = 0 } = at(index);
    const due = (index + 0.5) * second;
    const sample = {
      phase: 'measure' as const,
      index: 0,
      user: 0,
      query: 0,
      dueMicros: due,
      sentMicros: due,
      checks: 0,
    };
    const ends = { firstByteMicros: due + 1, endMicros: due + millis * 1000 };
    for (let count = 0; count < hits; count += 1)
      recorder.record({ ...sample, ...ends, outcome: outcomeCodes.hit, status: 200 });
    for (let count = 0; count < failed; count += 1)
      recorder.record({ ...sample, ...ends, outcome: failureCode('status'), status: 503 });
  }
  recorder.endPhase('measure', seconds * second);
  return {
    run,
    startedAt: '2026-01-31T12:00:00.000Z',
    ...recorder.snapshot(),
    generator: buildHealth(),
    sentCheck: 'c0ffee',
    ended,
    faults: faults.map((fault, index) => recordOf(fault, names[index] ?? '')),
  };
}

/** What became of a fault: brought about at once, and undone unless `until` is absent. */
export function recordOf({ from, until }: FaultOfRun, name = 'gone'): FaultRecord {
  const done = { status: 'done', how: 'ended with code 0', output: '' } as const;
  return {
    name,
    action: 'inject fact-down',
    plannedAtMicros: from * second,
    plannedForMicros: ((until ?? from + 1) - from) * second,
    beganMicros: from * second,
    broughtAboutMicros: from * second,
    injection: done,
    ...(until === undefined ? {} : { undoBeganMicros: until * second, undoneMicros: until * second }),
    undos: [until === undefined ? { status: 'failed', how: 'ended with code 7', output: 'no such cluster\n' } : done],
  };
}
