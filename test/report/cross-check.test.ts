import { describe, expect, it } from 'vitest';
import { crossCheck, type CrossCheck } from '../../src/report/cross-check.ts';
import { buildCrossCheck, hitsOf, type SideParts } from './build-cross-check.ts';

function check(ours: SideParts = {}, theirs: SideParts = {}): CrossCheck {
  return crossCheck(buildCrossCheck(ours, theirs));
}

function figure(result: CrossCheck, name: string): unknown {
  return [...result.quantiles.map((row) => ({ ...row, name: `${row.cacheClass} ${row.name}` })), ...result.rates].find(
    (row) => row.name === name,
  );
}

const traffic = { seconds: 8, ratePerSecond: 1_000 };
const three = (changes: Readonly<Record<string, unknown>>): SideParts => ({
  traffic: [1, 2, 3].map(() => Object.assign({}, traffic, changes)),
});

describe('two engines', () => {
  it('agree when they read the same', () => {
    const result = check();
    expect(result).toMatchObject({ outcome: 'agree', explanations: [] });
    expect(result.quantiles.map(({ cacheClass, name, agreement }) => [cacheClass, name, agreement])).toEqual(
      ['hit', 'miss'].flatMap((cacheClass) => ['p50', 'p95', 'p99'].map((name) => [cacheClass, name, 'agree'])),
    );
    expect(result.rates.map(({ name, agreement }) => [name, agreement])).toEqual([
      ['hit rate', 'agree'],
      ['failures', 'agree'],
    ]);
  });

  // 12 ms of hits: the floor is the greater of 0.3 ms and 2 %, and every quantile moves with them.
  it.each<readonly [string, number, number | null, CrossCheck['outcome'], object]>([
    ['are close when they differ by less than the floor', 12_200, 300, 'agree', { agreement: 'close' }],
    [
      'differ by more: autocannon’s, when it is further from the truth',
      13_000,
      1_100,
      'explained',
      { concern: 'theirs' },
    ],
    ['differ by more: the target’s, when both are near its record', 13_000, 100, 'explained', { concern: 'target' }],
    ['differ by more: nobody’s, when the target keeps no record', 13_000, null, 'disagree', { concern: 'unknown' }],
  ])('%s', (_, hitMicros, overTruthMicros, outcome, row) => {
    const result = check(
      { overTruthMicros: overTruthMicros === null ? null : 100 },
      { ...hitsOf(hitMicros), overTruthMicros },
    );
    expect(result.outcome).toBe(outcome);
    expect(figure(result, 'hit p50')).toMatchObject(row);
    expect(figure(result, 'miss p50')).toMatchObject({ agreement: 'agree' });
  });

  it('disagree when ours is further from the truth, whichever reads more', () => {
    for (const overTruthMicros of [1_100, -1_100]) {
      const result = check({ ...hitsOf(12_000 + overTruthMicros), overTruthMicros }, {});
      expect(result).toMatchObject({ outcome: 'disagree' });
      expect(result.reason).toContain('hitgate is further from the truth');
      expect(figure(result, 'hit p50')).toMatchObject({ agreement: 'differ', concern: 'ours' });
    }
  });

  it('say the same of a difference whichever side is which, but for whose it is', () => {
    const one = { ...hitsOf(13_500), overTruthMicros: 1_600 };
    const forth = check({}, one);
    const back = check(one, {});
    expect(back.quantiles.map(({ agreement }) => agreement)).toEqual(forth.quantiles.map(({ agreement }) => agreement));
    expect(figure(forth, 'hit p95')).toMatchObject({ concern: 'theirs', truth: { nearer: 'ours' } });
    expect(figure(back, 'hit p95')).toMatchObject({ concern: 'ours', truth: { nearer: 'theirs' } });
  });

  it.each([
    [0.8, 'agree'],
    [0.81, 'invalid'],
  ])('that were %f busy: %s', (eventLoopUtilisation, outcome) => {
    expect(check({}, { generator: { eventLoopUtilisation } }).outcome).toBe(outcome);
    expect(check({ generator: { eventLoopUtilisation } }).outcome).toBe(outcome);
  });

  it('are not compared when one sent another sequence', () => {
    const result = check({}, { expected: 'another' });
    expect(result).toMatchObject({ outcome: 'invalid' });
    expect(result.reason).toContain('autocannon: the requests sent in run 1 are not those of the plan');
  });

  it('are not compared when the target was lost', () => {
    expect(check({ ended: 'target-lost' }).outcome).toBe('target-lost');
  });

  it('are not compared on too few samples, nor on none', () => {
    const few = { traffic: [{ seconds: 1, ratePerSecond: 60 }], overTruthMicros: null };
    expect(check(few, few)).toMatchObject({ outcome: 'inconclusive' });
    expect(figure(check(few, few), 'miss p99')).toMatchObject({ agreement: 'undecided' });
    const none = { traffic: [], overTruthMicros: null };
    expect(check(none, none)).toMatchObject({ outcome: 'inconclusive', quantiles: [], rates: [] });
  });

  it('do not agree merely because one of them varies from run to run', () => {
    const wild = { traffic: [12_000, 18_000, 30_000].map((hitMicros) => Object.assign({ hitMicros }, traffic)) };
    const result = check({}, wild);
    expect(figure(result, 'hit p50')).toMatchObject({ agreement: 'undecided' });
    expect(result.outcome).toBe('inconclusive');
  });
});

