import { parseDuration } from '../units.ts';
import type { ValidLoad } from './load-schema.ts';
import type { Path, ProblemReporter } from './problem-reporter.ts';
import type { ValidWorkload } from './workload-schema.ts';

type Report = ProblemReporter['report'];

/** Reports what the schema of a load cannot say: empty ramps, fewer users than promised, milliseconds meant as seconds. */
export function checkLoad(load: ValidLoad, path: Path, report: Report): void {
  switch (load.executor) {
    case undefined:
    case 'constant-vus':
      return checkUnit(load.duration, [...path, 'duration'], report);
    case 'constant-arrival-rate':
      checkUnit(load.duration, [...path, 'duration'], report);
      return checkUsers(load, path, report);
    case 'ramping-vus':
      return checkStages({ start: load.startVUs, stages: load.stages }, path, report);
    case 'ramping-arrival-rate':
      checkStages({ start: load.startRate, stages: load.stages }, path, report);
      return checkUsers(load, path, report);
    case 'replay':
      return checkUsers(load, path, report);
    case 'shared-iterations':
      if (load.iterations >= load.vus) return;
      report(
        [...path, 'iterations'],
        `must be at least vus (${load.vus}), got ${load.iterations}`,
        'raise iterations or lower vus',
      );
      return;
    case 'per-vu-iterations':
      return;
  }
}

/** Reports where the load and the workload contradict each other. */
export function checkLoadAgainstWorkload(
  load: ValidLoad,
  { popularity, sequence, thinkTime, mix }: ValidWorkload,
  { path, report }: { readonly path: Path; readonly report: Report },
): void {
  const at = ['workload', 'popularity'];
  if (load.executor === 'replay' && popularity.kind !== 'replay') {
    const hint = 'set workload.popularity to { kind: "replay", file: … }, or choose another executor';
    report([...path, 'executor'], `"replay" needs a log, but workload.popularity is ${popularity.kind}`, hint);
  }
  if (popularity.kind === 'replay') {
    if (load.executor !== 'replay' && popularity.speed !== 1) {
      report(
        [...at, 'speed'],
        'has no effect, as the executor is not replay',
        'remove it, or set the executor to replay',
      );
    }
    if (sequence === 'per-user')
      report(['workload', 'sequence'], 'must be shared, as the log is one sequence', 'remove it');
    if (Object.keys(mix).length > 0)
      report(['workload', 'mix'], 'has no effect, as the log says what is asked', 'remove it');
  }
  const open = 'arrivals' in load;
  if (open && !(typeof thinkTime === 'object' && thinkTime.kind === 'none')) {
    const hint = 'remove it, or use an executor with vus: here requests start when they are due';
    report(['workload', 'thinkTime'], `has no effect with ${load.executor}`, hint);
  }
}

/** Reports what the schema of a workload cannot say. */
export function checkWorkload({ popularity, thinkTime }: ValidWorkload, report: Report): void {
  if (popularity.kind === 'hotspot') {
    const { hotQueries, hotTraffic } = popularity;
    if ((hotQueries === 0 && hotTraffic > 0) || (hotQueries === 1 && hotTraffic < 1)) {
      const hint = 'set hotQueries between 0 and 1, such as 0.2';
      report(
        ['workload', 'popularity', 'hotQueries'],
        `leaves no query for a share of the traffic, got ${hotQueries}`,
        hint,
      );
    }
  }
  if (typeof thinkTime === 'object' && thinkTime.kind === 'uniform') {
    if ((parseDuration(thinkTime.min) ?? 0) <= (parseDuration(thinkTime.max) ?? 0)) return;
    report(['workload', 'thinkTime', 'min'], 'is longer than max', 'exchange min and max');
  }
}

/** A bare number below one second is a slip of the unit: 30 is 30 ms. */
function checkUnit(duration: string | number, path: Path, report: Report): void {
  const text = String(duration).trim();
  if (!/^\d+(?:\.\d+)?$/u.test(text) || Number(text) >= 1000) return;
  report(
    path,
    `is ${text} milliseconds, as a bare number is`,
    `write "${text}s" for seconds or "${text}ms" for milliseconds`,
  );
}

function checkUsers(
  { preAllocatedVUs, maxVUs }: { preAllocatedVUs: number; maxVUs?: number | undefined },
  path: Path,
  report: Report,
): void {
  if (maxVUs === undefined || maxVUs >= preAllocatedVUs) return;
  const hint = 'raise maxVUs, or remove it to use preAllocatedVUs';
  report([...path, 'maxVUs'], `must be at least preAllocatedVUs (${preAllocatedVUs}), got ${maxVUs}`, hint);
}

type Ramp = {
  readonly start: number;
  readonly stages: readonly { readonly duration: string | number; readonly target: number }[];
};

function checkStages({ start, stages }: Ramp, path: Path, report: Report): void {
  const at = [...path, 'stages'];
  for (const [index, stage] of stages.entries()) {
    if (parseDuration(stage.duration) !== 0) checkUnit(stage.duration, [...at, index, 'duration'], report);
  }
  if (stages.every(({ duration }) => parseDuration(duration) === 0)) {
    report(at, 'last no time in total', 'give at least one stage a duration, such as "30s"');
  }
  if (start === 0 && stages.every(({ target }) => target === 0)) {
    report(at, 'never send a request: every target is 0', 'give at least one stage a target above 0');
  }
}
