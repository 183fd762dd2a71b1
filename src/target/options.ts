import { exitCodes, HitgateError, type Problem } from '../errors.ts';
import { microsPerMilli, parseDuration } from '../units.ts';
import { loneFaultProblems, parseFaults } from './faults/parse-fault.ts';
import type { Fault } from './faults/fault.ts';
import { nameHint } from './name-hint.ts';
import { parseShare } from './parse-share.ts';

/** Which system the reference target stands for: the service after the FACT integration, or the placeholder cache before it. */
export type Profile = 'fact' | 'placeholder';

/** How a query that fails is answered. */
export type ErrorStyle = 'http200' | 'http500' | 'http409' | 'http503' | 'http408';

/** What `GET /metrics` answers: valid Prometheus text, nothing, or text that is invalid as one real component emits it. */
type MetricsStyle = 'valid' | 'empty' | 'invalid';

/** Everything that decides how the reference target behaves. */
export type ReferenceTargetOptions = {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly profile: Profile;
  /** d, the time of one round trip to the imaginary FACT. */
  readonly roundTripMs: number;
  readonly poolSize: number;
  readonly capacity: number;
  readonly ttlMs: number;
  /** Share of all texts whose query always fails. */
  readonly failingShare: number;
  /** Share of all texts whose answer is never cached. */
  readonly uncacheableShare: number;
  /** Greatest deviation of a delay, as a share of it; uniform, by the seed and the number of the request. */
  readonly jitter: number;
  readonly seed: number;
  readonly faults: readonly Fault[];
  /** How long after the start, or after `POST /faults`, the faults take effect. */
  readonly faultDelayMs: number;
  readonly errorStyle: ErrorStyle;
  readonly metrics: MetricsStyle;
  /** Whether a query that FACT fails is answered without it, as a miss; otherwise it fails. */
  readonly fallback: boolean;
  /** How many services share their answers, each at a port of its own. */
  readonly replicas: number;
  /** Whether a query waits for the answer to the same text that is on its way, and is a hit then. */
  readonly singleFlight: boolean;
};

const profiles: readonly Profile[] = ['fact', 'placeholder'];
const errorStyles: readonly ErrorStyle[] = ['http200', 'http500', 'http409', 'http503', 'http408'];
const metricsStyles: readonly MetricsStyle[] = ['valid', 'empty', 'invalid'];

/** What a query costs beside its round trips, in milliseconds, and how many round trips it makes. */
export const profileCosts: Readonly<Record<Profile, Readonly<Record<'hit' | 'miss', DelayParts>>>> = {
  fact: { hit: { roundTrips: 2, baseMs: 2 }, miss: { roundTrips: 14, baseMs: 8 } },
  placeholder: { hit: { roundTrips: 2, baseMs: 30 }, miss: { roundTrips: 14, baseMs: 430 } },
};

/** What an answer without FACT costs, in milliseconds: the placeholder's miss without its round trips. */
export const fallbackMs = 430;

const mostReplicas = 16;

type DelayParts = { readonly roundTrips: number; readonly baseMs: number };

/** The options of a profile when nothing else is said. */
export function defaultTargetOptions(profile: Profile = 'fact'): ReferenceTargetOptions {
  return {
    host: '127.0.0.1',
    port: 0,
    profile,
    roundTripMs: 5,
    poolSize: 128,
    capacity: profile === 'fact' ? 10_000 : 100,
    ttlMs: 3_600_000,
    failingShare: 0,
    uncacheableShare: 0,
    jitter: 0.04,
    seed: 1,
    faults: [],
    faultDelayMs: 0,
    errorStyle: 'http200',
    metrics: 'valid',
    fallback: true,
    replicas: 1,
    singleFlight: false,
  };
}

/** A flag of `hitgate target`: how it is written, and what it means. `--fault` may be given several times. */
export type TargetFlag = { readonly syntax: string; readonly meaning: string; readonly repeatable?: true };

