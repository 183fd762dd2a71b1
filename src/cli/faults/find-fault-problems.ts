import type { Problem } from '../../errors.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { parseFaults } from '../../target/faults/parse-fault.ts';

/** Faults to inject that the reference target does not know, or that end it, so that they could not be undone. */
export function findFaultProblems({ faults = [], file }: Pick<Scenario, 'faults' | 'file'>): Problem[] {
  return faults.flatMap(({ name, action }): Problem[] => {
    if (action.kind === 'command') return [];
    const parsed = parseFaults(action.faults);
    const fatal = parsed.faults.filter(({ effect }) => effect.kind === 'dies');
    return [
      ...parsed.problems.map((problem) =>
        Object.assign({}, problem, {
          message: `the fault "${name}" cannot be injected: ${problem.message}`,
          file,
          path: ['faults'],
        }),
      ),
      ...fatal.map(({ text }) => ({
        message: `the fault "${name}" cannot be injected: ${text} ends the target, which nothing undoes`,
        hint: 'use --fault for a run that ends with its target, or a command with its undo',
        file,
        path: ['faults'],
      })),
    ];
  });
}
