import { RandomStream, streams } from '../../random.ts';
import { buildDistribution, type DrawnPopularity } from './distribution.ts';
import type { PickSource, Picker } from './picker.ts';
import { groupQueries } from './query-groups.ts';

/** Picks each request independently: the mix chooses the class, the popularity the query within it. */
export function pickDrawn(popularity: DrawnPopularity, source: Omit<PickSource, 'replay'>): Picker {
  const { workload, corpus } = source;
  const { groups, groupAt } = groupQueries(source);
  const ranks = new RandomStream(workload.seed, streams.ranks);
  const drawn = groups.map(({ members, share }, ordinal) => {
    const weights = Array.from(members, (index) => corpus.queries[index]?.weight ?? 0);
    return { members, share, distribution: buildDistribution(popularity, { weights, ranks, ordinal }) };
  });
  const keys = new RandomStream(workload.seed, source.phase === 'measure' ? streams.keys : streams.warmupKeys);
  const shares = new Float64Array(corpus.queries.length);
  for (const { members, share, distribution } of drawn)
    for (const [position, index] of members.entries()) shares[index] = share * (distribution.shares[position] ?? 0);
  const queryAt = (user: number, index: number): number => {
    const group = drawn[groupAt(user, index)];
    if (group === undefined) throw new RangeError('Expected a group of queries, got none');
    const first = keys.uniformAt(user, index);
    return group.members[group.distribution.positionOf(first, keys.secondUniform())] ?? 0;
  };
  return { queryAt, shares, freshShare: 0, length: Infinity };
}
