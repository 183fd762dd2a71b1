import { expect, it } from 'vitest';
import { nextStep } from '../../src/capacity/next-step.ts';
import type { SearchBounds, StepOutcome, Tried } from '../../src/capacity/search.ts';
import { decideByEvidence, decidingLogOf, tallySlices, weigh } from '../../src/judge/sequential/evidence.ts';
import { RandomStream, streams } from '../../src/random.ts';
import { binomialCdf } from '../../src/stats/binomial.ts';

const bounds: SearchBounds = {
  start: 10,
  least: 1,
  most: 640,
  precision: { kind: 'share', share: 0.05 },
  maxSteps: 12,
};
const [allowed, perSecond, longest, searches] = [0.05, 200, 30, 300];

/** The share of samples over the limit: exactly the allowed one at 40 users, and close to it on both sides. */
function shareAt(load: number): number {
  return Math.min(0.5, allowed * (load / 40) ** 0.5);
}

const cumulative = new Map<number, readonly number[]>();

function countOver(load: number, uniform: number): number {
  const table =
    cumulative.get(load) ??
    Array.from({ length: perSecond + 1 }, (_, count) => binomialCdf(count, perSecond, shareAt(load)));
  cumulative.set(load, table);
  return table.findIndex((probability) => probability > uniform);
}

/** A step of one gate, looked at each second from the 20th on, as the sequential test does it. */
function simulateStep(load: number, jointTests: number, random: (second: number) => number): StepOutcome {
  const seconds: { count: number; over: number }[] = [];
  for (let second = 1; second <= longest; second += 1) {
    seconds.push({ count: perSecond, over: countOver(load, random(second)) });
    const tally = tallySlices(seconds, allowed);
    const decision = decideByEvidence(weigh({ pass: tally, fail: tally }, allowed), decidingLogOf(jointTests));
    if (decision !== 'inconclusive') return decision;
  }
  return 'inconclusive';
}

/** The steps of one search, without its confirmation. */
function simulateSearch(run: number, jointTests: number): Tried[] {
  const random = new RandomStream(20_250_401, streams.keys);
  const tried: Tried[] = [];
  for (;;) {
    const next = nextStep(tried, bounds);
    if (next.kind === 'end' || next.purpose === 'confirm') return tried;
    const place = run * 100 + tried.length;
    const outcome = simulateStep(next.load, jointTests, (second) => random.uniformAt(place, second));
    tried.push({ load: next.load, purpose: next.purpose, outcome });
  }
}

function isWrong({ load, outcome }: Tried): boolean {
  return shareAt(load) < allowed ? outcome === 'fail' : outcome === 'pass';
}

/**
 * 300 searches with a fixed seed. Were the chance of a wrong decision in a search 5 %, more than 26 wrong searches would come with a probability of
 * 0.3 %.
 */
it('decides no step of a search wrongly in more than 5 % of the searches, and gets near the limit', () => {
  const runs = Array.from({ length: searches }, (_, run) => simulateSearch(run, bounds.maxSteps));
  expect(runs.filter((tried) => tried.some(isWrong)).length).toBeLessThanOrEqual(26);
  const passed = runs.map((tried) =>
    Math.max(0, ...tried.flatMap(({ load, outcome }) => (outcome === 'pass' ? [load] : []))),
  );
  const sorted = passed.toSorted((one, other) => one - other);
  expect(sorted[searches / 2]).toBeGreaterThanOrEqual(15);
  expect(sorted[searches / 2]).toBeLessThan(40);
});
