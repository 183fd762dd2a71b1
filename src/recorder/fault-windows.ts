import { FaultEdges } from './fault-edges.ts';
import type { LimitCounters } from './limit-counters.ts';
import { classBuckets } from './open-slice.ts';
import { describeFigures } from './phase-figures.ts';
import type { WindowPart } from './phase-part.ts';
import { outcomeCodes, type Sample } from './sample.ts';
import type { LimitCounter, SliceOfFault } from './snapshot.ts';
import { Tallies } from './tallies.ts';

/** The faults that a run is recorded with: their names, in time, and the memory of their edges. */
export type RecordedFaults = { readonly names: readonly string[]; readonly edges: ArrayBufferLike };

type Counted = { readonly limits: readonly LimitCounter[]; readonly checkNames: readonly string[] };

/**
 * Records the measured phase once more, apart by the fault in which each request was due; what was due in none is a part of its own. Costs
 * 0.8 MB for each fault, and nothing when there is none.
 */
export class FaultWindows {
  readonly #counted: Counted;
  readonly #counters: LimitCounters;
  readonly #edges: FaultEdges;
  /** That of no fault first. */
  readonly #windows: readonly Window[];
  /** The open second of each fault. */
  readonly #seconds: readonly Tallies[];

  constructor({ names, edges }: RecordedFaults, counters: LimitCounters, counted: Counted) {
    this.#counted = counted;
    this.#counters = counters;
    this.#edges = new FaultEdges(edges);
    this.#windows = ['none', ...names].map((name) => new Window(name, this.#newTallies()));
    this.#seconds = names.map(() => this.#newTallies());
  }

  /** Counts a request; `latencies` holds its service, response and waiting time in microseconds. */
  record({ outcome, status, checks, dueMicros }: Sample, latencies: Float64Array): void {
    const fault = this.#edges.faultAt(dueMicros);
    const window = this.#windows[fault];
    const second = this.#seconds[fault - 1];
    window?.tallies.countRequest(outcome, status, checks);
    second?.countRequest(outcome, status, checks);
    if (outcome >= outcomeCodes.firstFailure) return;
    window?.count(outcome, latencies);
    if (window !== undefined) this.#counters.count(outcome, latencies, window.tallies.over);
    if (second !== undefined) this.#counters.count(outcome, latencies, second.over);
  }

  drop(dueMicros: number): void {
    const fault = this.#edges.faultAt(dueMicros);
    const window = this.#windows[fault];
    const second = this.#seconds[fault - 1];
    if (window !== undefined) window.tallies.dropped += 1;
    if (second !== undefined) second.dropped += 1;
  }

  observeInFlight(atMicros: number, users: number): void {
    this.#windows[this.#edges.faultAt(atMicros)]?.tallies.observeInFlight(users);
  }

  /** What belongs to each fault of the second that is over, which is then forgotten; faults without a request are left out. */
  takeSecond(): SliceOfFault[] {
    return this.#seconds.flatMap((tallies, fault) => {
      if (tallies.isEmpty) return [];
      const { over, failed, dropped } = tallies;
      const counts = [tallies.ofClass('hit'), tallies.ofClass('miss'), tallies.ofClass('unknown')] as const;
      const taken = { fault, counts, failed, dropped, over: [...over] };
      tallies.reset();
      return [taken];
    });
  }

  /** All windows so far, and the edges from the start of the phase. */
  snapshot(startMicros: number): { readonly windows: WindowPart[]; readonly faultEdges: number[] } {
    return {
      windows: this.#windows.map((window) => window.describe(this.#counted)),
      faultEdges: this.#edges.told().map((micros) => Math.max(0, micros - startMicros)),
    };
  }

  #newTallies(): Tallies {
    return new Tallies(this.#counted.limits.length, this.#counted.checkNames.length);
  }
}

class Window {
  readonly name: string;
  readonly tallies: Tallies;
  readonly #service = classBuckets();
  readonly #response = classBuckets();
  readonly #waiting = classBuckets();

  constructor(name: string, tallies: Tallies) {
    this.name = name;
    this.tallies = tallies;
  }

  count(outcome: number, [service = 0, response = 0, waiting = 0]: Float64Array): void {
    this.#service[outcome]?.record(service);
    this.#response[outcome]?.record(response);
    this.#waiting[outcome]?.record(waiting);
  }

  describe(counted: Counted): WindowPart {
    const buckets = { service: this.#service, response: this.#response, waiting: this.#waiting };
    return { name: this.name, ...describeFigures({ tallies: this.tallies, buckets, ...counted }) };
  }
}

/**
 * From when until when a window was open, clipped to the length of the phase: 0 is that of no fault, i that of the i-th fault. A fault that
 * was not ended lasts until the end of the phase; one that did not begin has no span.
 */
export function spansOf(
  window: number,
  edges: readonly number[],
  durationMicros: number,
): (readonly [number, number])[] {
  const all = [0, ...edges, durationMicros].map((micros) => Math.min(micros, durationMicros));
  const spans = all.slice(1).map((until, index) => [all[index] ?? 0, until] as const);
  // Spans alternate: outside, the first fault, outside, the second fault, …
  const own = window === 0 ? spans.filter((_, index) => index % 2 === 0) : spans.slice(2 * window - 1, 2 * window);
  return own.filter(([from, until]) => until > from);
}
