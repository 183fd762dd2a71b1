import type { Command } from 'commander';
import type { Overrides } from '../../scenario/overrides.ts';
import { wholeNumber } from './options.ts';

/** The flags that override a scenario, as commander hands them over. */
export type OverrideOptions = {
  readonly target?: string;
  readonly vus?: number;
  readonly duration?: string;
  readonly rate?: number;
  readonly seed?: number;
  readonly runs?: number;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly insecure?: true;
};

/** Adds the flags that let one scenario file serve a desk, staging and CI. */
export function addOverrideOptions(command: Command): void {
  addLoadOptions(command).option('--runs <n>', 'repetitions of the measurement (HITGATE_RUNS)', wholeNumber(1));
}

/** Adds the same flags but for the repetitions. */
export function addLoadOptions(command: Command): Command {
  command
    .option('-t, --target <url>', 'the service to test, instead of the scenario’s (HITGATE_TARGET)')
    .option('-u, --vus <n>', 'virtual users (HITGATE_VUS)', wholeNumber(1))
    .option('-d, --duration <time>', 'length of the measured phase, as in 30s or 5m (HITGATE_DURATION)')
    .option('-r, --rate <n>', 'requests a second, for arrival-rate executors (HITGATE_RATE)', wholeNumber(1))
    .option('--seed <n>', 'seed of the request sequence (HITGATE_SEED)', wholeNumber(0));
  return addTlsOptions(command);
}

/** Adds the flags that name the target, its TLS and the seed, but none of the load. */
export function addTargetOptions(command: Command): Command {
  return addServiceOptions(command).option('--seed <n>', 'seed of the request sequence (HITGATE_SEED)', wholeNumber(0));
}

/** Adds the flags that name the target and its TLS. */
export function addServiceOptions(command: Command): Command {
  return addTlsOptions(
    command.option('-t, --target <url>', 'the service to test, instead of the scenario’s (HITGATE_TARGET)'),
  );
}

function addTlsOptions(command: Command): Command {
  return command
    .option('--ca <file>', 'PEM file of the authorities to trust for an https target (HITGATE_CA)')
    .option('--cert <file>', 'PEM file of a client certificate (HITGATE_CERT)')
    .option('--key <file>', 'PEM file of its private key (HITGATE_KEY)')
    .option('--insecure', 'accept any certificate of the target; the report warns of it (HITGATE_INSECURE)');
}

/** The overrides that were given, without the flags that were not. */
export function overridesOf({
  target,
  vus,
  duration,
  rate,
  seed,
  runs,
  ca,
  cert,
  key,
  insecure,
}: OverrideOptions): Overrides {
  return {
    ...(target === undefined ? {} : { target }),
    ...(vus === undefined ? {} : { vus }),
    ...(duration === undefined ? {} : { duration }),
    ...(rate === undefined ? {} : { rate }),
    ...(seed === undefined ? {} : { seed }),
    ...(runs === undefined ? {} : { runs }),
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(insecure === undefined ? {} : { insecure }),
  };
}
