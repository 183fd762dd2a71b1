import { compilePath, valueAt } from '../engine/json-path.ts';
import type { TlsSettings } from '../engine/tls-settings.ts';
import { targetError } from '../errors.ts';
import { bodyRuleHolds, wantedBy } from '../scenario/body-rule.ts';
import type { HealthRule } from '../scenario/scenario.ts';
import { explainFailure, hintForFailure } from './explain-failure.ts';
import type { HttpAnswer } from './http-ask.ts';
import { httpGet } from './http-get.ts';

/** What a healthy target said of itself. */
export type Health = { readonly version?: string };

type HealthQuery = {
  readonly url: string;
  readonly rule: HealthRule;
  readonly headers: Readonly<Record<string, string>>;
  readonly tls?: TlsSettings;
  readonly timeoutMillis: number;
  readonly signal: AbortSignal;
};

/**
 * Asks the target for its health before any load is sent, over a socket like those of the load. @throws HitgateError
 * (exit 5) when it cannot be reached or its certificate is not trusted, it answers no JSON, or its body does not say
 * what the rule wants: a status of 200 alone proves nothing.
 */
export async function checkHealth(query: HealthQuery): Promise<Health> {
  const address = query.url.replace(/\/+$/u, '') + query.rule.path;
  const body = await fetchJson(address, query);
  for (const rule of query.rule.body) {
    const found = valueAt(body, compilePath(rule.path));
    if (!bodyRuleHolds(rule, found)) {
      throw targetError(
        `The target is not healthy: ${address} says ${rule.path} = ${sayFound(found)}, expected ${wantedBy(rule)}`,
        'wait until the target is healthy, or set target.health to what it says when it is; nothing was sent',
      );
    }
  }
  const version = valueAt(body, ['version']);
  return typeof version === 'string' ? { version } : {};
}

async function fetchJson(address: string, { url, rule, ...query }: HealthQuery): Promise<unknown> {
  let answer: HttpAnswer;
  try {
    answer = await httpGet({ baseUrl: url, path: rule.path, ...query });
  } catch (error) {
    throw targetError(
      `The target cannot be reached: GET ${address} ${explainFailure(error)}`,
      `${hintForFailure(error)}; nothing was sent`,
    );
  }
  const { status, text } = answer;
  if (status < 200 || status > 299) {
    throw targetError(
      `The target is not healthy: GET ${address} answered HTTP ${status}`,
      'check target.health.path and the credentials; nothing was sent',
    );
  }
  try {
    return JSON.parse(text);
  } catch {
    throw targetError(
      `The target is not healthy: GET ${address} answered no JSON (${sayFound(text.slice(0, 60))})`,
      'set target.health to a path that answers JSON, or target.health: false to skip the check; nothing was sent',
    );
  }
}

/** A value of a body, for a message. */
export function sayFound(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
