import type { Command } from 'commander';
import { usageProblems, type ExitCode } from '../../../errors.ts';
import type { Plan } from '../../../plan/plan.ts';
import { concludeNoiseFloor } from '../../pairs/conclude-aa.ts';
import { drivePairs } from '../../pairs/drive-pairs.ts';
import type { PlannedSide } from '../../pairs/side.ts';
import type { CommandContext } from '../../program.ts';
import { durationMillis } from '../options.ts';
import { addReferenceOptions, referenceOptionsOf, type ReferenceFlags } from '../reference-options.ts';
import { addPairOptions, type PairFlags } from './pair-options.ts';
import { planSide } from './plan-side.ts';

type Flags = PairFlags & ReferenceFlags & { readonly cmd?: string; readonly startTimeout?: number };

const defaultPairs = 10;
const defaultStartMillis = 30_000;

const examples = `
Examples:
  $ hitgate aa                                              the reference target
  $ hitgate aa scenarios/sla.ts --target http://127.0.0.1:8080 --pairs 20
  $ hitgate aa --cmd './service --port 8080' --target http://127.0.0.1:8080

The floor is kept in reports/noise-floor and holds for this machine, request sequence, load and target. hitgate ab with the same
refuses margins below it.

Exit codes: 0 measured; 1 the target differs from itself by more than the margins; 2 usage or scenario error (nothing sent);
            4 INVALID; 5 the target failed; 6 report not written; 130 interrupted`;

/** `hitgate aa [scenario]`: one target measured against itself, as `hitgate ab` measures two. */
export function addAaCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('aa')
    .summary('measure how much a target differs from itself: the noise floor of hitgate ab')
    .description(
      'Measures one target as both sides of a comparison, in interleaved pairs, and keeps how much they differ: no smaller change can be found on this machine with this load. A measurement lasts as long as the scenario says, at most 10 s unless --duration is given.',
    )
    .argument('[scenario]', 'scenario file (.ts, .yaml or .json)', 'scenarios/sla.ts');
  addPairOptions(command, defaultPairs)
    .option('--cmd <command>', 'command that starts the target for each measurement and keeps running')
    .option(
      '--start-timeout <time>',
      'how long the command may take until it is healthy, as in 30s (default: 30s)',
      durationMillis,
    );
  addReferenceOptions(command)
    .addHelpText('after', examples)
    .action(async (file: string, flags: Flags) => context.finish(await runAa(file, flags, context)));
}

async function runAa(file: string, flags: Flags, { environment }: CommandContext): Promise<ExitCode> {
  const { plan, tls } = await planSide(file, { flags, url: undefined }, environment);
  const side = sideOf(withoutClaims(plan), flags);
  return drivePairs(
    { before: side, after: side },
    { ...flags, environment, tls, kind: 'aa' },
    concludeNoiseFloor({ ...flags, environment }),
  );
}

function sideOf(plan: Plan, flags: Flags): PlannedSide {
  const { url } = plan.scenario.target;
  const options = referenceOptionsOf(flags, [plan.scenario]);
  if (flags.cmd === undefined) {
    if (flags.startTimeout !== undefined) {
      throw usageProblems([
        { message: '--start-timeout is for a command, but there is none', hint: 'give it with --cmd' },
      ]);
    }
    return { plan, source: url === undefined ? { kind: 'reference', options } : { kind: 'url' } };
  }
  if (url === undefined || flags.cmd.trim() === '') {
    throw usageProblems([
      {
        message: url === undefined ? 'nothing says where the command of --cmd listens' : '--cmd is empty',
        hint: url === undefined ? 'give its URL with --target' : 'give the command that starts the target',
      },
    ]);
  }
  const startMillis = flags.startTimeout ?? defaultStartMillis;
  return { plan, source: { kind: 'command', command: flags.cmd, flag: '--cmd', startMillis } };
}

/** A target cannot be better than itself as a change is claimed to be. */
function withoutClaims(plan: Plan): Plan {
  const { baseline, ...scenario } = plan.scenario;
  if (baseline === undefined) return plan;
  const { claims: _, ...rest } = baseline;
  return { ...plan, scenario: { ...scenario, baseline: rest } };
}
