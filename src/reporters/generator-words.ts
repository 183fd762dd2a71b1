import type { RunReport } from '../report/run-report.ts';
import { totalsOf, worstGenerator } from '../report/run-totals.ts';
import type { Calibration, GeneratorHealth, MeasuredPair, WorkerHealth } from '../recorder/snapshot.ts';
import { formatCount, formatMillis } from '../units.ts';

/** A name and what is said of it. */
type Fact = readonly [name: string, text: string];

const mostWorkers = 4;

/**
 * How the generator fared in its worst run, on one line where a terminal has 100 columns: busiest thread, its worst second, lateness,
 * longest pause, CPU and memory.
 */
export function generatorWords(report: RunReport): string {
  const health = worstGenerator(report.runs);
  const lateness = latenessWords(report);
  if (health === undefined) return ['not recorded', ...lateness].join(', ');
  const { eventLoopUtilisation, workers, cpuCores } = health;
  return [
    `${percent(eventLoopUtilisation)} busy`,
    ...(workers === undefined ? [] : [`worst second ${percent(most(workers, 'worstSecondUtilisation'))}`]),
    ...lateness,
    ...(workers === undefined ? [] : [`GC up to ${millis(most(workers, 'gcLongestMicros'))}`]),
    `${cpuCores.toFixed(2)} cores`,
    `${megabytes(health)} MB`,
  ].join(', ');
}

/** A line for each thread of the worst run, the busiest first, when there are at least two; the greatest four. */
export function workerWords({ runs }: RunReport): Fact[] {
  const workers = worstGenerator(runs)?.workers ?? [];
  if (workers.length < 2) return [];
  const lines = workers
    .map((worker, index) => ({ worker, name: `worker ${index + 1}` }))
    .toSorted((one, other) => other.worker.utilisation - one.worker.utilisation)
    .map(({ worker, name }): Fact => [name, workerLine(worker)]);
  const hidden = lines.length - mostWorkers;
  return hidden <= 0 ? lines : [...lines.slice(0, mostWorkers), ['', `${hidden} less busy ones: see summary.md`]];
}

function workerLine(worker: WorkerHealth): string {
  return [
    `${percent(worker.utilisation)} busy`,
    `worst second ${percent(worker.worstSecondUtilisation)}`,
    `loop delay p99 ${millis(worker.delayP99Micros)}`,
    `GC up to ${millis(worker.gcLongestMicros)}`,
    `${formatCount(worker.requests)} sent`,
  ].join(', ');
}

/** 'floor' of this machine in one line: '0.080 ms p50, 0.190 ms p99 for an instant service, 17.0 µs of CPU a request'. */
export function floorWords({ calibration }: RunReport): string {
  if (calibration === undefined) return 'not measured';
  const { roundTrip, cpuMicros } = calibration;
  const cpu = cpuMicros === undefined ? '' : `, ${cpuMicros.toFixed(1)} µs of CPU a request`;
  return `${pairWords(roundTrip)} for an instant service${cpu}`;
}

/** All that the calibration told. */
export function floorFacts({ calibration }: RunReport): Fact[] {
  if (calibration === undefined) return [['Floor', 'not measured']];
  const { roundTrip, tenUsers, cpuMicros, clockStepMicros, wakeUp } = calibration;
  return [
    ['Floor: an instant service, one user', `${pairWords(roundTrip)} (${formatCount(roundTrip.count)} round trips)`],
    ['The same, ten users at once', `${pairWords(tenUsers)} (${formatCount(tenUsers.count)} round trips)`],
    ['CPU of the generator’s thread', cpuMicros === undefined ? notTold : `${cpuMicros.toFixed(1)} µs a request`],
    ['Least step of the clock', `${clockStepMicros.toFixed(2)} µs`],
    ['Wake-ups at 1 000 a second', wakeUpWords(wakeUp)],
  ];
}

/** What the worst run of the generator used as a whole; nothing when it was not recorded. */
export function processFacts(report: RunReport): Fact[] {
  const health = worstGenerator(report.runs);
  if (health === undefined) return [['Generator', generatorWords(report)]];
  const { process, cpuCores, pace } = health;
  const [lateness = 'not known'] = latenessWords(report).map((text) => text.replace('lateness ', ''));
  return [
    ['Dispatch lateness', pace === undefined ? lateness : `${lateness}, ${pace} pace`],
    [
      'CPU, cores',
      process === undefined
        ? cpuCores.toFixed(2)
        : `${process.userCores.toFixed(2)} user, ${process.systemCores.toFixed(2)} system`,
    ],
    ['Resident memory', `${megabytes(health)} MB`],
    ...(process === undefined
      ? []
      : ([
          ['Involuntary context switches', formatCount(process.involuntarySwitches)],
          ['Local ports left', countOrNotTold(process.portsLeft)],
          ['Files left', countOrNotTold(process.filesLeft)],
        ] as const)),
  ];
}

const notTold = 'not told by this system';

function countOrNotTold(count: number | undefined): string {
  return count === undefined ? notTold : formatCount(count);
}

function wakeUpWords(wakeUp: Calibration['wakeUp']): string {
  return wakeUp === undefined ? 'too few to tell' : `${pairWords(wakeUp)} late`;
}

function pairWords({ p50Micros, p99Micros }: MeasuredPair): string {
  return `${millis(p50Micros)} p50, ${millis(p99Micros)} p99`;
}

function latenessWords({ runs }: RunReport): string[] {
  const { latenessP99Micros } = totalsOf(runs);
  return latenessP99Micros === undefined ? [] : [`lateness p99 ${millis(latenessP99Micros)}`];
}

function most(
  workers: readonly WorkerHealth[],
  figure: 'utilisation' | 'worstSecondUtilisation' | 'gcLongestMicros',
): number {
  return Math.max(0, ...workers.map((worker) => worker[figure]));
}

function millis(micros: number): string {
  return `${formatMillis(micros)} ms`;
}

/** Whole per cents, which never read 100 before it is. */
function percent(share: number): string {
  return `${share < 1 ? Math.min(99, Math.round(share * 100)) : 100} %`;
}

function megabytes({ residentBytes }: GeneratorHealth): string {
  return formatCount(residentBytes / 1_000_000);
}
