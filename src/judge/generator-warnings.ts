import type { GeneratorHealth, Snapshot } from '../recorder/snapshot.ts';
import { formatCount, formatMillis, formatShare, microsPerMilli, microsPerSecond } from '../units.ts';
import type { JudgeInput } from './judge.ts';
import { sideOf } from '../scenario/side-of.ts';
import { lighterLoad, warnedUtilisation } from './lighter-load.ts';
import type { RunSetting } from './run-setting.ts';
import { allowedShare, tightestLimitMicros } from './tightest-limit.ts';
import { greatestUtilisation } from './validity.ts';
import type { Warning } from './verdict.ts';
import { worstThread } from './worst-thread.ts';

const fewPorts = 1_000;
const fewFiles = 100;
const manySwitchesPerSecond = 100;
const floorMultiple = 10;

/** What a reader should know of the generator, although it makes no measurement INVALID. */
export function warnOfGenerator(input: JudgeInput): Warning[] {
  const { snapshots, setting = {} } = input;
  return [
    ...warnOfUnknownHealth(snapshots),
    ...warnOfBusyLoop(input),
    ...warnOfPauses(input),
    ...warnOfFewPorts(snapshots),
    ...warnOfFewFiles(snapshots),
    ...warnOfContention(snapshots),
    ...warnOfSharedCores(snapshots, setting),
    ...warnOfFloor(input),
  ];
}

/** Absent health never means healthy. */
function warnOfUnknownHealth(snapshots: readonly Snapshot[]): Warning[] {
  const unknown = snapshots.filter(({ generator }) => generator === undefined);
  const partly = snapshots.filter(
    ({ generator }) => generator !== undefined && (generator.workers === undefined || generator.process === undefined),
  );
  if (unknown.length + partly.length === 0) return [];
  const runs = (unknown.length > 0 ? unknown : partly).map(({ run }) => run).join(', ');
  return [
    {
      code: 'health-unknown',
      seen:
        unknown.length > 0
          ? `how the generator fared in run ${runs} is not known`
          : `the pauses, context switches, ports and files of the generator in run ${runs} are not known`,
      cause: 'the run ended before it could be told, or an earlier version of hitgate recorded it',
      remedy: 'run it again before you rely on its latencies',
    },
  ];
}

function warnOfBusyLoop(input: JudgeInput): Warning[] {
  const worst = worstThread(input.snapshots, ({ utilisation }) => utilisation);
  if (worst === undefined || worst.value <= warnedUtilisation || worst.value > greatestUtilisation) return [];
  return [
    {
      code: 'busy-generator',
      seen: `the event loop of ${worst.name} was ${formatShare(worst.value)} busy`,
      cause: 'from 60 % on the generator adds a millisecond or more to what it measures',
      remedy: lighterLoad(input),
    },
  ];
}

/** Pauses that are longer than 10 % of the tightest limit; none without a limit. */
function warnOfPauses({ scenario, snapshots }: JudgeInput): Warning[] {
  const limitMicros = tightestLimitMicros(scenario);
  if (limitMicros === undefined) return [];
  const allowed = limitMicros * allowedShare;
  const over = `over ${formatMillis(allowed)} ms, which is 10 % of the tightest limit`;
  const delay = worstThread(snapshots, ({ delayP99Micros }) => delayP99Micros);
  const pause = worstThread(snapshots, ({ gcLongestMicros }) => gcLongestMicros);
  return [
    ...(pause === undefined || pause.value <= allowed
      ? []
      : [
          {
            code: 'gc-pause',
            seen: `a garbage collection stopped ${pause.name} for ${formatMillis(pause.value)} ms, ${over}`,
            cause: 'replies that come during the pause look later than they were',
            remedy: 'use fewer users, and leave out --samples and the checks that are not needed',
          },
        ]),
    ...(delay === undefined || delay.value <= allowed
      ? []
      : [
          {
            code: 'loop-delay',
            seen: `timers of ${delay.name} fired ${formatMillis(delay.value)} ms late at p99, ${over}`,
            cause: 'the event loop was held up, by its own work or because its core was taken away',
            remedy: 'end what else runs on this machine, or give hitgate cores of its own',
          },
        ]),
  ];
}

