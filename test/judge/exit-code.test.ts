import { describe, expect, it } from 'vitest';
import type { ExitCode } from '../../src/errors.ts';
import { exitCodeOf, worstExitCode } from '../../src/judge/exit-code.ts';
import type { Outcome } from '../../src/judge/verdict.ts';

describe('exitCodeOf', () => {
  it.each<[Outcome, 'pass' | 'fail' | undefined, ExitCode]>([
    ['PASS', undefined, 0],
    ['FAIL', undefined, 1],
    ['INCONCLUSIVE', undefined, 3],
    ['INCONCLUSIVE', 'pass', 0],
    ['INCONCLUSIVE', 'fail', 1],
    ['INVALID', undefined, 4],
    ['INVALID', 'pass', 4],
    ['FAIL', 'pass', 1],
    ['PASS', 'fail', 0],
  ])('of %s with inconclusive as %s is %s', (outcome, onInconclusive, code) => {
    expect(exitCodeOf({ outcome }, onInconclusive)).toBe(code);
  });
});

describe('worstExitCode', () => {
  const worstFirst: readonly ExitCode[] = [130, 70, 7, 6, 5, 2, 4, 1, 3, 0];

  it('lets each code hide those after it: 130 > 70 > 7 > 6 > 5 > 2 > 4 > 1 > 3 > 0', () => {
    for (const [index, code] of worstFirst.entries()) {
      const others = worstFirst.slice(index);
      expect(worstExitCode(others)).toBe(code);
      expect(worstExitCode(others.toReversed())).toBe(code);
    }
  });

  it('refuses none: nothing done is no success', () =>
    expect(() => worstExitCode([])).toThrow('at least one exit code'));
});
