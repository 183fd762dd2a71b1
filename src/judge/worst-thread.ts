import type { Snapshot, WorkerHealth } from '../recorder/snapshot.ts';

/** The thread with the greatest value of a figure over all runs, and how a sentence names it. */
export type WorstThread = { readonly name: string; readonly value: number };

type Figure = Pick<WorkerHealth, 'utilisation' | 'delayP99Micros' | 'gcLongestMicros'>;

/**
 * The thread that is worst in a figure, in any run; undefined when no run says how its generator fared. A report of hitgate 0.1 has
 * no threads and no pauses of garbage collection: its generator stands for one, without a pause.
 */
export function worstThread(
  snapshots: readonly Snapshot[],
  figure: (thread: Figure) => number,
): WorstThread | undefined {
  const severalRuns = snapshots.length > 1;
  return snapshots
    .flatMap(({ run, generator }) => {
      if (generator === undefined) return [];
      const threads: readonly Figure[] = generator.workers ?? [
        {
          utilisation: generator.eventLoopUtilisation,
          delayP99Micros: generator.eventLoopDelayP99Micros,
          gcLongestMicros: 0,
        },
      ];
      return threads.map((thread, index) => ({
        name: `${threadName(index, threads.length)}${severalRuns ? ` in run ${run}` : ''}`,
        value: figure(thread),
      }));
    })
    .toSorted((one, other) => other.value - one.value)[0];
}

/** 'the generator' when it has one thread, else 'worker 2 of 4'. */
function threadName(index: number, count: number): string {
  return count === 1 ? 'the generator' : `worker ${index + 1} of ${count}`;
}
