import { Option, type Command } from 'commander';
import type { Pace } from '../../recorder/snapshot.ts';
import { engineNamed, engineNames, type EngineName } from '../../engine/engines.ts';
import type { Plan } from '../../plan/plan.ts';
import { HitgateError, exitCodes, usageError, type ExitCode } from '../../errors.ts';
import { worstExitCode } from '../../judge/exit-code.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { untilDecided } from '../../scenario/until-decided.ts';
import { parseDuration } from '../../units.ts';
import type { CommandContext } from '../program.ts';
import { driveScenario, type DriveOptions } from '../run/drive-scenario.ts';
import { openBaseline } from '../run/open-baseline.ts';
import { preparePlan } from '../run/prepare-plan.ts';
import { loadScenarioFile } from '../scenario-file/load-scenario-file.ts';
import { readTls } from '../tls/read-tls.ts';
import { openMetricsPort } from '../metrics-port/metrics-port.ts';
import { renderError } from '../render-error.ts';
import { onInconclusiveOption, portNumber, workersOf } from './options.ts';
import { addOverrideOptions, overridesOf, type OverrideOptions } from './overrides.ts';
import { addReferenceOptions, referenceOptionsOf, type ReferenceFlags } from './reference-options.ts';

type RunFlags = OverrideOptions &
  ReferenceFlags & {
    readonly engine: EngineName;
    readonly out: string;
    readonly samples?: true;
    readonly coverage?: string;
    readonly quiet?: true;
    readonly annotations: boolean;
    readonly calibration: boolean;
    readonly baseline: boolean;
    readonly pin: boolean;
    readonly workers?: number;
    readonly pace?: Pace;
    readonly probes: boolean;
    readonly despiteProbes?: true;
    readonly untilDecided?: true;
    readonly maxDuration?: string;
    readonly metricsPort?: number;
    readonly onInconclusive?: 'pass' | 'fail';
  };

const examples = `
Examples:
  $ hitgate run scenarios/sla.ts                            the reference target, started and stopped here
  $ hitgate run scenarios/sla.ts --target http://127.0.0.1:8080
  $ hitgate run scenarios/sla.ts --profile placeholder      the service before the change
  $ hitgate run scenarios/sla.ts --fault slow-hits:40ms     see a gate fail for its true reason
  $ hitgate run scenarios/fallback.ts                       FACT goes away under load, and comes back
  $ hitgate run scenarios/sla.ts --engine autocannon        the same requests through another client
  $ hitgate run scenarios/sla.ts --until-decided --max-duration 10m
                                                            no longer than the gates need
  $ hitgate run scenarios/smoke.ts scenarios/open.ts --quiet
  $ hitgate run scenarios/soak.ts --metrics-port 9464       its own figures at http://127.0.0.1:9464/metrics meanwhile
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
    .addOption(
      new Option('--engine <name>', 'what sends the requests; autocannon drives closed loads over plain HTTP only')
        .choices(engineNames)
        .default(engineNames[0]),
    )
    .option('--samples', 'also write every request to samples.csv')
    .option(
      '--coverage <file>',
      'test coverage of the target (lcov.info, Cobertura XML or a JSON summary) for the go/no-go matrix',
    )
    .option('--no-calibration', "skip the 0.3 s that measure this machine's floor before a run")
    .option('--no-baseline', 'do not compare with the baseline that the scenario names')
    .option('--no-probes', 'leave out the probes that the scenario names')
    .option('--despite-probes', 'drive the load although a probe failed before it; the verdict is then no PASS')
    .option('-q, --quiet', 'print the verdict line only')
    .option('--no-annotations', 'in GitHub Actions, do not mark the gates that are not passed in the scenario file')
    .option('--workers <n>', 'engine threads, or "auto": as many as the load needs (default: auto)', workersOf)
    .addOption(
      new Option(
        '--pace <pace>',
        'how starts are timed: "precise" goes round just before a due time, "economical" sleeps (default: by load and cores)',
      ).choices(['precise', 'economical']),
    )
    .option(
      '--no-pin',
      'leave cores to the system, instead of keeping the reference target and hitgate on different ones',
    )
    .option(
      '--until-decided',
      'end a run as soon as every gate is decided by a sequential test, after 20 s at the earliest',
    )
    .option('--max-duration <time>', 'with --until-decided: the longest measured phase (default: its planned length)')
    .option('--metrics-port <port>', 'show hitgate’s own figures as OpenMetrics on this port of 127.0.0.1', portNumber)
    .addOption(onInconclusiveOption());
  addReferenceOptions(command)
    .addHelpText('after', examples)
    .action(async (files: string[], flags: RunFlags) => context.finish(await runScenarios(files, flags, context)));
}

/** Threads and pacing are of our own engine; another client would pass them over in silence. */
function refuseForeignFlags({ engine, workers = 1, pace }: RunFlags): void {
  if (engine === 'hitgate' || (workers === 1 && pace === undefined)) return;
  throw usageError(
    `--workers and --pace are for hitgate's own engine, but the engine is ${engine}`,
    'remove these flags, or remove --engine',
  );
}

