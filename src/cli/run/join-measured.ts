import type { Measured } from './measure-runs.ts';

/** Several measurements as the runs of one, numbered from 1. */
export function joinMeasured(parts: readonly Measured[]): Measured {
  return {
    snapshots: parts.flatMap(({ snapshots }) => snapshots).map((snapshot, index) => ({ ...snapshot, run: index + 1 })),
    predictions: parts.flatMap(({ predictions }) => predictions),
    expectedChecks: parts.flatMap(({ expectedChecks }) => expectedChecks),
    truth: parts.flatMap(({ truth }) => truth),
  };
}
