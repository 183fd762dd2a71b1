import { HitgateError, type Problem } from '../../src/errors.ts';

/** The problems that an action is refused with. @throws Error when it is not refused */
export function problemsOf(action: () => unknown): readonly Problem[] {
  try {
    action();
  } catch (error) {
    if (error instanceof HitgateError && error.code === 'E_SCENARIO' && error.exitCode === 2) return error.problems;
    throw error;
  }
  throw new Error('Expected problems, got none');
}
