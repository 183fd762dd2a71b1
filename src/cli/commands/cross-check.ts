import { availableParallelism } from 'node:os';
import { Option, type Command } from 'commander';
import { chooseSettings } from '../../engine/choose-settings.ts';
import { engineNamed } from '../../engine/engines.ts';
import { exitCodes, type ExitCode } from '../../errors.ts';
import { isLocalUrl } from '../../local-url.ts';
import type { Plan } from '../../plan/plan.ts';
import { crossCheck, type CrossCheck, type CrossCheckOutcome } from '../../report/cross-check.ts';
import { crossCheckText } from '../../reporters/cross-check-text.ts';
import { looksOf } from '../environment.ts';
import type { CommandContext } from '../program.ts';
import { splitCores } from '../processor-cores.ts';
import { createProgress } from '../progress.ts';
import { resolveSecrets } from '../resolve-secrets.ts';
import { measureEngines } from '../run/measure-engines.ts';
import { openTarget } from '../run/open-target.ts';
import { refuseFaults } from '../faults/refuse-faults.ts';
import { preparePlan } from '../run/prepare-plan.ts';
import { shortenLoad } from '../run/shorten-load.ts';
import { loadScenarioFile } from '../scenario-file/load-scenario-file.ts';
import { wholeNumber } from './options.ts';
import { overridesOf, type OverrideOptions } from './overrides.ts';
import { addReferenceOptions, referenceOptionsOf, type ReferenceFlags } from './reference-options.ts';

type Flags = Omit<OverrideOptions, 'runs' | 'rate'> &
  ReferenceFlags & { readonly runs: number; readonly format: 'terminal' | 'json' };

const defaultRuns = 4;
const defaultMicros = 5_000_000;

const examples = `
Examples:
  $ hitgate cross-check scenarios/sla.ts                    the reference target, whose own record says who is right
  $ hitgate cross-check scenarios/sla.ts --duration 30s --runs 5
  $ hitgate cross-check scenarios/sla.ts --vus 200 --target http://127.0.0.1:8080
  $ hitgate cross-check scenarios/sla.ts --format json

Exit codes: 0 they agree, or the difference is not hitgate’s; 1 they differ, and it is or may be hitgate’s;
            2 usage or scenario error (nothing sent); 3 too uncertain to compare; 4 an engine was too busy to compare,
            or sent another sequence; 5 the target failed; 130 interrupted`;

const codes: Readonly<Record<CrossCheckOutcome, ExitCode>> = {
  agree: exitCodes.pass,
  explained: exitCodes.pass,
  disagree: exitCodes.fail,
  inconclusive: exitCodes.inconclusive,
  invalid: exitCodes.invalid,
  'target-lost': exitCodes.target,
};

/** `hitgate cross-check <scenario>`: hitgate's engine beside autocannon's client on the same request sequence. */
export function addCrossCheckCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('cross-check')
    .summary('run hitgate’s engine and autocannon’s in turn, and say whether they agree')
    .description(
      'Sends the same request sequence through hitgate’s engine and through autocannon’s client, in turn, to the same target, and says for each class and quantile whether they agree within their intervals. It judges the engines, not the service, and writes no report folder.',
    )
    .argument('<scenario>', 'scenario file with a closed load of constant users, without think time')
    .option('-t, --target <url>', 'the service to ask, instead of the scenario’s (HITGATE_TARGET)')
    .option('-u, --vus <n>', 'virtual users (HITGATE_VUS)', wholeNumber(1))
    .option('-d, --duration <time>', 'length of each run’s measured phase (default: 5s, or less as in the scenario)')
    .option('--seed <n>', 'seed of the request sequence (HITGATE_SEED)', wholeNumber(0))
    .option('--runs <n>', 'runs of each engine, in the order A B B A', wholeNumber(1), defaultRuns)
    .addOption(
      new Option('-f, --format <format>', 'how to print it').choices(['terminal', 'json']).default('terminal'),
    );
  addReferenceOptions(command)
    .addHelpText('after', examples)
    .action(async (file: string, flags: Flags) => context.finish(await runCrossCheck(file, flags, context)));
}

async function runCrossCheck(file: string, flags: Flags, { environment }: CommandContext): Promise<ExitCode> {
  const { cwd, env, stdout, stderr } = environment;
  const theirs = engineNamed('autocannon');
  const { runs: _, ...given } = flags;
  const loaded = await loadScenarioFile(file, { cwd, env, flags: overridesOf(given) });
  refuseFaults(loaded);
  await preparePlan(loaded, theirs);
  const wantsDuration = flags.duration !== undefined || (env['HITGATE_DURATION'] ?? '') !== '';
  const plan = await preparePlan(wantsDuration ? loaded : shortenLoad(loaded, defaultMicros));
  const referenceOptions = referenceOptionsOf(flags, [plan.scenario]);
  const abort = new AbortController();
  const stopListening = environment.onInterrupt(() => abort.abort());
  const progress = createProgress(stderr, false);
  try {
    const result = await checkBoth(plan, {
      environment,
      referenceOptions,
      progress,
      signal: abort.signal,
      pairs: { ours: engineNamed('hitgate'), theirs, runs: flags.runs },
    });
    progress.stop();
    if (abort.signal.aborted) {
      stderr.write('interrupted: an engine that was cut off cannot be compared\n');
      return exitCodes.interrupted;
    }
    stdout.write(
      flags.format === 'json' ? `${JSON.stringify(result, null, 2)}\n` : crossCheckText(result, looksOf(environment)),
    );
    return codes[result.outcome];
  } finally {
    progress.stop();
    stopListening();
  }
}

type CheckOptions = Pick<Parameters<typeof measureEngines>[2], 'environment' | 'progress' | 'signal'> & {
  readonly referenceOptions: readonly string[];
  readonly pairs: Parameters<typeof measureEngines>[1];
};

async function checkBoth(plan: Plan, options: CheckOptions): Promise<CrossCheck> {
  const { environment, referenceOptions, progress, signal, pairs } = options;
  const { scenario } = plan;
  const secrets = resolveSecrets(scenario.target.request, environment.env);
  progress.note(
    scenario.target.url === undefined ? 'starting the reference target' : `checking ${scenario.target.url}`,
  );
  const target = await openTarget(scenario.target, {
    referenceOptions,
    secrets,
    tls: undefined,
    cores: splitCores(),
    signal,
  });
  try {
    const sides = await measureEngines(plan, pairs, {
      environment,
      target,
      secrets,
      tls: undefined,
      settings: chooseSettings(
        plan,
        { workers: 1 },
        { cores: availableParallelism(), sharesTarget: isLocalUrl(target.url) },
      ),
      progress,
      signal,
      onSlice: () => undefined,
    });
    return crossCheck({ scenario, digest: plan.digest, target: target.identity, ...sides });
  } finally {
    await target.close();
  }
}
