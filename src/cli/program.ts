import { Command, CommanderError } from 'commander';
import { HitgateError, exitCodes, usageError, type ExitCode } from '../errors.ts';
import { annotateError } from './annotate.ts';
import type { CliEnvironment } from './environment.ts';
import { addAaCommand } from './commands/pairs/aa.ts';
import { addAbCommand } from './commands/pairs/ab.ts';
import { addBaselineCommand } from './commands/baseline/baseline.ts';
import { addCapacityCommand } from './commands/capacity.ts';
import { addCompareCommand } from './commands/compare.ts';
import { addCrossCheckCommand } from './commands/cross-check.ts';
import { addJudgeCommand } from './commands/judge.ts';
import { addPlanCommand } from './commands/plan.ts';
import { addProbeCommand } from './commands/probe.ts';
import { addReportCommand } from './commands/report.ts';
import { addRolloutCommand } from './commands/rollout.ts';
import { addRulesCommand } from './commands/rules.ts';
import { addRunCommand } from './commands/run.ts';
import { addSignoffCommand } from './commands/signoff.ts';
import { addTargetCommand } from './commands/target.ts';
import { addWatchCommand } from './commands/watch.ts';
import { renderError } from './render-error.ts';
import { packageVersion } from './version.ts';

/** What a command needs beside its own flags: the process, and where to leave its exit code. */
export type CommandContext = {
  readonly environment: CliEnvironment;
  readonly finish: (code: ExitCode) => void;
};

const examples = `
Examples:
  $ hitgate run scenarios/sla.ts                          against the reference target, started and stopped here
  $ hitgate run scenarios/sla.ts --target http://127.0.0.1:8080 --vus 200
  $ hitgate plan scenarios/sla.ts                         what would be sent, and what it can decide; sends nothing
  $ hitgate probe scenarios/probes.ts                     citations, consensus, cache: functional checks, no load
  $ hitgate report latest --format markdown               a stored run again
  $ hitgate baseline save latest --name pre-integration
  $ hitgate compare pre-integration latest
  $ hitgate ab --before http://127.0.0.1:8080 --after http://127.0.0.1:8081
  $ hitgate capacity scenarios/sla.ts --vus               the greatest load that meets every gate
  $ hitgate watch scenarios/sla.ts --target http://127.0.0.1:8080 --for 2h
  $ hitgate cross-check scenarios/sla.ts                  hitgate’s engine beside autocannon’s
  $ hitgate signoff latest --coverage lcov.info           go or no-go, with the evidence of each row

Exit codes: 0 PASS, 1 FAIL, 2 usage or scenario error (nothing sent), 3 INCONCLUSIVE, 4 INVALID measurement,
            5 target or engine failed, 6 report not written, 70 bug in hitgate, 130 interrupted`;

/** Runs one command line and returns its exit code; expected failures are printed to stderr, bugs are thrown. */
export async function runCli(environment: CliEnvironment): Promise<ExitCode> {
  let code: ExitCode = exitCodes.pass;
  const context: CommandContext = {
    environment,
    finish: (result) => {
      code = result;
    },
  };
  try {
    await buildProgram(context).parseAsync([...environment.argv], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return exitCodes.pass;
      if (error.code !== 'commander.help')
        annotateFailure(usageError(error.message.replace(/^error: /u, '')), environment);
      return exitCodes.usage;
    }
    if (!(error instanceof HitgateError)) throw error;
    environment.stderr.write(renderError(error));
    annotateFailure(error, environment);
    return error.exitCode;
  }
}

/** Flags may be what is wrong, so this one is looked for and not parsed. */
function annotateFailure(error: HitgateError, environment: CliEnvironment): void {
  if (!environment.argv.includes('--no-annotations')) annotateError(error, environment);
}

function buildProgram(context: CommandContext): Command {
  const { stdout, stderr } = context.environment;
  const program = new Command('hitgate')
    .description(
      'Load-tests a cached query service and gives a verdict: latency split by cache hit and miss, judged against an SLA.',
    )
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .showHelpAfterError('(run the command with --help to see its flags and examples)')
    .addHelpText('after', examples)
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      getOutHelpWidth: () => Math.min(stdout.columns, 110),
      getErrHelpWidth: () => Math.min(stderr.columns, 110),
    })
    .exitOverride();
  for (const add of [
    addRunCommand,
    addPlanCommand,
    addJudgeCommand,
    addProbeCommand,
    addReportCommand,
    addBaselineCommand,
    addAbCommand,
    addAaCommand,
    addCapacityCommand,
    addCompareCommand,
    addCrossCheckCommand,
    addRulesCommand,
    addWatchCommand,
    addRolloutCommand,
    addSignoffCommand,
    addTargetCommand,
  ]) {
    add(program, context);
  }
  return program;
}
