import { describe, expect, it } from 'vitest';
import { findStall } from '../../src/judge/find-stall.ts';
import { buildRun, type Requests } from './build-run.ts';
import { closedScenario } from './build-scenario.ts';
import { judgeFirst } from './judge-first.ts';

const scenario = closedScenario([['http_req_failed', 'rate<0.01']]);
const answers: readonly Requests[] = [{ count: 1_000, outcome: 'hit' }];
const timeOuts: readonly Requests[] = [{ count: 40, outcome: 'timeout' }];

/** Answers up to a second, then time-outs every 5 s and nothing else, until another second. */
function frozen(from: number, until = Infinity) {
  return (second: number): readonly Requests[] => {
    if (second < from || second >= until) return answers;
    return (second - from) % 5 === 4 ? timeOuts : [];
  };
}

/** Answers in one second of ten. */
function everyTenSeconds(second: number): readonly Requests[] {
  return second % 10 === 0 ? answers : [];
}

describe('a stall', () => {
  it.each([
    ['of 4 s is none', 10, 14, undefined],
    ['of 5 s is one', 10, 15, { run: 1, fromSecond: 10, seconds: 5 }],
    ['that lasts to the end is one', 3, Infinity, { run: 1, fromSecond: 3, seconds: 17 }],
    ['from the start is one', 0, 10, { run: 1, fromSecond: 0, seconds: 10 }],
  ])('%s', (_, from, until, stall) => {
    expect(findStall([buildRun(scenario, { requests: frozen(from, until) })])).toEqual(stall);
  });

  it('is not a quiet time in which nothing failed', () => {
    expect(findStall([buildRun(scenario, { requests: everyTenSeconds })])).toBeUndefined();
  });

  it('fails the gate on failures although the share of failures is below its limit', () => {
    expect(judgeFirst(scenario, [buildRun(scenario, { requests: frozen(10) })])).toMatchObject({
      status: 'fail',
      reason:
        '80 of 10 080 requests failed, and nothing succeeded for 10 s from second 10 of run 1 on: the target stopped answering',
    });
  });
});
