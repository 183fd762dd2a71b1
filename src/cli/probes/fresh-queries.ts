import type { Query } from '../../plan/plan.ts';
import type { ProbeQuestion } from '../../scenario/probes/probe-question.ts';

/** What questions are made of. */
export type QuestionSource = {
  /** Queries of the corpus: at least one. */
  readonly corpus: readonly Query[];
  /** Questions that the scenario gives in their place; may be empty. */
  readonly questions: readonly ProbeQuestion[];
  /** Text that no other run of probes has. */
  readonly key: string;
};

/** Makes the queries of one run of probes. */
export type QueryMaker = {
  readonly freshQuery: () => Query;
  readonly queryOf: (question: ProbeQuestion) => Query;
};

/** The first ones: more would only make questions less alike from run to run. */
const mostBases = 20;

/**
 * Queries for probes: `freshQuery` takes the questions of the scenario, or the first of the corpus, in turn, each with an end that holds the
 * key and a number, so that no cache can know it. @throws RangeError for an empty corpus: a bug, as a parsed corpus has a query.
 */
export function createQueryMaker({ corpus, questions, key }: QuestionSource): QueryMaker {
  const [first] = corpus;
  if (first === undefined) throw new RangeError('Expected a corpus with at least one query');
  const queryOf = ({ question, docId }: ProbeQuestion): Query => ({ ...first, question, docId: docId ?? first.docId });
  const bases = questions.length > 0 ? questions.map(queryOf) : corpus.slice(0, mostBases);
  let asked = 0;
  return {
    queryOf,
    freshQuery: () => {
      const base = bases[asked % bases.length] ?? first;
      asked += 1;
      return { ...base, id: `${base.id}~probe-${asked}`, question: `${base.question} (probe ${key}-${asked})` };
    },
  };
}
