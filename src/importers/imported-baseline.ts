import type { CacheClass } from '../recorder/sample.ts';
import type { EncodedHistogram } from '../recorder/snapshot.ts';

/** Version of the stored shape; a reader refuses another major version. */
export const importedSchemaVersion = '1.0';

/** The marker that tells an imported baseline from the report of a run. */
export const importedKind = 'imported-baseline';

/** The formats that can be read, by the name that `--format` takes. */
export const importFormats = [
  'criterion',
  'libtest',
  'bencher',
  'k6-csv',
  'k6-summary',
  'autocannon',
  'wrk',
  'hlog',
  'hgrm',
] as const;

/** One of `importFormats`. */
export type ImportFormat = (typeof importFormats)[number];

/** The class of an entry: one of a run's classes, or all of its answers together. */
export type ImportedClass = CacheClass | 'all';

/** An interval around a figure, in microseconds; `confidence` is a share of 1 and absent when the source does not say it. */
type StatedInterval = { readonly low: number; readonly high: number; readonly confidence?: number };

/**
 * The centre of a benchmark: no percentile of requests can be had from it. `typical` is what criterion prints as `time`: the
 * slope, or the mean where it made no regression.
 */
export type MeanFigure = {
  readonly kind: 'mean';
  readonly statistic: 'mean' | 'median' | 'slope' | 'typical';
  readonly micros: number;
  readonly interval?: StatedInterval;
  /** What the source prints behind ±, which is no interval: greatest − least sample, or the standard deviation. */
  readonly spread?: { readonly kind: 'range' | 'standard-deviation'; readonly micros: number };
  /** Samples, each of which may be the mean of a batch. */
  readonly n?: number;
};

/** One percentile: the name 'p97.5', the share 0.975 and its value. */
export type PercentilePoint = { readonly name: string; readonly share: number; readonly micros: number };

/** Percentiles without the samples behind them, ascending. */
export type PercentilesFigure = {
  readonly kind: 'percentiles';
  readonly points: readonly PercentilePoint[];
  readonly meanMicros?: number;
  readonly minMicros?: number;
  readonly maxMicros?: number;
  /** Samples behind the percentiles; absent when the source does not say it. */
  readonly count?: number;
  /** The step in which the source counts: values between two steps are not told apart. */
  readonly stepMicros?: number;
};

/**
 * Every sample, in hitgate's histogram. Where the source tells samples apart less finely, `encoded` takes each at the highest
 * value that it can have, and `lowest` at the lowest.
 */
export type HistogramFigure = {
  readonly kind: 'histogram';
  readonly count: number;
  readonly encoded: EncodedHistogram;
  readonly lowest?: EncodedHistogram;
};

/** What a source says of one benchmark or class. */
export type ImportedFigure = MeanFigure | PercentilesFigure | HistogramFigure;

/** One benchmark, or one class of answers. */
export type ImportedEntry = {
  /** The id of a benchmark, or the name of a class. */
  readonly name: string;
  /** Absent when neither the source nor the user said it. */
  readonly cacheClass?: ImportedClass;
  /** Whether the time counts from the send or from when it was due; absent when the source is no load, or does not say it. */
  readonly latency?: 'service' | 'response';
  readonly figure: ImportedFigure;
};

/** The load as the source counted it; what it does not say is absent. */
export type ImportedTraffic = {
  readonly requests?: number;
  readonly failures?: number;
  readonly durationMicros?: number;
  readonly requestsPerSecond?: number;
};

/** Where an imported baseline comes from. */
export type ImportedSource = {
  readonly format: ImportFormat;
  /** 'wrk2', 'k6', 'criterion'. */
  readonly tool: string;
  readonly toolVersion?: string;
  /** The file or folder as it was given. */
  readonly file: string;
  /** When it was measured, as far as the source says it. */
  readonly takenAt?: string;
  /** The address without user, password and query. */
  readonly target?: string;
};

/** What was read from the file of another tool: plain data, stored as `reports/baselines/NAME.json`. */
export type ImportedBaseline = {
  readonly kind: typeof importedKind;
  readonly schemaVersion: string;
  readonly hitgateVersion: string;
  readonly importedAt: string;
  readonly source: ImportedSource;
  readonly traffic?: ImportedTraffic;
  readonly entries: readonly ImportedEntry[];
  /** What a reader of the figures must know, in sentences. */
  readonly notes: readonly string[];
};
