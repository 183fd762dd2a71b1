import { compilePath, valueAt } from '../engine/json-path.ts';
import { bodyRuleHolds } from '../engine/success.ts';
import { targetError } from '../errors.ts';
import type { BodyRule, HealthRule } from '../scenario/scenario.ts';

/** What a healthy target said of itself. */
export type Health = { readonly version?: string };

type HealthQuery = {
  readonly url: string;
  readonly rule: HealthRule;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMillis: number;
  readonly signal: AbortSignal;
};

/**
 * Asks the target for its health before any load is sent. @throws HitgateError (exit 5) when it cannot be reached,
 * answers no JSON, or its body does not say what the rule wants: a status of 200 alone proves nothing.
 */
export async function checkHealth(query: HealthQuery): Promise<Health> {
  const address = new URL(query.rule.path, query.url).href;
  const body = await fetchJson(address, query);
  for (const rule of query.rule.body) {
    const found = valueAt(body, compilePath(rule.path));
    if (!bodyRuleHolds(rule, found)) {
      throw targetError(
        `The target is not healthy: ${address} says ${rule.path} = ${show(found)}, expected ${expected(rule)}`,
        'wait until the target is healthy, or set target.health to what it says when it is; nothing was sent',
      );
    }
  }
  const version = valueAt(body, ['version']);
  return typeof version === 'string' ? { version } : {};
}

async function fetchJson(address: string, query: HealthQuery): Promise<unknown> {
  const signal = AbortSignal.any([query.signal, AbortSignal.timeout(query.timeoutMillis)]);
  let response: Response;
  let text: string;
  try {
    response = await fetch(address, { headers: { ...query.headers }, signal, redirect: 'manual' });
    text = await response.text();
  } catch (error) {
    throw targetError(
      `The target cannot be reached: GET ${address} ${explain(error)}`,
      'start the target, or give its address with --target URL; nothing was sent',
    );
  }
  if (!response.ok) {
    throw targetError(
      `The target is not healthy: GET ${address} answered HTTP ${response.status}`,
      'check target.health.path and the credentials; nothing was sent',
    );
  }
  try {
    return JSON.parse(text);
  } catch {
    throw targetError(
      `The target is not healthy: GET ${address} answered no JSON (${show(text.slice(0, 60))})`,
      'set target.health to a path that answers JSON, or target.health: false to skip the check; nothing was sent',
    );
  }
}

function explain(error: unknown): string {
  if (error instanceof Error) {
    if (error.name === 'TimeoutError') return 'did not answer in time';
    if (error.cause instanceof Error && error.cause.message !== '') return `failed: ${error.cause.message}`;
    if (typeof error.cause === 'object' && error.cause !== null && 'code' in error.cause)
      return `failed: ${String(error.cause.code)}`;
    return `failed: ${error.message}`;
  }
  return 'failed';
}

function expected(rule: BodyRule): string {
  if ('equals' in rule) return show(rule.equals);
  if ('not' in rule) return `anything but ${show(rule.not)}`;
  return rule.present ? 'a value' : 'no value';
}

function show(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
