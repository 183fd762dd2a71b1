import type { BodyRule } from './scenario.ts';

/** Whether a rule holds for what was found at its path. A member that is absent equals nothing; one that is null is present. */
export function bodyRuleHolds(rule: BodyRule, value: unknown): boolean {
  if ('equals' in rule) return value === rule.equals;
  if ('not' in rule) return value !== rule.not;
  return (value !== undefined) === rule.present;
}

/** What a rule wants, as the rest of a sentence: 'true', 'anything but "error"', 'a value'. */
export function wantedBy(rule: BodyRule): string {
  if ('equals' in rule) return JSON.stringify(rule.equals);
  if ('not' in rule) return `anything but ${JSON.stringify(rule.not)}`;
  return rule.present ? 'a value' : 'no value';
}
