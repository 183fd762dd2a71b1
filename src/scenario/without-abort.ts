import type { Threshold } from './threshold.ts';

/** A gate that ends no run early. */
export function withoutAbort(threshold: Threshold): Threshold {
  const { abortOnFail: _, ...rest } = threshold;
  return rest;
}