/** The flags that `referenceTargetOptions` reads, for the command line's help. */
export const referenceTargetFlags: readonly TargetFlag[] = [
  { syntax: '--host <address>', meaning: 'address to listen on (127.0.0.1)' },
  { syntax: '--port <number>', meaning: 'port to listen on (0: any free one)' },
  { syntax: '--profile <name>', meaning: 'fact (after the integration) or placeholder (before it) (fact)' },
  { syntax: '--round-trip <duration>', meaning: 'one round trip to the imaginary FACT (5ms)' },
  { syntax: '--pool <number>', meaning: 'connections to FACT (128; the real service has 32)' },
  { syntax: '--capacity <number>', meaning: 'answers that the cache holds (fact: 10000, placeholder: 100)' },
  { syntax: '--ttl <duration>', meaning: 'how long an answer stays in the cache (1h)' },
  { syntax: '--failing <share>', meaning: 'share of all questions that always fail (0)' },
  { syntax: '--uncacheable <share>', meaning: 'share of all questions whose answer is never cached (0)' },
  { syntax: '--jitter <share>', meaning: 'greatest deviation of a delay (4%)' },
  { syntax: '--seed <number>', meaning: 'seed of jitter and faults (1)' },
  { syntax: '--fault <fault>', meaning: 'a fault, as in slow-hits:40ms; may be repeated', repeatable: true },
  { syntax: '--fault-delay <duration>', meaning: 'when faults take effect, counted from the start (0)' },
  { syntax: '--error-style <style>', meaning: `how failing queries are answered: ${errorStyles.join(', ')} (http200)` },
  { syntax: '--fallback <on|off>', meaning: 'whether queries are answered without FACT when it fails them (on)' },
  { syntax: '--replicas <number>', meaning: 'services that share their answers, each at the next port (1)' },
  { syntax: '--single-flight <on|off>', meaning: 'whether a query waits for the same one that is on its way (off)' },
  { syntax: '--metrics <style>', meaning: `what GET /metrics answers: ${metricsStyles.join(', ')} (valid)` },
];

/** Flags by their camel-case names ('roundTrip'), as texts; others are ignored, because the command line refuses them. */
export type TargetFlagValues = Readonly<Record<string, string | readonly string[] | boolean | undefined>>;

/** Reads the flags of `hitgate target` over the defaults of the profile. @throws HitgateError (exit 2) with all problems. */
export function referenceTargetOptions(flags: TargetFlagValues): ReferenceTargetOptions {
  const reader = new FlagReader(flags);
  const defaults = defaultTargetOptions(reader.oneOf('profile', profiles, 'fact'));
  const options = {
    ...defaults,
    host: reader.text('host', defaults.host),
    port: reader.whole('port', { least: 0, most: 65_535, otherwise: defaults.port }),
    roundTripMs: reader.millis('roundTrip', defaults.roundTripMs),
    poolSize: reader.whole('pool', { least: 1, most: 1_000_000, otherwise: defaults.poolSize }),
    capacity: reader.whole('capacity', { least: 0, most: 10_000_000, otherwise: defaults.capacity }),
    ttlMs: reader.millis('ttl', defaults.ttlMs),
    failingShare: reader.share('failing', defaults.failingShare),
    uncacheableShare: reader.share('uncacheable', defaults.uncacheableShare),
    jitter: reader.share('jitter', defaults.jitter),
    seed: reader.whole('seed', { least: 0, most: Number.MAX_SAFE_INTEGER, otherwise: defaults.seed }),
    faults: reader.faults(),
    faultDelayMs: reader.millis('faultDelay', defaults.faultDelayMs),
    errorStyle: reader.oneOf('errorStyle', errorStyles, defaults.errorStyle),
    metrics: reader.oneOf('metrics', metricsStyles, defaults.metrics),
    fallback: reader.isOn('fallback', defaults.fallback),
    replicas: reader.whole('replicas', { least: 1, most: mostReplicas, otherwise: defaults.replicas }),
    singleFlight: reader.isOn('singleFlight', defaults.singleFlight),
  };
  reader.report(loneFaultProblems(options.faults, options.replicas));
  reader.throwIfAny();
  return options;
}

