import { InvalidArgumentError, Option, type Command } from 'commander';
import { planJson } from '../../reporters/plan-json.ts';
import { planText } from '../../reporters/plan-text.ts';
import { summarisePlan } from '../../plan/summarise-plan.ts';
import type { CommandContext } from '../program.ts';
import { secretValues } from '../hooks/hook-secrets.ts';
import { maskCommands } from '../hooks/mask-commands.ts';
import { assume, type AssumeFlags } from '../run/assume.ts';
import { preparePlan } from '../run/prepare-plan.ts';
import { loadScenarioFile } from '../scenario-file/load-scenario-file.ts';
import { addOverrideOptions, overridesOf, type OverrideOptions } from './overrides.ts';

type PlanFlags = OverrideOptions & AssumeFlags & { readonly format: 'text' | 'json' };

const examples = `
Examples:
  $ hitgate plan scenarios/sla.ts
  $ hitgate plan scenarios/sla.ts --vus 1000 --duration 5m --assume-rate 900
  $ hitgate plan scenarios/sla.ts --runs 5 --from latest      rate, hit rate and correlation of a stored run
  $ hitgate plan scenarios/open.ts --format json`;

/** `hitgate plan <scenario>`: prints what would be sent and what it can decide; sends nothing. */
export function addPlanCommand(program: Command, { environment }: CommandContext): void {
  const command = program
    .command('plan')
    .summary('print what a scenario would send and what it can decide; send nothing')
    .description(
      'Prints the digest of the request sequence, the predicted and the greatest attainable hit rate, and\nfor each gate what it needs and the chance that it passes in the planned length. Where users wait\nfor answers, time decides how many requests there are: give a rate with --assume-rate, or a run\nthat shows it with --from. Sends nothing: a gate that cannot be reached is an error here, before\nany load.',
    )
    .argument('<scenario>', 'scenario file (.ts, .yaml or .json)')
    .addHelpText('after', examples);
  addOverrideOptions(command);
  command
    .option('--assume-rate <n>', 'requests a second that a closed load is taken to reach', positiveNumber)
    .option('--from <run>', 'take rate, hit rate and correlation of a run folder, report.json, baseline or "latest"')
    .option('-o, --out <dir>', 'folder of the runs, for --from', 'reports')
    .addOption(new Option('-f, --format <format>', 'what to print').choices(['text', 'json']).default('text'))
    .action(async (file: string, flags: PlanFlags) => {
      const { cwd, env, stdout } = environment;
      const plan = await preparePlan(await loadScenarioFile(file, { cwd, env, flags: overridesOf(flags) }));
      const { assumption, notes } = await assume(plan, flags);
      const summary = summarisePlan(plan, assumption);
      const { faults = [] } = maskCommands(plan.scenario, secretValues(env, plan.scenario));
      const noted = { ...summary, faults, warnings: [...notes, ...summary.warnings] };
      stdout.write(flags.format === 'json' ? planJson(noted) : planText(noted));
    });
}

function positiveNumber(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError(`Expected a number above 0, got "${text}".`);
}
