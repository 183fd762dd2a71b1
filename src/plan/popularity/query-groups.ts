import { RandomStream, streams } from '../../random.ts';
import type { Query } from '../plan.ts';
import type { PickSource } from './picker.ts';
import { WeightTable } from './weight-table.ts';

/** Queries among which one popularity decides: the whole corpus, or one class of a mix. */
type QueryGroup = {
  /** Corpus indices, ascending. */
  readonly members: Int32Array;
  /** Share of the requests for this group. */
  readonly share: number;
};

/** The groups of a workload, and the mix that chooses between them. */
export type QueryGroups = {
  readonly groups: readonly QueryGroup[];
  /** Index of the group of request (user, index). */
  readonly groupAt: (user: number, index: number) => number;
};

/**
 * Splits the corpus by the mix: one group for each class with a weight above 0, in alphabetical order, so that the order
 * in the scenario does not matter; one group of everything when there is no mix.
 */
export function groupQueries({ workload, corpus, phase }: Omit<PickSource, 'replay'>): QueryGroups {
  const classes = Object.keys(workload.mix)
    .filter((name) => (workload.mix[name] ?? 0) > 0)
    .sort();
  if (classes.length === 0) {
    const members = Int32Array.from(corpus.queries, (_, index) => index);
    return { groups: [{ members, share: 1 }], groupAt: () => 0 };
  }
  const table = new WeightTable(classes.map((name) => workload.mix[name] ?? 0));
  const stream = new RandomStream(workload.seed, phase === 'measure' ? streams.mix : streams.warmupMix);
  const groups = classes.map((name, index) => ({
    members: membersOf(corpus.queries, name),
    share: table.shares[index] ?? 0,
  }));
  return { groups, groupAt: (user, index) => table.positionOf(stream.uniformAt(user, index)) };
}

function membersOf(queries: readonly Query[], name: string): Int32Array {
  const members: number[] = [];
  for (const [index, query] of queries.entries()) if (query.class === name) members.push(index);
  return Int32Array.from(members);
}
