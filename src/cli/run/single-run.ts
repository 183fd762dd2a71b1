import type { Plan } from '../../plan/plan.ts';
import { withoutAbort } from '../../scenario/without-abort.ts';

/**
 * The plan for one run of whole length, which is measured in turn with something else: whoever takes turns repeats it, and no gate ends it early,
 * so that what is compared was measured alike.
 */
export function singleRun(plan: Plan): Plan {
  const { untilDecided: _, ...scenario } = plan.scenario;
  return { ...plan, scenario: { ...scenario, runs: 1, thresholds: scenario.thresholds.map(withoutAbort) } };
}
