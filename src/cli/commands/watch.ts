import { setTimeout as sleep } from 'node:timers/promises';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { engineNamed } from '../../engine/engines.ts';
import { HitgateError, usageError, usageProblems, type ExitCode, type Problem } from '../../errors.ts';
import { promDuration } from '../../rules/prom-duration.ts';
import { watchListOf, type WatchList } from '../../rules/watch-list.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { microsPerMilli, microsPerSecond } from '../../units.ts';
import { lightScenario, type LightLoad } from '../../watch/light-scenario.ts';
import { failOnNames, type FailOn } from '../../watch/watch-outcome.ts';
import { checkHealth } from '../check-health.ts';
import type { CliEnvironment } from '../environment.ts';
import { secretValues } from '../hooks/hook-secrets.ts';
import type { CommandContext } from '../program.ts';
import { resolveSecrets } from '../resolve-secrets.ts';
import { preparePlan } from '../run/prepare-plan.ts';
import { loadScenarioFile } from '../scenario-file/load-scenario-file.ts';
import { readTls } from '../tls/read-tls.ts';
import { driveWatch } from '../watch/drive-watch.ts';
import { createOwnLoad } from '../watch/own-load.ts';
import { createPrometheusSource } from '../watch/prometheus-source.ts';
import type { WatchSource } from '../watch/watch-source.ts';
import { durationMillis, wholeNumber } from './options.ts';
import { addTargetOptions, overridesOf, type OverrideOptions } from './overrides.ts';

type Flags = Pick<OverrideOptions, 'target' | 'seed' | 'ca' | 'cert' | 'key' | 'insecure'> & {
  readonly prometheus?: string;
  readonly prometheusTokenEnv?: string;
  readonly rate?: number;
  readonly vus?: number;
  readonly pause?: number;
  readonly warmup: boolean;
  readonly for?: number;
  readonly interval?: number;
  readonly keepWatching?: true;
  readonly failOn: FailOn;
  readonly out: string;
  readonly quiet?: true;
};

const defaultRate = 5;
const defaultPauseMillis = 1_000;
const defaultIntervalMillis = 15_000;

const examples = `
Examples:
  $ hitgate watch scenarios/sla.ts --target http://127.0.0.1:8080 --for 2h
  $ hitgate watch scenarios/sla.ts --target https://api.example.com --rate 2
  $ hitgate watch scenarios/sla.ts --prometheus http://127.0.0.1:9090 --for 24h
  $ hitgate watch scenarios/sla.ts --prometheus https://prometheus.example.com --prometheus-token-env PROMETHEUS_TOKEN
  $ hitgate watch scenarios/sla.ts --target http://127.0.0.1:8080 --keep-watching --fail-on rollback

Exit codes: 0 nothing that counts (--fail-on) fired, 1 something did or could not be watched, 2 usage or scenario error,
            3 a condition holds but not for long enough to fire, or too little was seen, 4 the watch itself did not keep up,
            6 a report could not be written, 130 interrupted before the first look.
            Ctrl-C is the normal end of a watch without --for: its code is that of what was seen.`;

/** `hitgate watch [scenario]`: watches a live service for the triggers of a scenario, and acts when one fires. */
export function addWatchCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('watch')
    .summary('watch a live service for the triggers of a scenario, and roll back when one says so')
    .description(
      'Sends a light load to a live service, or reads its figures from Prometheus, looks at the triggers of a scenario again and again, and on one that fires runs the command of its action, tells the webhooks and writes a rollback report.',
    )
    .argument('[scenario]', 'scenario file (.ts, .yaml or .json)', 'scenarios/sla.ts');
  addTargetOptions(command)
    .option('--prometheus <url>', 'read the figures from this Prometheus instead of sending a load')
    .option('--prometheus-token-env <name>', 'environment variable that holds a bearer token for Prometheus')
    .option('-r, --rate <n>', `requests a second (default: ${defaultRate})`, positiveNumber)
    .option('-u, --vus <n>', 'users that pause between requests, instead of a rate', wholeNumber(1))
    .option('--pause <time>', 'pause of each user (default: 1s)', durationMillis)
    .option('--no-warmup', 'do not ask the warm-up of the scenario first')
    .option('--for <time>', 'how long to watch, as in 2h (default: until Ctrl-C)', durationMillis)
    .option('--interval <time>', 'time between two looks (default: 15s)', durationMillis)
    .option('--keep-watching', 'go on after a rollback trigger has fired')
    .addOption(
      new Option('--fail-on <what>', 'from which trigger on the exit code is 1')
        .choices(failOnNames)
        .default('critical'),
    )
    .option('-o, --out <dir>', 'folder for the folder of the watch', 'reports')
    .option('-q, --quiet', 'print the outcome only')
    .addHelpText('after', examples)
    .action(async (file: string, flags: Flags) => context.finish(await watch(file, flags, context.environment)));
}