describe('what bears on a difference', () => {
  it('is that a side did not count as the target did, which is always told', () => {
    const input = buildCrossCheck();
    const truth = input.theirs.truth.map((own, run) =>
      run > 0 ? own : { ...own, classes: { ...own.classes, hit: { count: own.classes.hit.count + 3 } } },
    );
    const result = crossCheck({ ...input, theirs: { ...input.theirs, truth } });
    expect(result.explanations).toEqual([
      expect.objectContaining({ code: 'classification', seen: expect.stringContaining('autocannon did not count') }),
    ]);
  });

  it('is a hit rate that one side misread', () => {
    const input = buildCrossCheck({}, three({ hitRate: 0.8 }));
    const result = crossCheck({ ...input, theirs: { ...input.theirs, truth: input.ours.truth } });
    expect(figure(result, 'hit rate')).toMatchObject({ agreement: 'differ', concern: 'theirs' });
    expect(result.outcome).toBe('explained');
  });

  it('is users that start in step, told from the first second and the last whole one', () => {
    const input = buildCrossCheck({}, { ...hitsOf(13_500), overTruthMicros: 1_600 });
    const codesWith = (p99: number): string[] => {
      const runs = input.theirs.runs.map((run) => {
        const [first, ...later] = run.measure.slices;
        if (first === undefined) throw new Error('expected a slice');
        const slices = [{ ...first, hit: [p99, p99, p99] as const }, ...later];
        return Object.assign({}, run, { measure: { ...run.measure, slices } });
      });
      return crossCheck({ ...input, theirs: { ...input.theirs, runs } }).explanations.map(({ code }) => code);
    };
    expect(codesWith(16_000)).not.toContain('start');
    expect(codesWith(30_000)).toContain('start');
  });

  it('is time-outs of one side, a busy loop and a lower rate', () => {
    const late = three({ hitMicros: 13_500, ratePerSecond: 900, failures: { timeout: 40 } });
    const result = check({}, { ...late, overTruthMicros: 1_600, generator: { eventLoopUtilisation: 0.7 } });
    expect(result.explanations.map(({ code }) => code)).toEqual([
      'busy-loop',
      'other-load',
      'failures',
      'same-recorder',
    ]);
    expect(figure(result, 'failures')).toMatchObject({ agreement: 'differ', concern: 'theirs' });
  });
});
