import { InvalidArgumentError, type Command } from 'commander';
import { usageError } from '../../errors.ts';
import { concludeSignoff, signoffExitCode } from '../../report/signoff/conclude-signoff.ts';
import { parseCost, unitProblem, type Cost } from '../../report/signoff/roi.ts';
import { signOffRoles } from '../../reporters/decision-words.ts';
import { signoffText } from '../../reporters/signoff-text.ts';
import { microsPerMilli } from '../../units.ts';
import { looksOf } from '../environment.ts';
import type { CommandContext } from '../program.ts';
import { makeRunFolder, runId } from '../run/run-folder.ts';
import { readEvidence, type EvidenceFlags } from '../signoff/read-evidence.ts';
import { writeSignoff } from '../signoff/write-signoff.ts';
import { packageVersion } from '../version.ts';
import { collect, durationMillis } from './options.ts';

type Flags = EvidenceFlags & {
  readonly currentCost?: Cost;
  readonly factCost?: Cost;
  readonly investment?: Cost;
  readonly approver: readonly string[];
  readonly maxAge?: number;
  readonly rehearsal?: true;
};

const examples = `
Examples:
  $ hitgate signoff latest --coverage lcov.info --probes probes.json \\
      --rollout reports/2026-01-31-130000-rollout-sla --comparison reports/2026-01-31-120000-ab-sla
  $ hitgate signoff reports/A reports/B --max-age 7d        two runs of one release: each row is the worst of both
  $ hitgate signoff latest --current-cost "12000 EUR/month" --fact-cost "900 EUR/month" --investment "40000 EUR"
  $ hitgate signoff latest --approver "Head of search" --approver "Duty manager"
  $ hitgate signoff latest --rehearsal                      a run on the reference target, to try the way

Exit codes: 0 GO (or REHEARSAL), 1 NO-GO (a row failed or is not backed), 2 usage, or evidence that is unreadable or of
            different releases, 3 UNDECIDED, 4 a run is INVALID, 6 not written`;

/** `hitgate signoff <run…>`: go or no-go, with the evidence of each row; people sign. */
export function addSignoffCommand(program: Command, context: CommandContext): void {
  program
    .command('signoff')
    .summary('the go/no-go matrix of a release, with the evidence of each row')
    .description(
      'Writes the go/no-go matrix of a release from stored runs and files: GO only when every row is backed. Sends nothing.',
    )
    .argument('<run...>', 'run folders, report.json files, baseline names or "latest", all of one scenario and target')
    .option('--coverage <file>', 'test coverage of the target: lcov.info, Cobertura XML or a JSON summary')
    .option(
      '--probes <file>',
      'what hitgate probe --format json wrote, or a folder with such a probes.json; may be given several times',
      collect,
      [],
    )
    .option('--rollout <file>', 'rollout.json or its folder, of a drill: whether the rollback was tested')
    .option(
      '--comparison <file>',
      'comparison.json or its folder, of hitgate ab or compare: no regression, and the claims at launch',
    )
    .option('--current-cost <cost>', 'what is paid today, as in "12000 EUR/month"', costOf)
    .option('--fact-cost <cost>', 'what is paid with FACT, in the same unit', costOf)
    .option('--investment <cost>', 'what the change costs once, as in "40000 EUR"', costOf)
    .option('--approver <role>', 'who signs, instead of the four usual roles; may be given several times', collect, [])
    .option('--max-age <time>', 'evidence that was measured longer ago backs nothing, as in 7d', durationMillis)
    .option('--rehearsal', 'print REHEARSAL instead of GO, also for runs on the reference target')
    .option('-o, --out <dir>', 'folder of the runs, and of what is written', 'reports')
    .addHelpText('after', examples)
    .action((runs: string[], flags: Flags) => signOff(runs, flags, context));
}

function costOf(text: string): Cost {
  const cost = parseCost(text);
  if (cost === undefined)
    throw new InvalidArgumentError(`Expected a number and its unit, as in "12000 EUR/month", got "${text}".`);
  return cost;
}

async function signOff(runs: readonly string[], flags: Flags, { environment, finish }: CommandContext): Promise<void> {
  const { stdout, clock, env } = environment;
  const { currentCost, factCost, investment, approver, maxAge, rehearsal } = flags;
  const costs = {
    ...(currentCost === undefined ? {} : { currentCost }),
    ...(factCost === undefined ? {} : { factCost }),
    ...(investment === undefined ? {} : { investment }),
  };
  const problem = unitProblem(costs);
  if (problem !== undefined) throw usageError(problem, 'give costs in one unit, and the investment in their currency');
  const nowMillis = clock.wallMillis();
  const signoff = concludeSignoff(await readEvidence(runs, flags, nowMillis), {
    hitgateVersion: packageVersion(),
    createdAt: new Date(nowMillis).toISOString(),
    rehearsal: rehearsal === true,
    costs,
    approvers: approver.length > 0 ? approver : signOffRoles,
    ...(maxAge === undefined ? {} : { maxAgeMicros: maxAge * microsPerMilli }),
  });
  const folder = makeRunFolder(flags.out, runId(nowMillis, `signoff-${signoff.scenario}`));
  // Printed before it is written, so that a full disk does not hide it.
  stdout.write(signoffText(signoff, { ...looksOf(environment), folder }));
  await writeSignoff(signoff, folder, env['GITHUB_STEP_SUMMARY']);
  finish(signoffExitCode(signoff));
}
