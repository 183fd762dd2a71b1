import { microsPerSecond } from '../units.ts';
import type { ClosedSlice } from './closed-slice.ts';
import { createHistogram, type Histogram } from './histogram.ts';
import { PartMerger, type MergedSecond } from './merge-parts.ts';
import { PhaseBlocks } from './phase-blocks.ts';
import type { ToldSeconds } from './phase-figures.ts';
import type { RecorderLive } from './recorder-live.ts';
import type { PhaseName } from './sample.ts';
import type { SlicePart } from './slice-part.ts';
import type { Slice } from './snapshot.ts';

/** What a collector is made with. */
export type CollectorOptions = {
  readonly threads: number;
  readonly judgedOn: 'service' | 'response';
  /** Whether `live` will be asked: its quantiles are only kept then. */
  readonly watched: boolean;
  /** Called with each second of the run, once all threads have told their part of it, in order. */
  readonly onSlice: (slice: ClosedSlice) => void;
};

/**
 * Puts the seconds that several threads record together. A thread tells its seconds in order and without a gap; a second is whole when
 * each thread has told it, or the phase is finished.
 */
export class SliceCollector {
  private readonly options: CollectorOptions;
  private readonly merger: PartMerger;
  private readonly phases = { warmup: new PhaseCollector(), measure: new PhaseCollector(new PhaseBlocks()) };
  private current: PhaseName | undefined = undefined;

  constructor(options: CollectorOptions) {
    this.options = options;
    this.merger = new PartMerger(options.judgedOn);
  }

  /** A phase begins: what its predecessor still holds is told, whether all threads have told their part or not. */
  startPhase(phase: PhaseName): void {
    this.finish();
    this.current = phase;
  }

  /** Takes one thread's part of a second. */
  add(part: SlicePart): void {
    const phase = this.phases[part.phase];
    const parts = phase.waiting.get(part.slice.second);
    if (parts === undefined) phase.waiting.set(part.slice.second, [part]);
    else parts.push(part);
    if ((parts?.length ?? 1) === this.options.threads) this.tellUntil(phase, part.slice.second);
  }

  /** Tells all seconds that are waiting, in order. */
  finish(): void {
    for (const phase of Object.values(this.phases)) this.tellUntil(phase, Infinity);
  }

  /** The seconds of a phase that were told so far; not a copy. */
  told(phase: PhaseName): ToldSeconds {
    return this.phases[phase];
  }

  /** The current phase at a glance, up to its last whole second; undefined before the first. */
  live(): RecorderLive | undefined {
    return this.current === undefined ? undefined : { phase: this.current, ...this.phases[this.current].live() };
  }

  private tellUntil(phase: PhaseCollector, second: number): void {
    const ready = [...phase.waiting.keys()].filter((each) => each <= second).sort((one, other) => one - other);
    for (const each of ready) {
      const merged = this.merger.merge(phase.waiting.get(each) ?? []);
      phase.waiting.delete(each);
      phase.take(merged, this.options.watched);
      this.options.onSlice(merged.closed);
    }
  }
}

class PhaseCollector implements ToldSeconds {
  readonly slices: Slice[] = [];
  readonly blocks?: PhaseBlocks;
  /** Parts of seconds that not all threads have told. */
  readonly waiting = new Map<number, SlicePart[]>();
  private readonly judged: Readonly<Record<'hit' | 'miss', Histogram>> = {
    hit: createHistogram(),
    miss: createHistogram(),
  };
  private hits = 0;
  private succeeded = 0;
  private failed = 0;
  private dropped = 0;

  constructor(blocks?: PhaseBlocks) {
    if (blocks !== undefined) this.blocks = blocks;
  }

  take({ closed: { slice }, judged }: MergedSecond, watched: boolean): void {
    const [hits, misses, unknown] = slice.counts;
    this.slices.push(slice);
    this.blocks?.add(slice, judged);
    this.hits += hits;
    this.succeeded += hits + misses + unknown;
    this.failed += slice.failed;
    this.dropped += slice.dropped;
    if (!watched) return;
    if (judged.hit !== undefined) this.judged.hit.addBuckets(judged.hit);
    if (judged.miss !== undefined) this.judged.miss.addBuckets(judged.miss);
  }

  live(): Omit<RecorderLive, 'phase'> {
    const last = this.slices.at(-1);
    const hitP95Micros = this.judged.hit.valueAtQuantile(0.95);
    const missP95Micros = this.judged.miss.valueAtQuantile(0.95);
    return {
      elapsedMicros: last === undefined ? 0 : (last.second + 1) * microsPerSecond,
      requests: this.succeeded + this.failed,
      failed: this.failed,
      dropped: this.dropped,
      ...(last === undefined ? {} : { ratePerSecond: last.counts[0] + last.counts[1] + last.counts[2] + last.failed }),
      ...(last?.inFlight === undefined ? {} : { inFlight: last.inFlight[1] }),
      ...(this.succeeded === 0 ? {} : { hitRate: this.hits / this.succeeded }),
      ...(hitP95Micros === undefined ? {} : { hitP95Micros }),
      ...(missP95Micros === undefined ? {} : { missP95Micros }),
    };
  }
}
