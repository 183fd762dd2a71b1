/** The exit codes of the command line, by meaning; when several hold, `worstExitCode` decides. */
export const exitCodes = {
  pass: 0,
  fail: 1,
  usage: 2,
  inconclusive: 3,
  invalid: 4,
  target: 5,
  report: 6,
  rollback: 7,
  bug: 70,
  interrupted: 130,
} as const;

/** One of the numbers in `exitCodes`. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** One thing that is wrong with an input: what, where and what to do about it. `line` and `column` count from 1. */
export type Problem = {
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly hint?: string;
  /** Where in the scenario it is, for whoever can tell the line: ['thresholds', 'cache_hit_rate']. */
  readonly path?: readonly (string | number)[];
};

type ErrorDetails = {
  readonly code: string;
  readonly exitCode: ExitCode;
  readonly hint?: string;
  readonly problems?: readonly Problem[];
  readonly cause?: unknown;
};

/**
 * An expected failure: it has a stable `code`, an exit code and, where one helps, a hint in the imperative.
 * `problems` lists every fault of an input at once. Anything else that is thrown is a bug and keeps its stack.
 */
export class HitgateError extends Error {
  readonly code: string;
  readonly exitCode: ExitCode;
  readonly hint: string | undefined;
  readonly problems: readonly Problem[];

  constructor(message: string, details: ErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'HitgateError';
    this.code = details.code;
    this.exitCode = details.exitCode;
    this.hint = details.hint;
    this.problems = details.problems ?? [];
  }
}

/** A scenario, corpus or flag that cannot be used: exit code 2, all problems at once, nothing was sent. */
export function scenarioError(problems: readonly Problem[]): HitgateError {
  const [first] = problems;
  const message = first === undefined ? 'the scenario is not usable' : first.message;
  return new HitgateError(message, { code: 'E_SCENARIO', exitCode: exitCodes.usage, problems });
}

/** A command line that cannot be understood: exit code 2. */
export function usageError(message: string, hint?: string): HitgateError {
  return new HitgateError(message, {
    code: 'E_USAGE',
    exitCode: exitCodes.usage,
    ...(hint === undefined ? {} : { hint }),
  });
}

/** Flags that cannot be used, all problems at once: exit code 2. */
export function usageProblems(problems: readonly Problem[]): HitgateError {
  const message = problems[0]?.message ?? 'the flags cannot be used together';
  return new HitgateError(message, { code: 'E_USAGE', exitCode: exitCodes.usage, problems });
}

/** A target that cannot be tested (unreachable, unhealthy, lost): exit code 5. */
export function targetError(message: string, hint?: string): HitgateError {
  return new HitgateError(message, {
    code: 'E_TARGET',
    exitCode: exitCodes.target,
    ...(hint === undefined ? {} : { hint }),
  });
}
