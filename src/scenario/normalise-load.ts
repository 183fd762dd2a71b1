import { microsPerSecond, parseDuration } from '../units.ts';
import type { ValidLoad } from './load-schema.ts';
import type { Load, Stage } from './scenario.ts';

/** Microseconds of a duration that the schema has accepted. @throws RangeError for any other text: a bug. */
export function microsOf(duration: string | number): number {
  const micros = parseDuration(duration);
  if (micros === undefined) throw new RangeError(`Expected a duration, got ${JSON.stringify(duration)}`);
  return micros;
}

/** The load with durations in microseconds and rates per second. */
export function normaliseLoad(load: ValidLoad): Load {
  const common = { gracefulStopMicros: microsOf(load.gracefulStop) };
  switch (load.executor) {
    case undefined:
    case 'constant-vus':
      return { ...common, executor: 'constant-vus', vus: load.vus, durationMicros: microsOf(load.duration) };
    case 'ramping-vus': {
      const gracefulRampDownMicros = microsOf(load.gracefulRampDown);
      const { executor, startVUs } = load;
      return { ...common, executor, startVUs, stages: stagesOf(load.stages, 1), gracefulRampDownMicros };
    }
    case 'shared-iterations':
    case 'per-vu-iterations': {
      const { executor, vus, iterations } = load;
      return { ...common, executor, vus, iterations, maxDurationMicros: microsOf(load.maxDuration) };
    }
    case 'constant-arrival-rate': {
      const ratePerSecond = load.rate / secondsOf(load.timeUnit);
      const durationMicros = microsOf(load.duration);
      return { ...common, ...openOf(load), executor: load.executor, ratePerSecond, durationMicros };
    }
    case 'ramping-arrival-rate': {
      const seconds = secondsOf(load.timeUnit);
      const startRatePerSecond = load.startRate / seconds;
      const stages = stagesOf(load.stages, seconds);
      return { ...common, ...openOf(load), executor: load.executor, startRatePerSecond, stages };
    }
    case 'replay':
      return { ...common, ...openOf(load), executor: load.executor, maxDurationMicros: microsOf(load.maxDuration) };
  }
}

type Open = Extract<ValidLoad, { arrivals: unknown }>;

function openOf({
  preAllocatedVUs,
  maxVUs,
  arrivals,
}: Open): Pick<Open, 'arrivals' | 'preAllocatedVUs'> & { maxVUs: number } {
  return { preAllocatedVUs, maxVUs: maxVUs ?? preAllocatedVUs, arrivals };
}

function stagesOf(stages: readonly { duration: string | number; target: number }[], divisor: number): Stage[] {
  return stages.map(({ duration, target }) => ({ durationMicros: microsOf(duration), target: target / divisor }));
}

function secondsOf(timeUnit: string | number): number {
  return microsOf(timeUnit) / microsPerSecond;
}
