import { HitgateError, exitCodes, type Problem } from '../errors.ts';
import type { RequestTemplate } from '../scenario/scenario.ts';

/**
 * Values of a request's secret headers, read from the environment by name, prefix included. They go to the engine and
 * nowhere else. @throws HitgateError (exit 2) naming every variable that is not set; never a value.
 */
export function resolveSecrets(
  request: RequestTemplate,
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const problems: Problem[] = [];
  const secrets: Record<string, string> = {};
  for (const [header, { env: name, prefix }] of Object.entries(request.secretHeaders)) {
    const value = env[name];
    if (value === undefined || value === '') {
      problems.push({
        message: `The header ${header} needs the environment variable ${name}, which is not set`,
        hint: `set ${name} before the run; its value is never written to a report or a log`,
      });
    } else if (/[\r\n\0]/u.test(value)) {
      problems.push({
        message: `The environment variable ${name} holds a line break, which no header can carry`,
        hint: `set ${name} without a trailing line break`,
      });
    } else {
      secrets[header] = `${prefix}${value}`;
    }
  }
  if (problems.length === 0) return secrets;
  throw new HitgateError('a secret is not set', { code: 'E_SECRET', exitCode: exitCodes.usage, problems });
}
