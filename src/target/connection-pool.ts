import { DueHeap } from './due-heap.ts';

type PoolOptions<Job> = {
  /** How many connections there are at a moment; a pool that shrinks lets busy connections finish. */
  readonly sizeAt: (atMicros: number) => number;
  /** Called when a job gets its connection; returns for how long it holds it, in microseconds. */
  readonly begin: (job: Job, startMicros: number) => number;
  /** Called when a job gives its connection back, before another job gets it. */
  readonly end?: (job: Job, releaseMicros: number) => void;
};

/**
 * A pool of connections with a first-in, first-out queue, in computed time: a waiting job starts at the very moment at
 * which a connection was due to be free, not when a late timer noticed it. So timers cost no capacity, and the pool is
 * a pure function of the moments at which jobs arrive.
 */
export class ConnectionPool<Job> {
  readonly #options: PoolOptions<Job>;
  readonly #busy = new DueHeap<Job>();
  readonly #waiting: { readonly job: Job; readonly submittedMicros: number }[] = [];

  constructor(options: PoolOptions<Job>) {
    this.#options = options;
  }

  /** Connections in use. */
  get busy(): number {
    return this.#busy.size;
  }

  /** Jobs without a connection. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** When the next connection is due to be free; Infinity when none is in use. */
  get nextMicros(): number {
    return this.#busy.nextMicros;
  }

  /** Starts the job at once when a connection is free and nobody waits; queues it otherwise. */
  submit(job: Job, nowMicros: number): void {
    this.#waiting.push({ job, submittedMicros: nowMicros });
    this.#startWaiting(nowMicros);
  }

  /** Frees the connection that is due first, at `releaseMicros`, starts who waits for it, and returns its job. */
  complete(releaseMicros: number): Job | undefined {
    const job = this.#busy.pop();
    if (job === undefined) return undefined;
    this.#options.end?.(job, releaseMicros);
    this.#startWaiting(releaseMicros);
    return job;
  }

  #startWaiting(freeMicros: number): void {
    while (this.#waiting.length > 0 && this.#busy.size < this.#options.sizeAt(freeMicros)) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      const startMicros = Math.max(freeMicros, next.submittedMicros);
      this.#busy.push(next.job, startMicros + this.#options.begin(next.job, startMicros));
    }
  }
}
