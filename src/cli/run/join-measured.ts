import type { Snapshot } from '../../recorder/snapshot.ts';
import type { Measured } from './measure-runs.ts';

/** Several measurements as the runs of one, numbered from 1. */
export function joinMeasured(parts: readonly Measured[]): Measured {
  return {
    snapshots: parts.flatMap(({ snapshots }) => snapshots).map(numbered),
    predictions: parts.flatMap(({ predictions }) => predictions),
    expectedChecks: parts.flatMap(({ expectedChecks }) => expectedChecks),
    truth: parts.flatMap(({ truth }) => truth),
    scrapes: parts.flatMap(({ scrapes }) => scrapes),
  };
}

function numbered(snapshot: Snapshot, index: number): Snapshot {
  return { ...snapshot, run: index + 1 };
}
