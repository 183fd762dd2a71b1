import type { Actions } from '../../scenario/hook.ts';
import type { RequestTemplate } from '../../scenario/scenario.ts';

/** Names of variables whose value is taken for a secret, whether a scenario names them or not. */
const secretName = /secret|token|passw|passphrase|api_?key|private_?key|credential|webhook|auth(?!or)/iu;

/** A shorter value of a variable that nobody named is as likely a word ("true", "none") as a secret. */
const leastLength = 6;

/** The parts of a scenario that name secrets. */
type Naming = {
  readonly target: { readonly request: Pick<RequestTemplate, 'secretHeaders'> };
  readonly actions?: Pick<Actions, 'webhooks'>;
};

/**
 * Values that must never be printed: of the variables that the scenario names, of those whose name says so, and of webhook URLs, which are
 * a right to post by themselves.
 */
export function secretValues(env: Readonly<Record<string, string | undefined>>, scenario?: Naming): string[] {
  const headers = Object.values(scenario?.target.request.secretHeaders ?? {}).map(({ env: name }) => env[name]);
  const hooks = (scenario?.actions?.webhooks ?? []).map(({ urlEnv }) => env[urlEnv]);
  const others = Object.entries(env)
    .filter(([name, value = '']) => secretName.test(name) && value.length >= leastLength)
    .map(([, value]) => value);
  return [...headers, ...hooks, ...others].filter((value) => value !== undefined && value !== '').map(String);
}
