import type { ImportedClass } from '../importers/imported-baseline.ts';
import type { Difference } from '../judge/comparison/comparison.ts';

/**
 * Two sides of which at least one is an imported baseline. It describes; an interval, where one can be had, is suggestive, and
 * no verdict comes of it.
 */
export type ImportedComparison = {
  readonly kind: 'imported-comparison';
  readonly label: 'descriptive: nothing is decided here';
  readonly before: ImportedSide;
  readonly after: ImportedSide;
  readonly groups: readonly ImportedGroup[];
  /** What was not compared and why, each as a sentence. */
  readonly leftOut: readonly string[];
  /** What a reader must know of the figures, each as a sentence. */
  readonly notes: readonly string[];
  /** What is known to differ besides the service. */
  readonly differences: readonly Difference[];
};

/** One side: what it is called, and where it comes from in a few words. */
type ImportedSide = { readonly name: string; readonly origin: string };

/** The figures of one benchmark or class that both sides have. */
export type ImportedGroup = {
  readonly name: string;
  readonly cacheClass?: ImportedClass;
  readonly latency?: 'service' | 'response';
  readonly figures: readonly ImportedRow[];
};

/** A figure on both sides; times are microseconds. */
export type ImportedRow = {
  readonly name: string;
  readonly unit: 'micros' | 'count' | 'per second' | 'share';
  readonly before: ComparedValue;
  readonly after: ComparedValue;
  /** (after − before) / before in per cent; absent when before is 0. */
  readonly changePercent?: number;
  /** The change at 95 %, in per cent; suggestive only. */
  readonly changeInterval?: { readonly low: number; readonly high: number };
};

/** A value; `from` is set when the source says only that it lies between `from` and `value`. */
export type ComparedValue = { readonly value: number; readonly from?: number };
