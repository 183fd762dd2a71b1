import { HitgateError, type ExitCode, type Problem } from '../../errors.ts';

/** An error as it crosses from one thread to another, which keeps no classes. */
export type ProblemReport = {
  readonly message: string;
  readonly stack?: string;
  /** Absent for a bug. */
  readonly known?: {
    readonly code: string;
    readonly exitCode: ExitCode;
    readonly hint?: string;
    readonly problems: readonly Problem[];
  };
};

/** Makes an error ready to cross. */
export function reportProblem(error: unknown): ProblemReport {
  if (!(error instanceof Error)) return { message: String(error) };
  const stack = error.stack === undefined ? {} : { stack: error.stack };
  if (!(error instanceof HitgateError)) return { message: error.message, ...stack };
  const { message, code, exitCode, hint, problems } = error;
  return { message, ...stack, known: { code, exitCode, problems, ...(hint === undefined ? {} : { hint }) } };
}

/** The error again: expected ones as they were, a bug with the stack of the thread that had it. */
export function restoreProblem({ message, stack, known }: ProblemReport): Error {
  const error = known === undefined ? new Error(message) : new HitgateError(message, known);
  if (stack !== undefined) error.stack = stack;
  return error;
}
