import { describe, expect, it } from 'vitest';
import type { FaultInjector } from '../../../src/cli/faults/fault-injector.ts';
import { FaultTimeline } from '../../../src/cli/faults/fault-timeline.ts';
import { FaultEdges, faultEdgesBytes } from '../../../src/recorder/fault-edges.ts';
import type { FaultStep } from '../../../src/recorder/snapshot.ts';
import type { ScheduledFault } from '../../../src/scenario/fault.ts';

const done: FaultStep = { status: 'done', how: 'ended with code 0', output: '' };
const failed: FaultStep = { status: 'failed', how: 'ended with code 3', output: 'no cluster\n' };

function fault(name: string, atMillis: number, forMillis: number): ScheduledFault {
  const hook = { run: `run ${name} pa55word`, timeoutMicros: 1e6 };
  return {
    name,
    atMicros: atMillis * 1000,
    forMicros: forMillis * 1000,
    action: { kind: 'command', run: hook, undo: { ...hook, run: `undo ${name} pa55word` } },
  };
}

type Parts = { readonly begin?: FaultInjector['begin']; readonly undo?: readonly FaultStep[] };

function nowMicros(): number {
  return performance.now() * 1000;
}

/** A timeline on the real clock, whose commands say what was done instead of doing it. */
function timelineOf(faults: readonly ScheduledFault[], { begin, undo = [] }: Parts = {}) {
  const log: string[] = [];
  const notes: { text: string; isLoud: boolean }[] = [];
  const edges = new FaultEdges(new SharedArrayBuffer(faultEdgesBytes(faults.length)));
  const undos = [...undo];
  const timeline = new FaultTimeline(faults, {
    clock: { name: 'test', nowMicros, wallMillis: () => 0 },
    injector: {
      begin: async (each, signal) => {
        log.push(`begin ${each.name}`);
        return begin === undefined ? done : await begin(each, signal);
      },
      undo: async ({ name }) => {
        log.push(`undo ${name}`);
        return undos.shift() ?? done;
      },
      undoAtExit: () => undefined,
    },
    edges,
    secrets: ['pa55word'],
    note: (text, isLoud) => void notes.push({ text, isLoud }),
  });
  const startMicros = nowMicros();
  timeline.start(startMicros);
  const untilLog = async (length: number): Promise<void> => {
    while (log.length < length) await new Promise((resolve) => setTimeout(resolve, 1));
  };
  return { timeline, log, notes, edges, untilLog, records: () => timeline.records(startMicros) };
}

const hang: FaultInjector['begin'] = (_, signal) =>
  new Promise((resolve) =>
    signal.addEventListener('abort', () => resolve({ status: 'interrupted', how: 'was ended', output: '' })),
  );

const failFirst: FaultInjector['begin'] = ({ name }) => Promise.resolve(name === 'a' ? failed : done);

describe('a timeline', () => {
  it('begins and undoes one fault after another, and tells when', async () => {
    const { timeline, log, edges, untilLog, records } = timelineOf([fault('a', 0, 5), fault('b', 10, 5)]);
    await untilLog(4);
    await timeline.stop();
    expect(log).toEqual(['begin a', 'undo a', 'begin b', 'undo b']);
    const times = records().flatMap((each) => [
      each.beganMicros,
      each.broughtAboutMicros,
      each.undoBeganMicros,
      each.undoneMicros,
    ]);
    expect(times.toSorted((one, other) => (one ?? 0) - (other ?? 0))).toEqual(times);
    const [a, b] = records();
    expect(a?.undoBeganMicros).toBeGreaterThanOrEqual((a?.beganMicros ?? 0) + 5_000);
    expect(b?.beganMicros).toBeGreaterThanOrEqual(10_000);
    expect(edges.told()).toHaveLength(4);
    expect(edges.told()[1]).toBeGreaterThan(edges.told()[0] ?? Infinity);
  });

  it('undoes what is in effect when it is stopped, and begins nothing any more', async () => {
    const { timeline, log, untilLog, records } = timelineOf([fault('a', 0, 60_000), fault('b', 60_001, 5)]);
    await untilLog(1);
    await timeline.stop();
    await timeline.stop();
    expect(log).toEqual(['begin a', 'undo a']);
    expect(records()[1]).toEqual({
      name: 'b',
      action: 'run b [masked]',
      plannedAtMicros: 60_001_000,
      plannedForMicros: 5_000,
      undos: [],
    });
  });

  it('undoes at once what could not be brought about, and goes on', async () => {
    const { timeline, log, notes, untilLog, records } = timelineOf([fault('a', 0, 60_000), fault('b', 60_000, 5)], {
      begin: failFirst,
    });
    await untilLog(2);
    await timeline.stop();
    expect(log).toEqual(['begin a', 'undo a']);
    expect(records()[0]).not.toHaveProperty('broughtAboutMicros');
    expect(notes.filter(({ isLoud }) => isLoud).map(({ text }) => text)).toEqual([
      'the fault a could not be brought about: it ended with code 3 (no cluster); undoing it',
    ]);
  });

  it('tells a command that still runs when it is stopped, and undoes it', async () => {
    const { timeline, log, notes, untilLog } = timelineOf([fault('a', 0, 60_000)], { begin: hang });
    await untilLog(1);
    await timeline.stop();
    expect(log).toEqual(['begin a', 'undo a']);
    expect(notes.some(({ isLoud }) => isLoud)).toBe(false);
  });

  it('tries an undo that fails once more', async () => {
    const { timeline, log, edges, untilLog, records } = timelineOf([fault('a', 0, 1)], { undo: [failed, done] });
    await untilLog(3);
    await timeline.stop();
    expect(log).toEqual(['begin a', 'undo a', 'undo a']);
    expect(records()[0]?.undos).toEqual([failed, done]);
    expect(edges.told()).toHaveLength(2);
  });

  it('begins no further fault when an undo failed twice, leaves its end open, and says loudly what to do', async () => {
    const { timeline, log, notes, edges, untilLog, records } = timelineOf([fault('a', 0, 1), fault('b', 2, 1)], {
      undo: [failed, failed],
    });
    await untilLog(3);
    await timeline.stop();
    expect(log).toEqual(['begin a', 'undo a', 'undo a']);
    expect(edges.told()).toHaveLength(1);
    expect(records()[0]).not.toHaveProperty('undoneMicros');
    const loud = notes.filter(({ isLoud }) => isLoud).map(({ text }) => text);
    expect(loud).toEqual([
      'THE FAULT a WAS NOT UNDONE: its undo ended with code 3 (no cluster); trying once more',
      'THE FAULT a WAS NOT UNDONE: its undo ended with code 3 (no cluster); undo it by hand: undo a [masked]',
    ]);
  });

  it('leaves no listener behind', async () => {
    const before = process.listenerCount('exit');
    const { timeline, untilLog } = timelineOf([fault('a', 0, 1)]);
    await untilLog(2);
    await timeline.stop();
    expect(process.listenerCount('exit')).toBe(before);
  });
});
