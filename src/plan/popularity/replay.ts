import type { PickSource, Picker } from './picker.ts';

/**
 * The queries of a replay log in its order. The measured phase ends with the log; a warm-up begins it again.
 * @throws RangeError when there is no log, or an index of the measured phase is past its end
 */
export function pickReplay({ replay, corpus, phase }: PickSource): Picker {
  if (replay === undefined) throw new RangeError('Expected a replay log for popularity "replay", got none');
  const { queries } = replay;
  const shares = new Float64Array(corpus.queries.length);
  for (const query of queries) shares[query] = (shares[query] ?? 0) + 1 / queries.length;
  const repeats = phase === 'warmup';
  return {
    queryAt: (_, index) => {
      const query = queries[repeats ? index % queries.length : index];
      if (query === undefined) throw new RangeError(`Expected an index below ${queries.length}, got ${index}`);
      return query;
    },
    shares,
    freshShare: 0,
    length: repeats ? Infinity : queries.length,
  };
}
