import { maskSecrets } from '../../mask-secrets.ts';

/** Names of headers and arguments whose value is taken for a secret. */
const secretName = /secret|token|passw|passphrase|api[_-]?key|private[_-]?key|credential|cookie|session|auth(?!or)/iu;

/** Whether a name of a header or an argument says that its value is secret. */
export function isSecretName(name: string): boolean {
  return secretName.test(name);
}

/** Arguments for a report: what stands below a name that says it is secret is masked whole, and secrets are within any other text. */
export function maskArguments(
  given: Readonly<Record<string, unknown>>,
  secrets: readonly string[],
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, isSecretName(name) ? '[masked]' : maskWithin(value, secrets)]),
  );
}

function maskWithin(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === 'string') return maskSecrets(value, secrets);
  if (Array.isArray(value)) return value.map((member: unknown) => maskWithin(member, secrets));
  if (typeof value !== 'object' || value === null) return value;
  return maskArguments(Object.fromEntries(Object.entries(value)), secrets);
}
