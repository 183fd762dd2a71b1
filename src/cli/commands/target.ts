import process from 'node:process';
import { Option, type Command } from 'commander';
import { referenceTargetFlags, referenceTargetOptions } from '../../target/options.ts';
import { startReferenceTarget } from '../../target/reference-target.ts';
import type { CliEnvironment } from '../environment.ts';
import type { CommandContext } from '../program.ts';
import { collect } from './options.ts';

type TargetFlags = Readonly<Record<string, string | readonly string[] | boolean | undefined>> & {
  readonly fault: readonly string[];
  readonly json?: true;
  readonly untilStdinCloses?: true;
};

const examples = `
Examples:
  $ hitgate target                                       the service after the change, on a free port
  $ hitgate target --port 8080 --profile placeholder     the service before it
  $ hitgate target --pool 32                             the pool of the real service, which 100 users exhaust
  $ hitgate target --fault freeze:200ms/5s --fault error-burst:5%
  $ hitgate target --replicas 3 --single-flight on       three services that share their answers, each at its own port

It answers POST /query, GET /health, GET /metrics, POST /mcp, and GET /truth with its own record of what it did.`;

/** `hitgate target`: the reference target as a process of its own, until it is interrupted. */
export function addTargetCommand(program: Command, { environment }: CommandContext): void {
  const command = program
    .command('target')
    .summary('run the reference target, a stand-in for the real service')
    .description(
      'Runs the reference target until it is interrupted. It stands in for the real service and is never taken for it.',
    );
  for (const { syntax, meaning, repeatable } of referenceTargetFlags) {
    const option = new Option(syntax, meaning);
    command.addOption(repeatable === true ? option.argParser(collect).default([], 'none') : option);
  }
  command
    .option('--json', 'print the address as one line of JSON')
    .addOption(new Option('--until-stdin-closes', 'end with the parent process').hideHelp())
    .addHelpText('after', examples)
    .action((flags: TargetFlags) => serve(flags, environment));
}

async function serve(flags: TargetFlags, environment: CliEnvironment): Promise<void> {
  const options = referenceTargetOptions(flags);
  const running = await startReferenceTarget(options);
  const { url, urls } = running;
  const replicas = options.replicas === 1 ? '' : `, ${options.replicas} replicas`;
  const ready =
    flags.json === true
      ? JSON.stringify({ url, urls, profile: options.profile, faults: flags.fault })
      : `reference target (profile ${options.profile}${replicas}) listens on ${urls.join(', ')}; Ctrl-C ends it`;
  environment.stdout.write(`${ready}\n`);
  await untilEnd(flags.untilStdinCloses === true, environment);
  await running.close();
}

/** A child of a run ends when its parent does and leaves Ctrl-C and a closed terminal to it; otherwise these end the target. */
function untilEnd(withParent: boolean, environment: CliEnvironment): Promise<void> {
  return new Promise((resolve) => {
    if (!withParent) {
      environment.onInterrupt(resolve);
      return;
    }
    for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
    process.stdin
      .on('close', resolve)
      .on('error', () => resolve())
      .resume();
  });
}
