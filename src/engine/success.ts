import type { BodyRule, SuccessRule } from '../scenario/scenario.ts';
import { compilePath, valueAt, type JsonPath } from './json-path.ts';

type CompiledRule = { readonly rule: BodyRule; readonly path: JsonPath };

/** A success rule made ready. A status alone proves nothing: some gateways answer failures with 200. */
export class SuccessTest {
  /** Whether any rule looks at the body. */
  readonly needsBody: boolean;
  private readonly statuses: Uint8Array;
  private readonly rules: readonly CompiledRule[];

  constructor(rule: SuccessRule) {
    this.statuses = new Uint8Array(1_000);
    for (const [from, to] of rule.status) this.statuses.fill(1, from, to + 1);
    this.rules = rule.body.map((bodyRule) => ({ rule: bodyRule, path: compilePath(bodyRule.path) }));
    this.needsBody = rule.body.length > 0;
  }

  /** Whether the status lies in one of the ranges, bounds included. */
  acceptsStatus(status: number): boolean {
    return this.statuses[status] === 1;
  }

  /** Whether every rule holds for a parsed body. */
  acceptsBody(body: unknown): boolean {
    for (const { rule, path } of this.rules) {
      if (!bodyRuleHolds(rule, valueAt(body, path))) return false;
    }
    return true;
  }
}

/** Whether a rule holds for what was found at its path. A member that is absent equals nothing; one that is null is present. */
export function bodyRuleHolds(rule: BodyRule, found: unknown): boolean {
  if ('equals' in rule) return found === rule.equals;
  if ('not' in rule) return found !== rule.not;
  return (found !== undefined) === rule.present;
}
