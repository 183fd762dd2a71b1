import { spansOf } from './fault-windows.ts';
import { decodeHistogram, sumOfHistograms } from './histogram.ts';
import { addChecks, addCounts } from './merge-parts.ts';
import { describeSeconds, type ToldSeconds } from './phase-figures.ts';
import type { PhasePart, WindowPart } from './phase-part.ts';
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
  const durationMicros = Math.max(...parts.map((phase) => phase.durationMicros));
  return {
    durationMicros,
    ...mergeFigures(parts),
    statuses: addCounts(parts.map(({ statuses }) => statuses)),
    lateness: addHistograms(parts.map(({ lateness }) => lateness)) ?? first.lateness,
    ...describeSeconds(told, durationMicros),
    ...mergeWindows(parts, durationMicros),
  };
}

/** What a phase and a part of it have in common. */
type Figures = Omit<WindowPart, 'name'>;

function mergeFigures(parts: readonly Figures[]): Figures {
  const sum = (value: (part: Figures) => number): number => parts.reduce((total, part) => total + value(part), 0);
  const inFlight = parts.find((part) => part.inFlight !== undefined)?.inFlight;
  return {
    requests: sum(({ requests }) => requests),
    dropped: sum(({ dropped }) => dropped),
    classes: { hit: mergeClass(parts, 'hit'), miss: mergeClass(parts, 'miss'), unknown: mergeClass(parts, 'unknown') },
    failures: addFailures(parts),
    ...(inFlight === undefined ? {} : { inFlight }),
    checks: addChecks(parts.map(({ checks }) => checks)),
    overLimit: (parts[0]?.overLimit ?? []).map((limit, index) =>
      Object.assign({}, limit, {
        over: sum(({ overLimit }) => overLimit[index]?.over ?? 0),
        count: sum(({ overLimit }) => overLimit[index]?.count ?? 0),
      }),
    ),
  };
}

/** The windows of all threads; an edge that one thread did not live to see was seen by another. */
function mergeWindows(parts: readonly PhasePart[], lengthMicros: number): Pick<PhaseSnapshot, 'windows'> {
  const all = parts.map(({ windows = [] }) => windows);
  const names = all[0]?.map(({ name }) => name) ?? [];
  if (names.length === 0) return {};
  const edges = parts.reduce<readonly number[]>(
    (longest, { faultEdges = [] }) => (faultEdges.length > longest.length ? faultEdges : longest),
    [],
  );
  const windows = names.map((name, index) => {
    const spans = spansOf(index, edges, lengthMicros);
    const durationMicros = spans.reduce((sum, [from, until]) => sum + until - from, 0);
    const figures = mergeFigures(all.flatMap((each) => each[index] ?? []));
    return Object.assign({ name, durationMicros, spans }, figures);
  });
  return { windows };
}

function mergeClass(parts: readonly Figures[], cacheClass: CacheClass): ClassSnapshot {
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
  return sumOfHistograms(known.map((part) => decodeHistogram(part))).encode();
}

/** Failures of several phases, or parts of one, by kind. */
export function addFailures(parts: readonly Pick<PhasePart, 'failures'>[]): Record<FailureKind, number> {
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
