import type { Command } from 'commander';
import { usageProblems, type ExitCode, type Problem } from '../../../errors.ts';
import type { PairSide } from '../../../plan/pair-order.ts';
import { parseFaults } from '../../../target/faults/parse-fault.ts';
import type { CommandContext } from '../../program.ts';
import { concludeComparison } from '../../pairs/conclude-ab.ts';
import { drivePairs } from '../../pairs/drive-pairs.ts';
import { holdAgainstFloors } from '../../pairs/hold-against-floors.ts';
import type { PlannedSide, SideSource } from '../../pairs/side.ts';
import { durationMillis, onInconclusiveOption } from '../options.ts';
import { addReferenceOptions } from '../reference-options.ts';
import { addPairOptions, type PairFlags } from './pair-options.ts';
import { planSide, type SidePlan } from './plan-side.ts';
import { addSideOptions, readSides, type NamedSide, type SideFlags } from './side-flags.ts';

type Flags = PairFlags & SideFlags & { readonly onInconclusive?: 'pass' | 'fail' };

const defaultPairs = 7;
const defaultStartMillis = 30_000;

const examples = `
Examples:
  $ hitgate ab --before http://127.0.0.1:8080 --after http://127.0.0.1:8081
  $ hitgate ab scenarios/sla.ts --target http://127.0.0.1:8080 \\
      --before-cmd './service-1.0 --port 8080' --after-cmd './service-1.1 --port 8080'
  $ hitgate ab --before-cmd 'node old.js' --before-url http://127.0.0.1:3000 \\
      --after-cmd 'node new.js' --after-url http://127.0.0.1:3001 --pairs 12 --duration 30s
  $ hitgate ab --before-profile placeholder --after-profile fact       the reference target, before and after
  $ hitgate ab --after-fault slow-hits:15%                             a regression on hits, found
  $ hitgate ab --after-fault fewer-hits:10%                            the hit rate falls, no class gets slower

Exit codes: 0 IMPROVED or NO REGRESSION; 1 REGRESSED, NO DATA or CLAIM NOT MET; 2 usage or scenario error, or a margin below the
            noise floor (nothing sent); 3 INCONCLUSIVE; 4 INVALID; 5 a side failed; 6 report not written; 130 interrupted`;

/** `hitgate ab [scenario]`: two services measured in interleaved pairs, and the verdict on the change. */
export function addAbCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('ab')
    .summary('measure two services in interleaved pairs, and say whether the second is worse')
    .description(
      'Sends the same request sequence to the service before and after a change, in turn, several times, and compares the pairs class by class. With commands, each measurement starts its side, waits for its health and stops it again, so that the sides never run at once. A measurement lasts as long as the scenario says, at most 10 s unless --duration is given.',
    )
    .argument('[scenario]', 'scenario file (.ts, .yaml or .json)', 'scenarios/sla.ts');
  addSideOptions(command);
  addPairOptions(command, defaultPairs)
    .option(
      '--start-timeout <time>',
      'how long a command may take until it is healthy, as in 30s (default: 30s)',
      durationMillis,
    )
    .addOption(onInconclusiveOption());
  addReferenceOptions(command)
    .addHelpText('after', examples)
    .action(async (file: string, flags: Flags) => context.finish(await runAb(file, flags, context)));
}

async function runAb(file: string, flags: Flags, { environment }: CommandContext): Promise<ExitCode> {
  const named = readSides(flags);
  if ('problems' in named) throw usageProblems(named.problems);
  const plans = {
    before: await planSide(file, { flags, url: urlOf(named.before) }, environment),
    after: await planSide(file, { flags, url: urlOf(named.after) }, environment),
  };
  const problems = (['before', 'after'] as const).flatMap((side) => findMismatch(named[side], plans[side], side));
  if (problems.length > 0) throw usageProblems(problems);
  const startMillis = flags.startTimeout ?? defaultStartMillis;
  const sides = {
    before: sideOf(named.before, plans.before, startMillis),
    after: sideOf(named.after, plans.after, startMillis),
  };
  const warnings = await holdAgainstFloors(sides, flags);
  for (const warning of warnings) environment.stderr.write(`warning: ${warning}\n`);
  return drivePairs(
    sides,
    { ...flags, environment, tls: plans.before.tls, kind: 'ab' },
    concludeComparison({ ...flags, environment }),
  );
}

function urlOf(side: NamedSide): { readonly url: string; readonly flag: string } | undefined {
  switch (side.kind) {
    case 'url':
      return side;
    case 'command':
      return side.url;
    case 'reference':
      return undefined;
  }
}

/** What only shows once the scenario was read. */
function findMismatch(named: NamedSide, { plan }: SidePlan, side: PairSide): Problem[] {
  const { url } = plan.scenario.target;
  switch (named.kind) {
    case 'url':
      return [];
    case 'command':
      if (url !== undefined) return [];
      return [
        {
          message: `nothing says where the command of --${side}-cmd listens`,
          hint: `give its URL with --${side}-url, or one for both sides with --target`,
        },
      ];
    case 'reference':
      if (url === undefined) return parseFaults(faultsOf(named.options)).problems;
      if (side === 'after') return [];
      return [
        {
          message: `the scenario has a target of its own (${url}), and nothing says what the other side is`,
          hint: 'give --before URL and --after URL, or two commands with --before-cmd and --after-cmd; for the reference target remove the URL',
        },
      ];
  }
}

function faultsOf(options: readonly string[]): string[] {
  return options.filter((_, index) => options[index - 1] === '--fault');
}

function sideOf(named: NamedSide, { plan }: SidePlan, startMillis: number): PlannedSide {
  return { plan, source: sourceOf(named, startMillis) };
}

function sourceOf(named: NamedSide, startMillis: number): SideSource {
  switch (named.kind) {
    case 'url':
      return { kind: 'url' };
    case 'reference':
      return named;
    case 'command':
      return { kind: 'command', command: named.command, flag: named.flag, startMillis };
  }
}
