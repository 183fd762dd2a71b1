import { createHistogram, decodeHistogram } from './histogram.ts';
import { addChecks, addCounts } from './merge-parts.ts';
import { describeSeconds, type ToldSeconds } from './phase-figures.ts';
import type { PhasePart } from './phase-part.ts';
import type { CacheClass, FailureKind } from './sample.ts';
import type { ClassSnapshot, EncodedHistogram, PhaseSnapshot } from './snapshot.ts';

/**
 * A phase from what several threads recorded of it, each over all its seconds. Counts are summed and histograms added, so that the
 * figures are those of one recorder that took all samples. `told` are the merged seconds. Users in flight are observed by one thread
 * for all. @throws RangeError for no part.
 */
export function mergePhases(parts: readonly PhasePart[], told: ToldSeconds): PhaseSnapshot {
  const [first] = parts;
  if (first === undefined) throw new RangeError('Expected at least one part of a phase, got none');
  const sum = (value: (phase: PhasePart) => number): number => parts.reduce((total, phase) => total + value(phase), 0);
  const durationMicros = Math.max(...parts.map((phase) => phase.durationMicros));
  const inFlight = parts.find((phase) => phase.inFlight !== undefined)?.inFlight;
  return {
    durationMicros,
    requests: sum(({ requests }) => requests),
    dropped: sum(({ dropped }) => dropped),
    classes: { hit: mergeClass(parts, 'hit'), miss: mergeClass(parts, 'miss'), unknown: mergeClass(parts, 'unknown') },
    failures: addFailures(parts),
    statuses: addCounts(parts.map(({ statuses }) => statuses)),
    ...(inFlight === undefined ? {} : { inFlight }),
    lateness: addHistograms(parts.map(({ lateness }) => lateness)) ?? first.lateness,
    checks: addChecks(parts.map(({ checks }) => checks)),
    overLimit: first.overLimit.map((limit, index) =>
      Object.assign({}, limit, {
        over: sum(({ overLimit }) => overLimit[index]?.over ?? 0),
        count: sum(({ overLimit }) => overLimit[index]?.count ?? 0),
      }),
    ),
    ...describeSeconds(told, durationMicros),
  };
}

function mergeClass(parts: readonly PhasePart[], cacheClass: CacheClass): ClassSnapshot {
  const classes = parts.map((phase) => phase.classes[cacheClass]);
  const service = addHistograms(classes.map((each) => each.service));
  const response = addHistograms(classes.map((each) => each.response));
  const waiting = addHistograms(classes.map((each) => each.waiting));
  return {
    count: classes.reduce((total, { count }) => total + count, 0),
    ...(service === undefined ? {} : { service }),
    ...(response === undefined ? {} : { response }),
    ...(waiting === undefined ? {} : { waiting }),
  };
}

/** The sum of those that are there; undefined when none is. */
function addHistograms(parts: readonly (EncodedHistogram | undefined)[]): EncodedHistogram | undefined {
  const known = parts.filter((part) => part !== undefined);
  if (known.length <= 1) return known[0];
  const sum = createHistogram();
  for (const part of known) sum.add(decodeHistogram(part));
  return sum.encode();
}

/** Failures of several phases, or parts of one, by kind. */
export function addFailures(parts: readonly PhasePart[]): Record<FailureKind, number> {
  const of = (kind: FailureKind): number => parts.reduce((total, { failures }) => total + failures[kind], 0);
  return {
    refused: of('refused'),
    reset: of('reset'),
    timeout: of('timeout'),
    malformed: of('malformed'),
    truncated: of('truncated'),
    status: of('status'),
    body: of('body'),
    interrupted: of('interrupted'),
  };
}
