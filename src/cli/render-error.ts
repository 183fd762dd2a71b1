import { HitgateError, type Problem } from '../errors.ts';

/** How many problems of one input are printed; the rest is counted. */
const problemLimit = 40;

/**
 * The text of a failure for a person: every problem with its place and hint, the code last. An error that is not a
 * `HitgateError` is a bug and keeps its stack.
 */
export function renderError(error: unknown): string {
  if (!(error instanceof HitgateError)) return renderBug(error);
  const problems = problemsOf(error);
  const lines = problems.slice(0, problemLimit).flatMap((problem) => renderProblem(problem, error.code));
  const rest = problems.length - problemLimit;
  if (rest > 0) lines.push(`and ${rest} more problems`);
  return `${lines.join('\n')}\n`;
}

/** Everything that is wrong, one at least. */
export function problemsOf({ problems, message, hint }: HitgateError): readonly Problem[] {
  return problems.length > 0 ? problems : [{ message, ...(hint === undefined ? {} : { hint }) }];
}

function renderProblem(problem: Problem, code: string): string[] {
  const line = `error: ${problem.message}${place(problem)} [${code}]`;
  return problem.hint === undefined ? [line] : [line, ` hint: ${problem.hint}`];
}

function place({ file, line, column }: Problem): string {
  if (file === undefined) return '';
  if (line === undefined) return ` (${file})`;
  return column === undefined ? ` (${file}:${line})` : ` (${file}:${line}:${column})`;
}

function renderBug(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `error: this is a bug in hitgate [E_BUG]\n${text}\n hint: please report it with the command and the text above\n`;
}
