import { RandomStream, streams } from '../random.ts';
import type { Workload } from '../scenario/scenario.ts';
import { freshOrigin } from './fresh-number.ts';
import type { Corpus, Plan, Query } from './plan.ts';
import { groupQueries } from './popularity/query-groups.ts';

/**
 * What is asked for a query number. A never-seen query is a question of the corpus (of the class that the mix chose for
 * its request) with a suffix that no other request and no other run has, so it keeps document, class and, nearly, length.
 */
export function buildQuestionOf(workload: Workload, corpus: Corpus): Plan['questionOf'] {
  const bases = new RandomStream(workload.seed, streams.freshBase);
  const grouped = {
    measure: groupQueries({ workload, corpus, phase: 'measure' }),
    warmup: groupQueries({ workload, corpus, phase: 'warmup' }),
  };
  const perUser = workload.sequence === 'per-user';
  return (query, nonce) => {
    if (query >= 0) return queryOf(corpus, query);
    const k = -1 - query;
    const { phase, user, index } = freshOrigin(k, perUser);
    const { groups, groupAt } = grouped[phase];
    const members = groups[groupAt(user, index)]?.members ?? new Int32Array(1);
    const base = queryOf(corpus, members[Math.floor(bases.uniformAt(0, k) * members.length)] ?? 0);
    return { ...base, id: `${base.id}~${k}`, question: `${base.question} (case ${nonce}-${k})` };
  };
}

function queryOf(corpus: Corpus, index: number): Query {
  const query = corpus.queries[index];
  if (query === undefined) throw new RangeError(`Expected a query below ${corpus.queries.length}, got ${index}`);
  return query;
}
