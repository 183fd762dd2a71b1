import { Option, type Command } from 'commander';
import { HitgateError, exitCodes, usageError, type ExitCode } from '../../errors.ts';
import { worstExitCode } from '../../judge/exit-code.ts';
import type { CommandContext } from '../program.ts';
import { driveScenario } from '../run/drive-scenario.ts';
import { preparePlan } from '../run/prepare-plan.ts';
import { loadScenarioFile } from '../scenario-file/load-scenario-file.ts';
import { renderError } from '../render-error.ts';
import { collect, onInconclusiveOption } from './options.ts';
import { addOverrideOptions, overridesOf, type OverrideOptions } from './overrides.ts';

type RunFlags = OverrideOptions & {
  readonly out: string;
  readonly profile?: string;
  readonly fault: readonly string[];
  readonly targetOption: readonly string[];
  readonly samples?: true;
  readonly coverage?: string;
  readonly quiet?: true;
  readonly calibration: boolean;
  readonly onInconclusive?: 'pass' | 'fail';
};

const examples = `
Examples:
  $ hitgate run scenarios/sla.ts                            the reference target, started and stopped here
  $ hitgate run scenarios/sla.ts --target http://127.0.0.1:8080
  $ hitgate run scenarios/sla.ts --profile placeholder      the service before the change
  $ hitgate run scenarios/sla.ts --fault slow-hits:40ms     see a gate fail for its true reason
  $ hitgate run scenarios/smoke.ts scenarios/open.ts --quiet
  $ HITGATE_TARGET=http://127.0.0.1:8080 HITGATE_VUS=200 hitgate run scenarios/sla.ts`;

/** `hitgate run [scenario…]`: drive, record, judge, report; the exit code says the verdict. */
export function addRunCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('run')
    .summary('drive the load, judge it, write a report; the exit code is the verdict')
    .description(
      'Drives the virtual users of one or more scenarios, judges every gate and writes a report folder for each.',
    )
    .argument('[scenario...]', 'scenario files (.ts, .yaml or .json)', ['scenarios/sla.ts']);
  addOverrideOptions(command);
  command
    .option('-o, --out <dir>', 'folder for the run folders', 'reports')
    .option('--samples', 'also write every request to samples.csv')
    .option('--coverage <file>', 'test coverage of the target (lcov.info or a JSON summary) for the go/no-go matrix')
    .option('--no-calibration', "skip the 0.3 s that measure this machine's floor before a run")
    .option('-q, --quiet', 'print the verdict line only')
    .addOption(onInconclusiveOption())
    .addOption(new Option('--profile <name>', 'profile of the reference target').choices(['fact', 'placeholder']))
    .option('--fault <fault>', 'fault of the reference target, as in slow-hits:40ms; may be repeated', collect, [])
    .option(
      '--target-option <flag=value>',
      'any other flag of `hitgate target`, as in pool=32; may be repeated',
      collect,
      [],
    )
    .addHelpText('after', examples)
    .action(async (files: string[], flags: RunFlags) => context.finish(await runScenarios(files, flags, context)));
}

async function runScenarios(
  files: readonly string[],
  flags: RunFlags,
  { environment }: CommandContext,
): Promise<ExitCode> {
  const { cwd, env } = environment;
  const overrides = overridesOf(flags);
  // All scenarios are read before the first byte is sent: a fault in the last one must not waste the first one's load.
  const plans = await collectProblems(files, async (file) =>
    preparePlan(await loadScenarioFile(file, { cwd, env, flags: overrides })),
  );
  const referenceOptions = referenceOptionsOf(flags);
  if (referenceOptions.length > 0 && plans.some(({ scenario }) => scenario.target.url !== undefined)) {
    throw usageError(
      '--profile, --fault and --target-option are for the reference target, but the scenario has a target of its own',
      'remove --target (and HITGATE_TARGET), or remove these flags',
    );
  }
  const codes: ExitCode[] = [];
  for (const plan of plans) {
    try {
      codes.push(await driveScenario(plan, { environment, referenceOptions, ...flags }));
    } catch (error) {
      if (!(error instanceof HitgateError)) throw error;
      environment.stderr.write(renderError(error));
      codes.push(error.exitCode);
    }
    if (codes.at(-1) === exitCodes.interrupted) break;
  }
  return worstExitCode(codes);
}

async function collectProblems<T>(files: readonly string[], load: (file: string) => Promise<T>): Promise<T[]> {
  const results = await Promise.allSettled(files.map(load));
  const failures = results.filter((result) => result.status === 'rejected').map(({ reason }): unknown => reason);
  const [first] = failures;
  if (first === undefined) return results.filter((result) => result.status === 'fulfilled').map(({ value }) => value);
  const known = failures.filter((failure) => failure instanceof HitgateError);
  if (known.length < failures.length || known.length === 1) throw first;
  const problems = known.flatMap(({ message, hint, problems: own }) =>
    own.length > 0 ? own : [{ message, ...(hint === undefined ? {} : { hint }) }],
  );
  throw new HitgateError('several scenarios are not usable', {
    code: 'E_SCENARIO',
    exitCode: exitCodes.usage,
    problems,
  });
}

function referenceOptionsOf({ profile, fault, targetOption }: RunFlags): string[] {
  return [
    ...(profile === undefined ? [] : ['--profile', profile]),
    ...fault.flatMap((text) => ['--fault', text]),
    ...targetOption.map((text) => `--${text}`),
  ];
}
