import type { Plan } from '../../plan/plan.ts';

/** The plan for one run: what is measured in turn with something else is repeated by whoever takes turns. */
export function singleRun(plan: Plan): Plan {
  return { ...plan, scenario: { ...plan.scenario, runs: 1 } };
}