/** How runs end early; undefined without `--until-decided`. @throws HitgateError for a time that cannot be read or has no meaning. */
function stoppingOf({ untilDecided: isAsked, maxDuration }: RunFlags): { maxMicros: number | undefined } | undefined {
  if (maxDuration === undefined) return isAsked === true ? { maxMicros: undefined } : undefined;
  if (isAsked !== true)
    throw usageError('--max-duration has no meaning without --until-decided', 'add --until-decided, or use --duration');
  const maxMicros = /^[\d.]+$/u.test(maxDuration.trim()) ? undefined : parseDuration(maxDuration);
  if (maxMicros === undefined)
    throw usageError(`--max-duration must be a time with its unit, got "${maxDuration}"`, 'write it as 90s or 10m');
  return { maxMicros };
}

/** A run that ended before its faults would say nothing of them. */
function refuseStoppingWithFaults({ name, faults }: Scenario, isStopping: boolean): void {
  if (!isStopping || faults === undefined) return;
  throw usageError(
    `--until-decided could end the scenario ${name} before its faults`,
    'remove --until-decided: faults have their time',
  );
}

async function runScenarios(
  files: readonly string[],
  flags: RunFlags,
  { environment }: CommandContext,
): Promise<ExitCode> {
  const { cwd, env } = environment;
  const overrides = overridesOf(flags);
  const engine = engineNamed(flags.engine);
  refuseForeignFlags(flags);
  // All scenarios are read before the first byte is sent: a fault in the last one must not waste the first one's load.
  const stopping = stoppingOf(flags);
  const prepared = await collectProblems(files, async (file) => {
    const loaded = await loadScenarioFile(file, { cwd, env, flags: overrides });
    refuseStoppingWithFaults(loaded, stopping !== undefined);
    const scenario = stopping === undefined ? loaded : untilDecided(loaded, stopping);
    const plan = await preparePlan(scenario, engine);
    const baseline = flags.baseline ? await openBaseline(plan, flags.out) : undefined;
    return { plan, baseline, tls: await readTls(scenario.target.tls, env) };
  });
  const referenceOptions = referenceOptionsOf(
    flags,
    prepared.map(({ plan }) => plan.scenario),
  );
  const ownMetrics = flags.metricsPort === undefined ? undefined : await openMetricsPort(flags.metricsPort);
  if (ownMetrics !== undefined && flags.quiet !== true) environment.stderr.write(`own figures at ${ownMetrics.url}\n`);
  try {
    return await driveAll(prepared, {
      ...flags,
      environment,
      referenceOptions,
      engine,
      ...(ownMetrics === undefined ? {} : { ownMetrics }),
    });
  } finally {
    await ownMetrics?.close();
  }
}

type Prepared = { readonly plan: Plan } & Pick<DriveOptions, 'tls' | 'baseline'>;

async function driveAll(prepared: readonly Prepared[], options: Omit<DriveOptions, keyof Prepared>): Promise<ExitCode> {
  const codes: ExitCode[] = [];
  for (const { plan, tls, baseline } of prepared) {
    try {
      codes.push(await driveScenario(plan, { ...options, tls, baseline }));
    } catch (error) {
      if (!(error instanceof HitgateError)) throw error;
      options.environment.stderr.write(renderError(error));
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
