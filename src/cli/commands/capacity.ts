import { InvalidArgumentError, Option, type Command } from 'commander';
import type { Precision } from '../../capacity/search.ts';
import { loadUnitOf, searchScenario, searchStep } from '../../capacity/step-scenario.ts';
import type { ExitCode } from '../../errors.ts';
import { driveCapacity } from '../capacity/drive-capacity.ts';
import { settingsOf, type SearchFlags } from '../capacity/search-settings.ts';
import type { CommandContext } from '../program.ts';
import { preparePlan } from '../run/prepare-plan.ts';
import { loadScenarioFile } from '../scenario-file/load-scenario-file.ts';
import { readTls } from '../tls/read-tls.ts';
import { addEngineOptions, type EngineFlags } from './engine-options.ts';
import { durationMillis, onInconclusiveOption, wholeNumber } from './options.ts';
import { addTargetOptions, overridesOf, type OverrideOptions } from './overrides.ts';
import { addReferenceOptions, referenceOptionsOf, type ReferenceFlags } from './reference-options.ts';

type Flags = Omit<OverrideOptions, 'vus' | 'rate' | 'duration' | 'runs'> &
  ReferenceFlags &
  SearchFlags &
  EngineFlags & {
    readonly vus?: true;
    readonly rate?: true;
    readonly onInconclusive?: 'pass' | 'fail';
  };

const examples = `
Examples:
  $ hitgate capacity scenarios/sla.ts --vus                 the reference target, from 15 users to 960
  $ hitgate capacity scenarios/sla.ts --vus --target-option round-trip=5ms --target-option pool=32
                                                            the reference target with 5 ms to its cache and 32 connections
  $ hitgate capacity scenarios/open.ts --rate --from 100 --to 4000 --target http://127.0.0.1:8080
  $ hitgate capacity scenarios/sla.ts --vus --at-least 100 --quiet
                                                            a gate of a pipeline: exit 0 only when 100 users are borne

A step ends as soon as every gate is decided, after 20 s at the earliest. Gates on vus_in_flight and http_reqs are about the load itself
and are left out.

Exit codes: 0 a load is confirmed (of at least --at-least); 1 the least load fails (or --at-least, or less); 2 usage or scenario error
            (nothing sent); 3 INCONCLUSIVE; 4 INVALID: nothing was decided, as this machine cannot drive it; 5 the target failed;
            6 report not written; 130 interrupted`;

/** `hitgate capacity [scenario]`: the greatest load that meets every gate, with its interval. */
export function addCapacityCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('capacity')
    .summary('find the greatest load that meets every gate')
    .description(
      'Finds the greatest number of users or requests a second that meets every gate: doubles the load until a gate fails, halves the gap between what passes and what fails, and confirms the answer in a longer run.',
    )
    .argument('[scenario]', 'scenario file (.ts, .yaml or .json)', 'scenarios/sla.ts')
    .addOption(new Option('--vus', 'search for a number of users (default with constant-vus)').conflicts('rate'))
    .option('--rate', 'search for requests a second (default with constant-arrival-rate)')
    .option(
      '--from <n>',
      'least load to try (default: begins at an eighth of the scenario’s, and goes down to 1)',
      wholeNumber(1),
    )
    .option('--to <n>', 'greatest load to try (default: eight times the scenario’s)', wholeNumber(1))
    .option(
      '--precision <p>',
      'how near the answer has to be: a share as in 5%, or a number of users as in 1 (default: 5%)',
      precisionOf,
    )
    .option('--max-steps <n>', 'steps at most, confirmations not counted (default: 12)', wholeNumber(1))
    .option('--step <time>', 'longest measured phase of a step, over 20 s (default: 30s)', durationMillis)
    .option('--confirm <time>', 'length of the last step, at the answer (default: 60s)', durationMillis)
    .option('--settle <time>', 'pause between two steps (default: 2s)', durationMillis)
    .option('--at-least <n>', 'pass when the capacity is at least this, fail when it is surely less', wholeNumber(1));
  addTargetOptions(command);
  addEngineOptions(command).addOption(onInconclusiveOption());
  addReferenceOptions(command)
    .addHelpText('after', examples)
    .action(async (file: string, flags: Flags) => context.finish(await runCapacity(file, flags, context)));
}

async function runCapacity(file: string, flags: Flags, { environment }: CommandContext): Promise<ExitCode> {
  const { cwd, env } = environment;
  const { vus, rate, ...others } = flags;
  const scenario = await loadScenarioFile(file, { cwd, env, flags: overridesOf(others) });
  const unit = loadUnitOf(scenario, vus === true ? 'vus' : rate === true ? 'rate' : undefined);
  const stepScenario = searchScenario(scenario);
  const settings = settingsOf(flags, stepScenario, unit);
  const { start, stepMicros, jointTests } = settings;
  // Every fault of a plan is said before anything is sent.
  await preparePlan(searchStep(stepScenario, start, { maxMicros: stepMicros, jointTests }));
  return driveCapacity(
    { scenario, stepScenario, settings },
    {
      ...flags,
      environment,
      tls: await readTls(scenario.target.tls, env),
      referenceOptions: referenceOptionsOf(flags, [scenario]),
    },
  );
}

/** Reads '5%' or '3'. @throws InvalidArgumentError, which the command line shows with the flag's name. */
function precisionOf(text: string): Precision {
  const share = /^(\d+(?:\.\d+)?)\s*%$/u.exec(text.trim());
  if (share !== null) {
    const value = Number(share[1]) / 100;
    if (value > 0 && value < 1) return { kind: 'share', share: value };
  } else if (/^[1-9]\d*$/u.test(text.trim())) {
    return { kind: 'amount', amount: Number(text) };
  }
  throw new InvalidArgumentError(`Expected a share as in 5% or a number of users as in 1, got "${text}".`);
}
