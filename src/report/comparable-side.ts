import type { ImportedBaseline, ImportedEntry, ImportedTraffic } from '../importers/imported-baseline.ts';
import { classHistogram } from './class-histogram.ts';
import type { RunReport } from './run-report.ts';
import { totalsOf } from './run-totals.ts';

/** What can stand on a side of a comparison: a run, or an imported baseline. */
export type ComparableSide =
  | { readonly kind: 'run'; readonly name: string; readonly report: RunReport }
  | { readonly kind: 'imported'; readonly name: string; readonly baseline: ImportedBaseline };

/** The entries of a side: a run's are a histogram for each class and latency of which it has samples. */
export function entriesOf(side: ComparableSide): readonly ImportedEntry[] {
  if (side.kind === 'imported') return side.baseline.entries;
  return (['service', 'response'] as const).flatMap((latency) =>
    (['hit', 'miss', 'unknown', 'all'] as const).flatMap((cacheClass): ImportedEntry[] => {
      const selection = { cacheClass: cacheClass === 'all' ? undefined : cacheClass, latency };
      const histogram = classHistogram(side.report.runs, selection);
      if (histogram.count === 0) return [];
      const figure = { kind: 'histogram', count: histogram.count, encoded: histogram.encode() } as const;
      return [{ name: cacheClass, cacheClass, latency, figure }];
    }),
  );
}

/** The load of a side; what it does not say is absent. */
export function trafficOf(side: ComparableSide): ImportedTraffic {
  if (side.kind === 'imported') return side.baseline.traffic ?? {};
  const { requests, failed, cutOff, durationMicros, ratePerSecond } = totalsOf(side.report.runs);
  return {
    requests: requests - cutOff,
    failures: failed,
    durationMicros,
    ...(ratePerSecond === undefined ? {} : { requestsPerSecond: ratePerSecond }),
  };
}

/** What a side is, in a few words: 'k6 2.2.0 (k6-csv), k6.csv', or 'run of hitgate 0.1.0'. */
export function originOf(side: ComparableSide): string {
  if (side.kind === 'run') {
    const { id, target, aborted } = side.report;
    return `run ${id}, ${target.reference ? 'reference target' : target.url}${aborted ? ', aborted' : ''}`;
  }
  const { tool, toolVersion, format, file } = side.baseline.source;
  return `imported from ${tool}${toolVersion === undefined ? '' : ` ${toolVersion}`} (${format}), ${file}`;
}
