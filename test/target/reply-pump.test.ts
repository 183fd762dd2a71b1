import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { referenceTargetOptions } from '../../src/target/options.ts';
import { QueryService } from '../../src/target/query-service.ts';
import { ReplyPump } from '../../src/target/reply-pump.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate'] }));
afterEach(() => void vi.useRealTimers());

const stepMicros = 100;

/** A pump whose clock goes in steps of 0.1 ms, and whose hits take 2 ms and two round trips. */
function startPump(roundTrip: string) {
  let micros = 0;
  const nowMicros = (): number => micros;
  const service = new QueryService(referenceTargetOptions({ roundTrip, jitter: '0' }), micros);
  const pump = new ReplyPump(service, nowMicros);
  const advance = (millis: number, eachStep = (): void => undefined): void => {
    for (let step = 0; step < (millis * 1_000) / stepMicros; step += 1) {
      micros += stepMicros;
      eachStep();
      vi.advanceTimersByTime(micros % 1_000 === 0 ? 1 : 0);
    }
  };
  const ask = (): { micros?: number } => {
    const taken: { micros?: number } = {};
    const askedMicros = micros;
    const query = { docId: 'd', question: 'q', useCache: true, keySpace: 'k' };
    service.submit(query, micros, () => (taken.micros = micros - askedMicros));
    pump.wake();
    return taken;
  };
  ask();
  advance(30);
  return { ask, advance, pump };
}

it.each([
  ['0.15ms', 2_300, 2_000],
  ['0.25ms', 2_500, 2_000],
  ['0.3ms', 2_600, 3_000],
  ['0.35ms', 2_700, 3_000],
  ['0.5ms', 3_000, 3_000],
])(
  'sends at the whole millisecond nearest to its time when nothing else happens (round trip %s)',
  (roundTrip, _, sent) => {
    const { ask, advance } = startPump(roundTrip);
    const reply = ask();
    advance(10);
    expect(reply.micros).toBe(sent);
  },
);

it.each([
  ['0.15ms', 2_300],
  ['0.25ms', 2_500],
  ['0.35ms', 2_700],
])('sends at its time when queries wake it all the time (round trip %s)', (roundTrip, due) => {
  const { ask, advance, pump } = startPump(roundTrip);
  advance(10, () => pump.wake());
  const reply = ask();
  advance(10, () => pump.wake());
  expect(reply.micros).toBe(due);
});

it('sends at most a millisecond late when the queries that woke it stay away', () => {
  const { ask, advance, pump } = startPump('0.15ms');
  advance(10, () => pump.wake());
  const reply = ask();
  advance(10);
  expect(reply.micros).toBe(3_000);
});

it('has no timer when nothing is outstanding, and none once it is stopped', () => {
  const { ask, advance, pump } = startPump('0.15ms');
  expect(vi.getTimerCount()).toBe(0);
  const reply = ask();
  advance(1);
  expect(vi.getTimerCount()).toBe(1);
  pump.stop();
  expect(vi.getTimerCount()).toBe(0);
  advance(10);
  expect(reply).toEqual({});
});