async function watch(file: string, flags: Flags, environment: CliEnvironment): Promise<ExitCode> {
  const { cwd, env, stderr } = environment;
  refuseNonsense(flags);
  const { vus: _vus, rate: _rate, ...named } = flags;
  const scenario = await loadScenarioFile(file, { cwd, env, flags: overridesOf(named) });
  const watchList = watchListOf(scenario);
  if (watchList.triggers.length === 0)
    throw usageError(`${file} has no trigger and no threshold that can be watched`, 'add triggers to the scenario');
  const { actions } = scenario;
  const token = flags.prometheusTokenEnv === undefined ? undefined : env[flags.prometheusTokenEnv];
  const secrets = [...secretValues(env, scenario), ...(token === undefined ? [] : [token])];
  const say = (text: string): void => {
    if (flags.quiet !== true) stderr.write(`${text}\n`);
  };
  const source =
    flags.prometheus === undefined
      ? await ownLoadOf(scenario, { flags, watchList, environment, say })
      : prometheusOf(flags.prometheus, { flags, watchList, secrets, token });
  for (const warning of warningsOf({ watchList, scenario, flags, env })) say(`warning: ${warning}`);
  return await driveWatch({
    environment,
    watch: watchList,
    source,
    actions,
    secrets,
    out: flags.out,
    intervalMicros: intervalMicrosOf(flags),
    lengthMicros: flags.for === undefined ? undefined : flags.for * microsPerMilli,
    keepWatching: flags.keepWatching === true,
    failOn: flags.failOn,
    quiet: flags.quiet === true,
    pause: waitFor,
  });
}

type OwnLoadNeeds = {
  readonly flags: Flags;
  readonly watchList: WatchList;
  readonly environment: CliEnvironment;
  readonly say: (text: string) => void;
};

/** @throws HitgateError (exit 2) when the scenario cannot be asked lightly, or names no service. */
async function ownLoadOf(
  scenario: Scenario,
  { flags, watchList, environment, say }: OwnLoadNeeds,
): Promise<WatchSource> {
  const { url } = scenario.target;
  if (url === undefined)
    throw usageError('watch needs a live service, and the scenario names none', 'add --target URL or --prometheus URL');
  const secrets = resolveSecrets(scenario.target.request, environment.env);
  const tls = await readTls(scenario.target.tls, environment.env);
  const load = loadOf(flags);
  const first = { load, durationMicros: microsPerSecond, number: 0, hasWarmup: flags.warmup };
  const engine = engineNamed('hitgate');
  const firstPlan = await preparePlan(lightScenario(scenario, first), engine);
  await tellHealth(scenario, { url, secrets, tls, say });
  return createOwnLoad({
    engine: engine.run,
    clock: environment.clock,
    scenario,
    url,
    watch: watchList,
    load,
    hasWarmup: flags.warmup,
    secrets,
    tls,
    firstPlan,
    pause: waitFor,
  });
}

/** A service that is away at the start is watched all the same: that it is away is what the watch is for. */
async function tellHealth(
  { target }: Scenario,
  {
    url,
    secrets,
    tls,
    say,
  }: Pick<OwnLoadNeeds, 'say'> & {
    readonly url: string;
    readonly secrets: Readonly<Record<string, string>>;
    readonly tls: Awaited<ReturnType<typeof readTls>>;
  },
): Promise<void> {
  if (target.health === undefined) return;
  try {
    const { version } = await checkHealth({
      url,
      rule: target.health,
      headers: { ...target.request.headers, ...secrets },
      ...(tls === undefined ? {} : { tls }),
      timeoutMillis: target.timeoutMicros / microsPerMilli,
      signal: new AbortController().signal,
    });
    say(`healthy${version === undefined ? '' : `, version ${version}`}`);
  } catch (error) {
    if (!(error instanceof HitgateError)) throw error;
    say(`warning: ${error.message}; it is watched all the same`);
  }
}

type PrometheusNeeds = {
  readonly flags: Flags;
  readonly watchList: WatchList;
  readonly secrets: readonly string[];
  readonly token: string | undefined;
};

