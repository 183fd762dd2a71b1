import { usageError } from '../../errors.ts';
import type { Scenario } from '../../scenario/scenario.ts';

/** For commands that bring no faults about: what they measure would not be what the scenario says. @throws HitgateError (exit 2). */
export function refuseFaults({ name, faults }: Pick<Scenario, 'name' | 'faults'>): void {
  if (faults === undefined) return;
  throw usageError(
    `the scenario ${name} has faults, and only \`hitgate run\` brings faults about`,
    'use hitgate run, or a scenario without faults and without gates on them',
  );
}
