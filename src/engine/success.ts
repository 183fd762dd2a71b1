import type { BodyRule, SuccessRule } from '../scenario/scenario.ts';
import { expect, found, type Expected } from './json-found.ts';
import type { JsonScanner } from './json-scanner.ts';
import type { WantedPaths } from './wanted-paths.ts';

type CompiledRule = { readonly slot: number } & (
  | { readonly kind: 'equals' | 'not'; readonly scalar: Expected }
  | { readonly kind: 'present'; readonly present: boolean }
);

/** A success rule made ready. A status alone proves nothing: some gateways answer failures with 200. */
export class SuccessTest {
  /** Whether any rule looks at the body. */
  readonly needsBody: boolean;
  private readonly statuses: Uint8Array;
  private readonly rules: readonly CompiledRule[];

  constructor(rule: SuccessRule, wanted: WantedPaths) {
    this.statuses = new Uint8Array(1_000);
    for (const [from, to] of rule.status) this.statuses.fill(1, from, to + 1);
    this.rules = rule.body.map((bodyRule) => compileRule(bodyRule, wanted.slotOf(bodyRule.path)));
    this.needsBody = rule.body.length > 0;
  }

  /** Whether the status lies in one of the ranges, bounds included. */
  acceptsStatus(status: number): boolean {
    return this.statuses[status] === 1;
  }

  /** Whether every rule holds for a body that was scanned. */
  acceptsBody(body: JsonScanner): boolean {
    for (const rule of this.rules) {
      if (!holds(rule, body)) return false;
    }
    return true;
  }
}

function compileRule(rule: BodyRule, slot: number): CompiledRule {
  if ('equals' in rule) return { slot, kind: 'equals', scalar: expect(rule.equals) };
  if ('not' in rule) return { slot, kind: 'not', scalar: expect(rule.not) };
  return { slot, kind: 'present', present: rule.present };
}

/** `bodyRuleHolds` for a scanned body. */
function holds(rule: CompiledRule, body: JsonScanner): boolean {
  switch (rule.kind) {
    case 'equals':
      return body.is(rule.slot, rule.scalar);
    case 'not':
      return !body.is(rule.slot, rule.scalar);
    case 'present':
      return (body.kinds[rule.slot] !== found.absent) === rule.present;
  }
}
