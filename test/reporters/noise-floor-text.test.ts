import { describe, expect, it } from 'vitest';
import { noiseFloorText, type NoiseFloorInput } from '../../src/reporters/noise-floor-text.ts';
import { possibleQuestions } from '../../src/judge/comparison/questions.ts';
import { buildScenario } from '../plan/scenario-builder.ts';
import { golden } from './golden.ts';

const input: NoiseFloorInput = {
  floor: {
    pairs: 10,
    figures: {
      'med{cache:hit}': { mean: 0.001, deviation: 0.02 },
      'p(95){cache:hit}': { mean: -0.02, deviation: 0.15 },
      cache_hit_rate: { mean: 0, deviation: 0.002 },
      http_reqs: { mean: 0.004, deviation: 0.03 },
    },
  },
  questions: possibleQuestions(buildScenario()),
  comparison: {
    outcome: 'NO REGRESSION',
    reason: 'all 4 figures stayed within the margins',
    before: {
      id: 'x/before',
      startedAt: '2026-01-31T12:00:00.000Z',
      target: 'http://127.0.0.1:8080',
      runs: 10,
      aborted: false,
    },
    validity: [],
  },
  isKept: true,
};
const plain = { color: false, width: 100 };

describe('the text of a noise floor', () => {
  it('says the least margin of each figure by the number of pairs', () => {
    const text = noiseFloorText(input, plain);
    expect(text).toBe(golden('noise-floor.txt', text));
  });

  it('is two lines when it is to be brief', () => {
    expect(noiseFloorText(input, { ...plain, brief: true }).split('\n')).toHaveLength(3);
  });

  it('says that it is not kept', () => {
    expect(noiseFloorText({ ...input, isKept: false }, plain)).toContain('it is not kept');
  });
});