type WholeRange = { readonly least: number; readonly most: number; readonly otherwise: number };

/** Reads one flag after another and keeps every problem until the end. */
class FlagReader {
  readonly #flags: TargetFlagValues;
  readonly #problems: Problem[] = [];

  constructor(flags: TargetFlagValues) {
    this.#flags = flags;
  }

  text(name: string, otherwise: string): string {
    const given = this.#flags[name];
    if (given === undefined) return otherwise;
    if (typeof given === 'string' && given.trim() !== '') return given.trim();
    this.#refuse(name, 'a text', `--${dashed(name)} ${otherwise}`);
    return otherwise;
  }

  whole(name: string, { least, most, otherwise }: WholeRange): number {
    return this.#read(
      name,
      otherwise,
      (text) => (/^\d+$/u.test(text) ? inRange(Number(text), least, most) : undefined),
      {
        wanted: `a whole number from ${least} to ${most}`,
      },
    );
  }

  /** A duration in milliseconds; a bare number is milliseconds. */
  millis(name: string, otherwise: number): number {
    return this.#read(
      name,
      otherwise,
      (text) => {
        const micros = parseDuration(text);
        return micros === undefined ? undefined : micros / microsPerMilli;
      },
      { wanted: 'a duration', example: '5ms' },
    );
  }

  share(name: string, otherwise: number): number {
    return this.#read(name, otherwise, parseShare, { wanted: 'a share from 0 to 1', example: '5%' });
  }

  oneOf<Name extends string>(name: string, names: readonly Name[], otherwise: Name): Name {
    const given = this.text(name, otherwise);
    const found = names.find((candidate) => candidate === given);
    if (found !== undefined) return found;
    this.#problems.push({
      message: `--${dashed(name)} must be one of ${names.join(', ')}, got "${given}"`,
      hint: nameHint(given, names),
    });
    return otherwise;
  }

  isOn(name: string, otherwise: boolean): boolean {
    return this.oneOf(name, ['on', 'off'], otherwise ? 'on' : 'off') === 'on';
  }

  report(problems: readonly Problem[]): void {
    this.#problems.push(...problems);
  }

  faults(): Fault[] {
    const given = this.#flags['fault'] ?? [];
    const texts = typeof given === 'string' ? [given] : typeof given === 'boolean' ? [''] : given;
    const { faults, problems } = parseFaults(texts);
    this.report(problems);
    return faults;
  }

  throwIfAny(): void {
    const [first] = this.#problems;
    if (first === undefined) return;
    const details = { code: 'E_USAGE', exitCode: exitCodes.usage, problems: this.#problems };
    throw new HitgateError(first.message, first.hint === undefined ? details : { ...details, hint: first.hint });
  }

  #read(
    name: string,
    otherwise: number,
    parse: (text: string) => number | undefined,
    { wanted, example }: { readonly wanted: string; readonly example?: string },
  ): number {
    const given = this.#flags[name];
    if (given === undefined) return otherwise;
    const value = typeof given === 'string' ? parse(given.trim()) : undefined;
    if (value !== undefined) return value;
    this.#refuse(name, wanted, `--${dashed(name)} ${example ?? otherwise}`);
    return otherwise;
  }

  #refuse(name: string, wanted: string, example: string): void {
    const given = this.#flags[name];
    this.#problems.push({
      message: `--${dashed(name)} must be ${wanted}, got ${JSON.stringify(given)}`,
      hint: `write it as ${example}`,
    });
  }
}

function inRange(value: number, least: number, most: number): number | undefined {
  return value >= least && value <= most ? value : undefined;
}

function dashed(name: string): string {
  return name.replaceAll(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`);
}
