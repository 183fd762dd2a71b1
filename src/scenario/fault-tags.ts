import { sideOf } from './side-of.ts';
import type { Threshold } from './threshold.ts';

/** The value of `during` that stands for the requests that were due in no fault. */
export const outsideFaults = 'none';

type Tagged = Pick<Threshold, 'tags'>;

/** The part of the measured phase that a gate is on: a fault's name, `none`, or undefined for all of it. */
export function partOf({ tags }: Tagged): string | undefined {
  return tags['during'];
}

/** Whether a gate looks at the whole measured phase. */
export function isOfWholePhase({ tags }: Tagged): boolean {
  return tags['during'] === undefined && tags['fault'] === undefined;
}

/** Whether a gate holds outside the faults: it is on the whole measured phase, or on what is in no fault. */
export function holdsOutsideFaults(threshold: Tagged): boolean {
  const part = partOf(threshold);
  return part === undefined || part === outsideFaults;
}

/** Whether a gate allows only so many failures. */
export function limitsFailures({ metric, operator }: Pick<Threshold, 'metric' | 'operator'>): boolean {
  const side = sideOf(operator);
  return (metric === 'http_req_failed' && side === 'below') || (metric === 'availability' && side === 'above');
}
