import type { PhaseName } from '../recorder/sample.ts';

/** Whether the requests of a thread that ended last say that the target is there. */
export type Vitality = 'unknown' | 'alive' | 'lost';

const vitalities: readonly Vitality[] = ['unknown', 'alive', 'lost'];
const warmupTaken = 0;
const measureTaken = 1;
const firstOfThread = 2;
const wordsOfThread = 2;

/**
 * What the threads of a run share while it goes on: how many requests of a phase were taken, so that one sequence stays one
 * sequence, and what each thread last said of its users. Atomic where it must be exact; a phase may take 2^32 requests.
 */
export class SharedCounters {
  /** To be handed to the other threads. */
  readonly memory: ArrayBufferLike;
  readonly threads: number;
  private readonly words: Int32Array;

  /** @param memory `sharedCountersBytes(threads)` bytes, all 0 at first; a `SharedArrayBuffer` when there are several threads. */
  constructor(memory: ArrayBufferLike, threads: number) {
    this.memory = memory;
    this.threads = threads;
    this.words = new Int32Array(memory, 0, firstOfThread + wordsOfThread * threads);
  }

  /** Takes the next number of a phase, from 0: no two callers get the same. */
  take(phase: PhaseName): number {
    return Atomics.add(this.words, placeOf(phase), 1) >>> 0;
  }

  /** How many numbers of a phase were taken. */
  taken(phase: PhaseName): number {
    return Atomics.load(this.words, placeOf(phase)) >>> 0;
  }

  /** Says how many users of a thread have a request outstanding. A plain write: it is done for each request. */
  setInFlight(thread: number, users: number): void {
    this.words[firstOfThread + wordsOfThread * thread] = users;
  }

  /** Says whether the target of a thread is there. */
  setVitality(thread: number, vitality: Vitality): void {
    Atomics.store(this.words, firstOfThread + wordsOfThread * thread + 1, vitalities.indexOf(vitality));
  }

  /** Users of all threads with a request outstanding, as each thread said last. */
  get inFlight(): number {
    let sum = 0;
    for (let thread = 0; thread < this.threads; thread++)
      sum += Atomics.load(this.words, firstOfThread + wordsOfThread * thread);
    return sum;
  }

  /** Whether some thread has lost the target and no other has it. */
  get isTargetLost(): boolean {
    let anyLost = false;
    for (let thread = 0; thread < this.threads; thread++) {
      const vitality = vitalities[Atomics.load(this.words, firstOfThread + wordsOfThread * thread + 1)];
      if (vitality === 'alive') return false;
      anyLost ||= vitality === 'lost';
    }
    return anyLost;
  }
}

/** Bytes that the counters of so many threads take. */
export function sharedCountersBytes(threads: number): number {
  return (firstOfThread + wordsOfThread * threads) * Int32Array.BYTES_PER_ELEMENT;
}

function placeOf(phase: PhaseName): number {
  return phase === 'warmup' ? warmupTaken : measureTaken;
}
