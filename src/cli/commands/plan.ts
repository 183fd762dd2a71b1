import type { Command } from 'commander';
import { planText } from '../../reporters/plan-text.ts';
import { summarisePlan } from '../../plan/summarise-plan.ts';
import type { CommandContext } from '../program.ts';
import { preparePlan } from '../run/prepare-plan.ts';
import { loadScenarioFile } from '../scenario-file/load-scenario-file.ts';
import { addOverrideOptions, overridesOf, type OverrideOptions } from './overrides.ts';

/** `hitgate plan <scenario>`: prints what would be sent and what it can decide; sends nothing. */
export function addPlanCommand(program: Command, { environment }: CommandContext): void {
  const command = program
    .command('plan')
    .summary('print what a scenario would send and what it can decide; send nothing')
    .description(
      'Prints the digest of the request sequence, the predicted and the greatest attainable hit rate, and what each gate needs.\nSends nothing: a gate that cannot be reached is an error here, before any load.',
    )
    .argument('<scenario>', 'scenario file (.ts, .yaml or .json)')
    .addHelpText(
      'after',
      '\nExamples:\n  $ hitgate plan scenarios/sla.ts\n  $ hitgate plan scenarios/sla.ts --vus 1000 --duration 5m',
    );
  addOverrideOptions(command);
  command.action(async (file: string, options: OverrideOptions) => {
    const { cwd, env, stdout } = environment;
    const scenario = await loadScenarioFile(file, { cwd, env, flags: overridesOf(options) });
    stdout.write(planText(summarisePlan(await preparePlan(scenario))));
  });
}
