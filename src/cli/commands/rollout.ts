import { Option, type Command } from 'commander';
import { exitCodes, usageError, type ExitCode } from '../../errors.ts';
import { foreseeWarnings } from '../../plan/plan-warnings.ts';
import type { Pace } from '../../recorder/snapshot.ts';
import { rolloutHead } from '../../reporters/rollout-text.ts';
import { describeRollout } from '../../rollout/describe-rollout.ts';
import { gatesOfWholeLoad } from '../../rollout/stage-scenarios.ts';
import { formatPercent } from '../../units.ts';
import { maskCommands } from '../hooks/mask-commands.ts';
import type { CommandContext } from '../program.ts';
import { lockRollout } from '../rollout/rollout-lock.ts';
import { prepareRollout, warnOfFloors, type SideUrls } from '../rollout/prepare-rollout.ts';
import { planOf, type PreparedRollout } from '../rollout/rollout-session.ts';
import { findUnfinished } from '../rollout/rollout-store.ts';
import { runRollout, type RolloutMode } from '../rollout/run-rollout.ts';
import { takeUp } from '../rollout/take-up-rollout.ts';
import { loadScenarioFile } from '../scenario-file/load-scenario-file.ts';
import { wholeNumber, workersOf } from './options.ts';
import { addTargetOptions, overridesOf, type OverrideOptions } from './overrides.ts';

type Flags = Omit<OverrideOptions, 'runs' | 'duration'> &
  SideUrls & {
    readonly out: string;
    readonly quiet?: true;
    readonly calibration: boolean;
    readonly workers?: number;
    readonly pace?: Pace;
    readonly dryRun?: true;
    readonly resume?: true;
    readonly rollBack?: true;
    readonly testRollback?: true;
  };

const examples = `
Examples:
  $ hitgate rollout scenarios/examples/rollout.yaml --dry-run        every step and command; sends and runs nothing
  $ hitgate rollout scenarios/examples/rollout.yaml --test-rollback  try the way back before it is needed
  $ hitgate rollout scenarios/examples/rollout.yaml
  $ hitgate rollout release.ts --stable http://10.0.0.1:8080 --canary http://10.0.0.2:8080
  $ hitgate rollout release.ts --resume                              go on where it was interrupted or held
  $ hitgate rollout release.ts --roll-back                           or go back from there

Exit codes: 0 completed (or rolled back as --roll-back asked for, or --test-rollback verified); 1 rolled back because of a failure;
            2 usage or scenario error, or another rollout is unfinished (nothing sent); 3 held: not decided;
            4 held: INVALID measurement; 5 a release is not healthy or stable was lost, or setShare failed (rolled back);
            6 state or report not written; 7 the rollback failed or is not verified: act by hand; 130 interrupted`;

/** `hitgate rollout <scenario>`: a release taken from a small share to all of the load, or back. */
export function addRolloutCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('rollout')
    .summary('take a release from 10 % to 50 % and 100 % of the load, judged at each stage, or roll it back')
    .description(
      'At each stage gives the canary its share, judges it under its load by the SLA and against stable, and goes on, holds or runs the rollback command. Its state is kept on disk: an interrupted rollout is resumed or rolled back, and never goes on by itself.',
    )
    .argument('<scenario>', 'scenario file (.ts, .yaml or .json) with actions.rollback');
  addTargetOptions(command)
    .option('-u, --vus <n>', 'virtual users of the whole load (HITGATE_VUS)', wholeNumber(1))
    .option(
      '-r, --rate <n>',
      'requests a second of the whole load, for constant-arrival-rate (HITGATE_RATE)',
      wholeNumber(1),
    )
    .option('--stable <url>', 'URL of the release before, instead of rollout.stable')
    .option('--canary <url>', 'URL of the new release, instead of rollout.canary')
    .option('-o, --out <dir>', 'folder for the folders of rollouts', 'reports')
    .option('--dry-run', 'print every step and command; send and run nothing')
    .option('--resume', 'go on with the unfinished rollout of this scenario, at the beginning of its stage')
    .option('--roll-back', 'go back from the unfinished rollout of this scenario')
    .option('--test-rollback', 'set the first share, roll back and verify it, without judging any load')
    .option('-q, --quiet', 'print the end only')
    .option('--no-calibration', "skip the 0.3 s that measure this machine's floor")
    .option('--workers <n>', 'engine threads, or "auto": as many as the load needs (default: auto)', workersOf)
    .addOption(
      new Option('--pace <pace>', 'how starts are timed (default: by load and cores)').choices([
        'precise',
        'economical',
      ]),
    )
    .addHelpText('after', examples)
    .action(async (file: string, flags: Flags) => context.finish(await rollOut(file, flags, context)));
}

async function rollOut(file: string, flags: Flags, { environment }: CommandContext): Promise<ExitCode> {
  const { cwd, env, stdout } = environment;
  const mode = modeOf(flags);
  const loaded = await loadScenarioFile(file, { cwd, env, flags: overridesOf(flags) });
  const prepared = await prepareRollout(loaded, flags, environment);
  if (flags.dryRun === true) {
    stdout.write(`${describeRollout(masked(prepared)).join('\n')}\n`);
    return exitCodes.pass;
  }
  const { name } = prepared.scenario;
  const unlock = lockRollout(flags.out, name);
  try {
    const unfinished = await findUnfinished(flags.out, name);
    const foreseen = mode === 'begin' || mode === 'resume' ? await warningsOf(prepared, flags.out) : [];
    const begun = await takeUp(unfinished, { mode, prepared, environment, out: flags.out });
    if (flags.quiet !== true) {
      for (const warning of [...foreseen, ...begun.warnings]) environment.stderr.write(`warning: ${warning}\n`);
      stdout.write(rolloutHead(begun.record));
    }
    return await runRollout(prepared, begun, { ...flags, quiet: flags.quiet === true, environment });
  } finally {
    unlock();
  }
}

function modeOf({ resume, rollBack, testRollback, dryRun }: Flags): RolloutMode {
  const flags = { '--resume': resume, '--roll-back': rollBack, '--test-rollback': testRollback, '--dry-run': dryRun };
  const given = Object.entries(flags).flatMap(([name, value]) => (value === true ? [name] : []));
  if (given.length > 1) throw usageError(`${given.join(' and ')} exclude each other`, 'give one of them');
  if (resume === true) return 'resume';
  if (rollBack === true) return 'roll back';
  return testRollback === true ? 'drill' : 'begin';
}

function masked(prepared: PreparedRollout): Parameters<typeof describeRollout>[0] {
  const scenario = maskCommands(prepared.scenario, prepared.hidden);
  const { rollout = prepared.rollout, actions = prepared.actions } = scenario;
  return { scenario, rollout, actions, scenarios: prepared.scenarios };
}

async function warningsOf(prepared: PreparedRollout, out: string): Promise<readonly string[]> {
  const { rollout, scenario, scenarios } = prepared;
  const gates = rollout.canary === undefined ? [] : gatesOfWholeLoad(scenario);
  const foreseen = scenarios.stages.flatMap(({ share, sent }) =>
    foreseeWarnings(planOf(prepared, sent.kind === 'sides' ? sent.canary : sent.scenario)).map(
      (warning) => `at ${formatPercent(share)}: ${warning}`,
    ),
  );
  return [
    ...(await warnOfFloors(prepared, out)),
    ...(rollout.setShare === undefined
      ? ['there is no rollout.setShare: the load of hitgate is split, and the traffic of nobody else']
      : []),
    ...(gates.length === 0 ? [] : [`judged at 100 % only, as it means the whole load: ${gates.join(', ')}`]),
    ...foreseen,
  ];
}
