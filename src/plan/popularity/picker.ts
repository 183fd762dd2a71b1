import type { Corpus, ReplayLog } from '../plan.ts';
import type { Workload } from '../../scenario/scenario.ts';
import { pickDrawn } from './pick-drawn.ts';
import { pickHitRate } from './hit-rate.ts';
import { pickReplay } from './replay.ts';
import { pickSequential } from './sequential.ts';

/** The phase whose requests are picked: each has its own random streams over the same popularity. */
export type PickPhase = 'measure' | 'warmup';

/** What a popularity is built from. `replay` is needed by popularity `replay` only. */
export type PickSource = {
  readonly workload: Workload;
  readonly corpus: Corpus;
  readonly replay: ReplayLog | undefined;
  readonly phase: PickPhase;
};

/** A popularity made ready: which query each request asks, as a pure function, and what that adds up to. */
export type Picker = {
  /** A corpus index (>= 0), or −1 − k for a query that was never asked before. */
  readonly queryAt: (user: number, index: number) => number;
  /** Share of the requests for each query of the corpus; sums to 1 − `freshShare`. */
  readonly shares: Float64Array;
  /** Share of the requests for never-seen queries. */
  readonly freshShare: number;
  /** How many indices there are; Infinity but for a replay. */
  readonly length: number;
};

/** Builds the picker of a workload. */
export function buildPicker(source: PickSource): Picker {
  const { popularity } = source.workload;
  switch (popularity.kind) {
    case 'uniform':
    case 'zipf':
    case 'hotspot':
    case 'weighted':
      return pickDrawn(popularity, source);
    case 'sequential':
      return pickSequential(source.corpus.queries.length);
    case 'replay':
      return pickReplay(source);
    case 'hit-rate':
      return pickHitRate(popularity.rate, source);
  }
}
