import { microsPerMilli } from '../units.ts';
import { digestReplay } from './digest.ts';
import { describe, hintFor, parseJsonl, ProblemList, type JsonLine } from './parse-jsonl.ts';
import type { Corpus, ReplayLog } from './plan.ts';

const keys = ['at_ms', 'id', 'doc_id', 'question'];

/** The queries of a corpus by what a replay log may name them by. */
type CorpusIndex = {
  readonly ids: readonly string[];
  readonly byId: Map<string, number>;
  readonly byText: Map<string, number>;
};

/**
 * Reads a replay log: JSONL with `at_ms` (milliseconds from the start, never decreasing) and the query: `id` of the corpus,
 * or `doc_id` and `question` exactly as in the corpus.
 * @throws HitgateError (exit 2) with every problem by line, the first 50
 */
export function parseReplay(text: string, file: string, corpus: Corpus): ReplayLog {
  const problems = new ProblemList(file);
  const lines = parseJsonl(text, keys, problems);
  const index = indexCorpus(corpus);
  const atMicros = readTimes(lines, problems);
  const queries = Int32Array.from(lines, (line) => findQuery(line, index, problems));
  problems.throwIfAny();
  const rows = Array.from(queries, (query, row) => [corpus.queries[query]?.id ?? '', atMicros[row] ?? 0] as const);
  return { file, queries, atMicros, digest: digestReplay(rows) };
}

function indexCorpus({ queries }: Corpus): CorpusIndex {
  return {
    ids: queries.map(({ id }) => id),
    byId: new Map(queries.map(({ id }, query) => [id, query])),
    byText: new Map(queries.map(({ docId, question }, query) => [JSON.stringify([docId, question]), query])),
  };
}

function readTimes(lines: readonly JsonLine[], problems: ProblemList): Float64Array {
  let latest = 0;
  return Float64Array.from(lines, ({ line, value }) => {
    const given = value['at_ms'];
    if (typeof given !== 'number' || !Number.isFinite(given) || given < 0) {
      const hint = 'set "at_ms" to the milliseconds from the start of the log';
      problems.add(line, `Expected at_ms to be a number of at least 0, got ${describe(given)}`, hint);
      return latest * microsPerMilli;
    }
    if (given < latest)
      problems.add(line, `at_ms decreases from ${latest} to ${given}`, 'sort the log by time, or start it at 0');
    latest = Math.max(latest, given);
    return Math.round(given * microsPerMilli);
  });
}

function findQuery({ line, value }: JsonLine, index: CorpusIndex, problems: ProblemList): number {
  const { id, doc_id: docId, question } = value;
  if (typeof id === 'string' && docId === undefined && question === undefined) {
    const query = index.byId.get(id);
    if (query === undefined) problems.add(line, `id "${id}" is not in the corpus`, hintFor(id, index.ids));
    return query ?? 0;
  }
  if (id === undefined && typeof docId === 'string' && typeof question === 'string') {
    const query = index.byText.get(JSON.stringify([docId, question]));
    if (query === undefined)
      problems.add(line, 'this doc_id with this question is not in the corpus', 'add the query to the corpus');
    return query ?? 0;
  }
  problems.add(line, 'Expected either id, or doc_id and question, as texts', 'name one query of the corpus');
  return 0;
}
