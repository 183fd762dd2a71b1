import { maskSecrets } from '../../mask-secrets.ts';
import type { ProbeResult } from '../../probes/probe-result.ts';
import type { McpProbe } from '../../scenario/probes/mcp-probe.ts';
import type { RequestTemplate } from '../../scenario/scenario.ts';
import { isSecretName } from '../hooks/mask-arguments.ts';

const mostOfReason = 400;
const mostOfEvidence = 200;
const deepestJson = 4;

type Request = Pick<RequestTemplate, 'headers' | 'secretHeaders'>;

/**
 * What evidence must not hold: the secret headers' values, with and without their prefix, and the values of headers and arguments whose name says
 * that they are secret, each also as it stands within a text of JSON.
 */
export function secretTexts(
  request: Request,
  secrets: Readonly<Record<string, string>>,
  { calls }: Pick<McpProbe, 'calls'>,
): string[] {
  const ofHeaders = Object.entries(secrets).flatMap(([name, value]) => [
    value,
    value.slice(request.secretHeaders[name]?.prefix.length ?? 0),
  ]);
  const ofPlain = Object.entries(request.headers).flatMap(([name, value]) => (isSecretName(name) ? [value] : []));
  const ofArguments = calls.flatMap((call) => secretMembers(call.arguments, false));
  return [...ofHeaders, ...ofPlain, ...ofArguments].flatMap(withJsonForms);
}

/** A text, and as it stands within a text of JSON, which may stand within another. */
export function withJsonForms(text: string): string[] {
  const forms = [text];
  for (let depth = 1; depth <= deepestJson; depth += 1) forms.push(JSON.stringify(forms.at(-1)).slice(1, -1));
  return [...new Set(forms)];
}

/** A result for reports: without the secrets, on one line, and each text of it no longer than anyone reads. */
export function presentable(result: ProbeResult, secrets: readonly string[]): ProbeResult {
  const clean = (text: string, most: number): string => {
    const line = maskSecrets(text, secrets)
      .replaceAll(/[\p{Cc}\s]+/gu, ' ')
      .trim();
    return line.length > most ? `${line.slice(0, most)}…` : line;
  };
  const evidence = result.evidence.map(({ what, seen }) => ({
    what: clean(what, mostOfEvidence),
    seen: clean(seen, mostOfEvidence),
  }));
  return { ...result, name: clean(result.name, mostOfReason), reason: clean(result.reason, mostOfReason), evidence };
}

/** Every text and number below a member whose name says that it is secret. */
function secretMembers(value: unknown, isSecret: boolean): string[] {
  if (typeof value === 'string' || typeof value === 'number') return isSecret ? [String(value)] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => secretMembers(member, isSecret || isSecretName(name)));
}
