import { describe, expect, it } from 'vitest';
import { GateWatch } from '../../../src/judge/sequential/gate-watch.ts';
import { judgeFirst } from '../judge-first.ts';
import { RandomStream, streams } from '../../../src/random.ts';
import { binomialCdf } from '../../../src/stats/binomial.ts';
import { buildRun } from '../build-run.ts';
import { closedScenario } from '../build-scenario.ts';
import { buildSecond } from './build-second.ts';

const scenario = {
  ...closedScenario([['http_req_duration{cache:hit}', 'p(95)<23']]),
  untilDecided: true as const,
};
const perSecond = 100;
const longest = 120;
const runs = 600;

/** A quantile function of the number of 100 hits that are slow, when each is with this probability. */
function slowHits(share: number): (uniform: number) => number {
  const cumulative = Array.from({ length: perSecond + 1 }, (_, count) => binomialCdf(count, perSecond, share));
  return (uniform) =>
    Math.max(
      0,
      cumulative.findIndex((probability) => probability > uniform),
    );
}

/** The shares of runs that the watch ended with a pass and with a failure, each looked at every second up to 120 s. */
function simulate(shares: readonly number[], seed: number): { passed: number; failed: number; seconds: number[] } {
  const random = new RandomStream(seed, streams.keys);
  const draws = shares.map(slowHits);
  const seconds: number[] = [];
  let passed = 0;
  let failed = 0;
  for (let run = 0; run < runs; run += 1) {
    const watch = new GateWatch(scenario);
    let slow = 0;
    for (let second = 0; second < longest && watch.end === undefined; second += 1) {
      const draw = draws[Math.floor(random.uniformAt(run, 2 * second) * draws.length)];
      const over = draw?.(random.uniformAt(run, 2 * second + 1)) ?? 0;
      slow += over;
      watch.take(buildSecond(scenario, second, { counts: [perSecond, 0, 0], over: [over] }));
    }
    const after = watch.end?.afterSeconds;
    seconds.push(after ?? longest);
    if (after !== undefined && slow < 0.05 * perSecond * after) passed += 1;
    if (after !== undefined && slow > 0.05 * perSecond * after) failed += 1;
  }
  return { passed: passed / runs, failed: failed / runs, seconds: seconds.toSorted((one, other) => one - other) };
}

describe('a simulated run that is looked at every second', () => {
  // Were the true shares 3 %, more than 5 % of 600 runs would come up with a probability of 0.3 %; the seed is fixed.
  it.each([
    ['independent hits', [0.05], 1],
    ['hits that depend on each other within a second, with a design effect of 2', [0.028, 0.072], 2],
    ['hits that depend much on each other, with a design effect of 5', [0.007, 0.093], 3],
  ])('at exactly its limit is decided wrongly in at most 5 % each way: %s', (_, shares, seed) => {
    const { passed, failed } = simulate(shares, seed);
    expect(passed).toBeLessThanOrEqual(0.05);
    expect(failed).toBeLessThanOrEqual(0.05);
  });

  // A true share of 3 % or 8 % is decided in nearly every run; fewer than 95 % would come up with a probability below 0.1 %.
  it.each([
    [0.02, 'passed', 20],
    [0.03, 'passed', 25],
    [0.08, 'failed', 25],
    [0.1, 'failed', 20],
  ] as const)(
    'at %d over its limit has %s in nearly all runs, in the median after at most %i s',
    (share, way, seconds) => {
      const simulated = simulate([share], 4);
      expect(simulated[way]).toBeGreaterThan(0.95);
      expect(simulated.seconds[runs / 2]).toBeLessThanOrEqual(seconds);
    },
  );
});

describe('the verdict on a stored run', () => {
  it('is the one that ended it', () => {
    const random = new RandomStream(5, streams.keys);
    const draw = slowHits(0.035);
    for (let run = 0; run < 20; run += 1) {
      const slow = Array.from({ length: longest }, (_, second) => draw(random.uniformAt(run, second)));
      const watch = new GateWatch(scenario);
      for (let second = 0; second < longest && watch.end === undefined; second += 1)
        watch.take(buildSecond(scenario, second, { counts: [perSecond, 0, 0], over: [slow[second] ?? 0] }));
      const { end } = watch;
      if (end === undefined) continue;
      const snapshot = buildRun(scenario, {
        // One second more than was looked at: what was outstanding.
        seconds: end.afterSeconds + 1,
        requests: (second) => [
          { count: perSecond - (slow[second] ?? 0), outcome: 'hit', millis: 10 },
          { count: slow[second] ?? 0, outcome: 'hit', millis: 30 },
        ],
      });
      expect(judgeFirst(scenario, [{ ...snapshot, endedEarly: end }]).status).toBe('pass');
    }
  });
});
