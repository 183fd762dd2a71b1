import type { PlanText } from '../plan/summarise-plan.ts';

/** `hitgate plan --format json`: everything that the text says, and the exact numbers behind it. What has no bound is left out. */
export function planJson(plan: PlanText): string {
  return `${JSON.stringify(plan, finite, 2)}\n`;
}

function finite(_: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? undefined : value;
}