function warnOfFewPorts(snapshots: readonly Snapshot[]): Warning[] {
  const left = leastOf(snapshots, ({ process }) => process?.portsLeft);
  if (left === undefined || left >= fewPorts) return [];
  return [
    {
      code: 'few-ports',
      seen: `${formatCount(left)} local ports were left on this machine`,
      cause:
        'connections that the target closes hold a port for a minute; without one, connecting fails (EADDRNOTAVAIL)',
      remedy: 'keep connections alive, or widen net.ipv4.ip_local_port_range',
    },
  ];
}

function warnOfFewFiles(snapshots: readonly Snapshot[]): Warning[] {
  const left = leastOf(snapshots, ({ process }) => process?.filesLeft);
  if (left === undefined || left >= fewFiles) return [];
  return [
    {
      code: 'few-files',
      seen: `the generator could have opened ${formatCount(left)} more files and sockets`,
      cause: 'each user holds a socket; without one, connecting fails (EMFILE)',
      remedy: 'raise the limit on open files (ulimit -n)',
    },
  ];
}

/** More than 100 involuntary context switches a second for each thread of the generator, each of which is meant to have a core. */
function warnOfContention(snapshots: readonly Snapshot[]): Warning[] {
  const worst = snapshots
    .flatMap(({ run, measure, generator }) => {
      const { workers, process } = generator ?? {};
      const seconds = measure.durationMicros / microsPerSecond;
      if (workers === undefined || process === undefined || seconds <= 0) return [];
      return [{ run, rate: process.involuntarySwitches / seconds / Math.max(1, workers.length) }];
    })
    .toSorted((one, other) => other.rate - one.rate)[0];
  if (worst === undefined || worst.rate <= manySwitchesPerSecond) return [];
  return [
    {
      code: 'contended-cores',
      seen: `the system took its core away from a thread of the generator ${formatCount(worst.rate)} times a second in run ${worst.run}`,
      cause: 'something else uses the cores, or a limit on CPU time holds the generator back',
      remedy: 'end what else runs on this machine, or pin hitgate to cores of its own (taskset)',
    },
  ];
}

function warnOfSharedCores(snapshots: readonly Snapshot[], { cores, targetIsLocal }: RunSetting): Warning[] {
  const threads = Math.max(0, ...snapshots.map(({ generator }) => generator?.workers?.length ?? 0));
  if (targetIsLocal !== true || cores === undefined || threads === 0 || cores >= threads + 1) return [];
  return [
    {
      code: 'shared-cores',
      seen: `the target runs on this machine too, which has ${cores === 1 ? 'one core' : `${cores} cores`} for it and ${threads === 1 ? 'one thread' : `${threads} threads`} of the generator`,
      cause: 'generator and target wait for each other, and the wait is in every latency',
      remedy:
        cores >= 2
          ? `use --workers ${cores - 1}, or run the target on another machine`
          : 'run the target on another machine',
    },
  ];
}

/** The tightest limit of a latency gate, waiting times included, that is less than ten times the floor's p99. */
function warnOfFloor({ scenario, setting }: JudgeInput): Warning[] {
  const floor = setting?.calibration?.roundTrip;
  if (floor === undefined) return [];
  const near = scenario.thresholds
    .filter(
      ({ metric, operator }) =>
        metric.startsWith('http_req_') && metric !== 'http_req_failed' && sideOf(operator) === 'below',
    )
    .filter(({ limit }) => limit * microsPerMilli < floorMultiple * floor.p99Micros)
    .toSorted((one, other) => one.limit - other.limit)[0];
  if (near === undefined) return [];
  return [
    {
      code: 'near-floor',
      seen: `the limit of ${near.selector}: ${near.source} is within ten times this machine's floor (p99 ${formatMillis(floor.p99Micros)} ms)`,
      cause: 'that much is added by the machine and by hitgate itself, for a service that answers at once',
      remedy: 'measure on a quieter or faster machine, and compare the reported latency with the floor',
    },
  ];
}

function leastOf(
  snapshots: readonly Snapshot[],
  figure: (health: GeneratorHealth) => number | undefined,
): number | undefined {
  const known = snapshots.flatMap(({ generator }) => {
    const value = generator === undefined ? undefined : figure(generator);
    return value === undefined ? [] : [value];
  });
  return known.length === 0 ? undefined : Math.min(...known);
}
