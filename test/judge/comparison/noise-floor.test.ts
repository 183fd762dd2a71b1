import { describe, expect, it } from 'vitest';
import { leastMargin, marginsBelowFloor, noiseFloorOf } from '../../../src/judge/comparison/noise-floor.ts';
import { questionsOf } from '../../../src/judge/comparison/questions.ts';
import { asPairs, buildSide, scenarioWith, traffic } from './build-sides.ts';

const wobble = [1.02, 0.98, 1.01, 0.99, 1.015];
const [before, after] = asPairs(
  buildSide(wobble.map(() => traffic(10, 80))),
  buildSide(wobble.map((factor) => traffic(10 * factor, 80))),
);
const floor = noiseFloorOf({ before, after });

function question(margin: number) {
  const asked = { ...after, scenario: scenarioWith({ margins: { 'p(95){cache:hit}': margin } }) };
  return questionsOf({ before, after: asked }).filter(({ name }) => name === 'p(95){cache:hit}');
}

describe('the noise floor', () => {
  it('keeps mean and deviation of each figure of a target with itself', () => {
    expect(floor.pairs).toBe(5);
    const { mean = 1, deviation = 0 } = floor.figures['p(95){cache:hit}'] ?? {};
    expect(mean).toBeCloseTo(0.003, 2);
    expect(deviation).toBeCloseTo(0.0168, 3);
  });

  it('is lower with more pairs', () => {
    const [hit] = question(0.1);
    const least = [3, 5, 20].map((pairs) => (hit === undefined ? 1 : (leastMargin(hit, floor, pairs) ?? 1)));
    expect(least).toEqual(least.toSorted((one, other) => other - one));
    expect(least[1]).toBeCloseTo(0.003 + (2.1318 * 0.0168) / Math.sqrt(5), 2);
  });

  it.each([
    [0.01, 1],
    [0.015, 1],
    [0.022, 0],
    [0.1, 0],
  ])('a margin of %d is refused %d times, with the number', (margin, problems) => {
    const found = marginsBelowFloor(question(margin), floor, 5);
    expect(found).toHaveLength(problems);
    expect(found.map(({ message }) => message).join('')).toMatch(problems === 0 ? /^$/u : /differ by up to 1\.\d %/u);
  });

  it('says nothing of a figure that it does not know, nor of a single pair', () => {
    const [hit] = question(0.0001);
    expect(marginsBelowFloor(hit === undefined ? [] : [hit], { pairs: 5, figures: {} }, 5)).toEqual([]);
    expect(marginsBelowFloor(hit === undefined ? [] : [hit], floor, 1)).toEqual([]);
  });

  it('of sides without data knows no figure of latency', () => {
    const nothing = buildSide([{ requests: [] }, { requests: [] }]);
    expect(noiseFloorOf({ before: nothing, after: nothing }).figures).toEqual({});
  });
});