/** @throws HitgateError (exit 2) for an address that is none, or a token that is not set. */
function prometheusOf(url: string, { flags, watchList, secrets, token }: PrometheusNeeds): WatchSource {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^https?:$/u.test(parsed.protocol))
    throw usageError('--prometheus must be an http or https URL', 'write it as http://127.0.0.1:9090');
  if (parsed.username !== '' || parsed.password !== '')
    throw usageError(
      '--prometheus holds credentials',
      'take them out, and give a token by --prometheus-token-env NAME',
    );
  if (flags.prometheusTokenEnv !== undefined && (token === undefined || token === ''))
    throw usageError(
      `the environment variable ${flags.prometheusTokenEnv} is not set`,
      `set ${flags.prometheusTokenEnv} to the token of Prometheus`,
    );
  return createPrometheusSource({
    url,
    watch: watchList,
    intervalMicros: intervalMicrosOf(flags),
    secrets,
    ...(token === undefined ? {} : { token }),
  });
}

function loadOf({ rate = defaultRate, vus, pause = defaultPauseMillis }: Flags): LightLoad {
  return vus === undefined
    ? { kind: 'rate', ratePerSecond: rate }
    : { kind: 'users', users: vus, pauseMicros: pause * microsPerMilli };
}

const loadFlags = ['target', 'rate', 'vus', 'pause', 'seed', 'ca', 'cert', 'key', 'insecure'] as const;

/** @throws HitgateError (exit 2) that names all flags that would be passed over in silence. */
function refuseNonsense(flags: Flags): void {
  const { prometheus, prometheusTokenEnv, rate, vus, pause, warmup } = flags;
  const asksPrometheus = prometheus !== undefined;
  const problems: Problem[] = [];
  const ofLoad = loadFlags.filter((name) => flags[name] !== undefined).map((name) => `--${name}`);
  if (asksPrometheus && ofLoad.length > 0)
    problems.push({
      message: `--prometheus sends no load, so ${ofLoad.join(', ')} would do nothing`,
      hint: 'remove what belongs to a load, or remove --prometheus',
    });
  if (asksPrometheus && !warmup)
    problems.push({ message: '--no-warmup has no meaning with --prometheus', hint: 'remove it' });
  if (prometheusTokenEnv !== undefined && !asksPrometheus)
    problems.push({
      message: '--prometheus-token-env has no meaning without --prometheus',
      hint: 'add --prometheus URL, or remove it',
    });
  if (rate !== undefined && vus !== undefined)
    problems.push({ message: '--rate and --vus are two loads', hint: 'give one of them' });
  if (!asksPrometheus && pause !== undefined && vus === undefined)
    problems.push({ message: '--pause has no meaning without --vus', hint: 'add --vus N, or use --rate' });
  if (flags.for !== undefined && flags.for * microsPerMilli < intervalMicrosOf(flags))
    problems.push({
      message: '--for is shorter than --interval, so that no look would be made',
      hint: 'watch for longer, or look more often',
    });
  if (problems.length > 0) throw usageProblems(problems);
}

function intervalMicrosOf({ interval = defaultIntervalMillis }: Flags): number {
  return interval * microsPerMilli;
}

type Warned = {
  readonly watchList: WatchList;
  readonly scenario: Scenario;
  readonly flags: Flags;
  readonly env: CliEnvironment['env'];
};

/** What the watch cannot do as it is asked for. */
function warningsOf({ watchList: { triggers, mapping }, scenario: { actions }, flags, env }: Warned): string[] {
  const length = flags.for === undefined ? Infinity : flags.for * microsPerMilli;
  const interval = intervalMicrosOf(flags);
  const tooLong = triggers.filter(({ forMicros }) => forMicros + interval > length);
  const asksRollback = triggers.some(({ action }) => action === 'rollback');
  const isCoarse = interval > mapping.scrapeIntervalMicros;
  return [
    ...tooLong.map(
      ({ name, forMicros }) => `${name} must hold for ${promDuration(forMicros)}, which this watch is too short to see`,
    ),
    ...(asksRollback && actions?.rollback === undefined
      ? ['no command is given for a rollback (actions.rollback): a report is written, and nothing else is done']
      : []),
    ...(actions?.webhooks ?? [])
      .filter(({ urlEnv }) => (env[urlEnv] ?? '') === '')
      .map(({ urlEnv }) => `the environment variable ${urlEnv} is not set: its webhook will be told nothing`),
    ...(isCoarse
      ? [
          `looks are ${promDuration(interval)} apart, and whether the service can be reached is of the last ${promDuration(mapping.scrapeIntervalMicros)} before each`,
        ]
      : []),
  ];
}

function positiveNumber(text: string): number {
  const value = Number(text);
  if (/^\d+(?:\.\d+)?$/u.test(text) && value > 0 && value <= 1_000) return value;
  throw new InvalidArgumentError(`Expected a number above 0 and up to 1000, got "${text}".`);
}

async function waitFor(millis: number, signal: AbortSignal): Promise<void> {
  await sleep(millis, undefined, { signal }).catch(() => undefined);
}
