import { describe, expect, it } from 'vitest';
import { crossCheck } from '../../src/report/cross-check.ts';
import { crossCheckText } from '../../src/reporters/cross-check-text.ts';
import { buildCrossCheck, hitsOf } from '../report/build-cross-check.ts';
import { golden } from './golden.ts';
import { hostileText } from './hostile-text.ts';

const plain = { color: false, width: 100 };
const noTruth = { overTruthMicros: null };

const examples = {
  agree: buildCrossCheck(),
  'autocannon-off': buildCrossCheck(
    {},
    { ...hitsOf(13_500), overTruthMicros: 1_600, generator: { eventLoopUtilisation: 0.68 } },
  ),
  disagree: buildCrossCheck({ ...hitsOf(13_500), ...noTruth }, noTruth),
  inconclusive: buildCrossCheck({ traffic: [{ seconds: 2, ratePerSecond: 60 }], ...noTruth }, noTruth),
  invalid: buildCrossCheck({}, { generator: { eventLoopUtilisation: 0.97 } }),
} as const;

describe('the text of a cross-check', () => {
  it.each(Object.entries(examples))('of %s is as the golden file, within 100 columns', (name, input) => {
    const text = crossCheckText(crossCheck(input), plain);
    expect(text).toBe(golden(`cross-check-${name}.txt`, text));
    expect(text.split('\n').filter((line) => line.length > 100)).toEqual([]);
    expect(text).not.toMatch(/NaN|Infinity|undefined/u);
  });

  it('lets nothing in from outside that steers a terminal', () => {
    const target = { url: hostileText, reference: false, version: hostileText };
    const text = crossCheckText(crossCheck({ ...examples.agree, target }), plain);
    expect(text).not.toMatch(/[^\P{C}\n]/u);
  });

  it('is plain ASCII where that is asked', () => {
    expect(crossCheckText(crossCheck(examples['autocannon-off']), { ...plain, ascii: true })).toMatch(/^[ -~\n]+$/u);
  });
});
