import type { Load, Popularity, Stage, ThinkTime, Warmup } from '../scenario/scenario.ts';
import { formatCount, formatDuration, formatShare } from '../units.ts';
import { knownPopularity } from './popularity/hit-rate.ts';

/** A load in words: 'constant-vus: 120 users for 30 s'. */
export function describeLoad(load: Load): string {
  return `${load.executor}: ${loadInWords(load)}`;
}

/** The same without the executor's name: '120 users for 30 s'. */
export function loadInWords(load: Load): string {
  switch (load.executor) {
    case 'constant-vus':
      return `${formatCount(load.vus)} users for ${formatDuration(load.durationMicros)}`;
    case 'ramping-vus':
      return `${formatCount(load.startVUs)} users${stagesInWords(load.stages, '')}`;
    case 'shared-iterations':
      return `${formatCount(load.iterations)} requests by ${formatCount(load.vus)} users, at most ${formatDuration(load.maxDurationMicros)}`;
    case 'per-vu-iterations':
      return `${formatCount(load.iterations)} requests by each of ${formatCount(load.vus)} users, at most ${formatDuration(load.maxDurationMicros)}`;
    case 'constant-arrival-rate':
      return `${rate(load.ratePerSecond)} for ${formatDuration(load.durationMicros)}, ${load.arrivals}, up to ${formatCount(load.maxVUs)} users`;
    case 'ramping-arrival-rate':
      return `${rate(load.startRatePerSecond)}${stagesInWords(load.stages, '/s')}, ${load.arrivals}, up to ${formatCount(load.maxVUs)} users`;
    case 'replay':
      return `at the log's times, at most ${formatDuration(load.maxDurationMicros)}, up to ${formatCount(load.maxVUs)} users`;
  }
}

function stagesInWords(stages: readonly Stage[], unit: string): string {
  const shown = stages.slice(0, 4).map(({ durationMicros, target }) => {
    const number = Number.isInteger(target) ? formatCount(target) : String(Number(target.toFixed(2)));
    return `, to ${number}${unit} in ${formatDuration(durationMicros)}`;
  });
  return shown.join('') + (stages.length > 4 ? `, and ${stages.length - 4} more stages` : '');
}

function rate(perSecond: number): string {
  return Number.isInteger(perSecond) ? `${formatCount(perSecond)}/s` : `${Number(perSecond.toFixed(2))}/s`;
}

/** A popularity in words: 'zipf 0.99'. */
export function describePopularity(popularity: Popularity): string {
  switch (popularity.kind) {
    case 'uniform':
    case 'weighted':
    case 'sequential':
      return popularity.kind;
    case 'zipf':
      return `zipf ${popularity.exponent}`;
    case 'hotspot':
      return `hotspot: ${formatShare(popularity.hotTraffic)} of the requests to ${formatShare(popularity.hotQueries)} of the queries`;
    case 'replay':
      return `replay of ${popularity.file} at speed ${popularity.speed}`;
    case 'hit-rate':
      return `hit-rate: ${formatShare(1 - popularity.rate)} never-seen, the rest zipf ${knownPopularity.exponent}`;
  }
}

/** A warm-up in words. */
export function describeWarmup(warmup: Warmup, prefilled: number): string {
  switch (warmup.kind) {
    case 'none':
      return 'none';
    case 'prefill':
      return `prefill: ${formatCount(prefilled)} queries, once each`;
    case 'duration':
      return `the load for ${formatDuration(warmup.micros)}`;
    case 'until-steady':
      return `the load until it is steady, at most ${formatDuration(warmup.maxMicros)}`;
  }
}

/** A think time in words; undefined for none. */
export function describeThinkTime(thinkTime: ThinkTime): string | undefined {
  switch (thinkTime.kind) {
    case 'none':
      return undefined;
    case 'constant':
      return formatDuration(thinkTime.micros);
    case 'uniform':
      return `${formatDuration(thinkTime.minMicros)} to ${formatDuration(thinkTime.maxMicros)}, uniform`;
    case 'exponential':
      return `${formatDuration(thinkTime.meanMicros)} on average, exponential`;
  }
}
