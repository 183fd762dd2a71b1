import { digestCorpus } from './digest.ts';
import { describe, parseJsonl, ProblemList, type JsonLine } from './parse-jsonl.ts';
import type { Corpus, Query } from './plan.ts';

const keys = ['id', 'doc_id', 'question', 'weight', 'class'];

/**
 * Reads a corpus: JSONL with `id`, `doc_id`, `question`, and optionally `weight` (above 0, default 1) and `class` (default
 * 'default'). Texts are kept exactly as written, because a cache's key is the exact text.
 * @throws HitgateError (exit 2) with every problem by line, the first 50
 */
export function parseCorpus(text: string, file: string): Corpus {
  const problems = new ProblemList(file);
  const lines = parseJsonl(text, keys, problems);
  const queries = lines.map((line) => readQuery(line, problems));
  checkDistinct(lines, queries, problems);
  problems.throwIfAny();
  return { file, queries, digest: digestCorpus(queries) };
}

function readQuery({ line, value }: JsonLine, problems: ProblemList): Query {
  const text = (key: string, example: string): string => {
    const given = value[key];
    if (typeof given === 'string' && given.trim() !== '') return given;
    problems.add(
      line,
      `Expected ${key} to be a text that is not empty, got ${describe(given)}`,
      `set "${key}": "${example}"`,
    );
    return '';
  };
  return {
    id: text('id', 'pci-0001'),
    docId: text('doc_id', 'pci-dss-4.0'),
    question: text('question', 'What must be encrypted?'),
    weight: readWeight(line, value['weight'], problems),
    class: value['class'] === undefined ? 'default' : text('class', 'default'),
  };
}

function readWeight(line: number, given: unknown, problems: ProblemList): number {
  if (given === undefined) return 1;
  if (typeof given === 'number' && Number.isFinite(given) && given > 0) return given;
  problems.add(
    line,
    `Expected weight to be a number above 0, got ${describe(given)}`,
    'leave it out for a weight of 1',
  );
  return 1;
}

function checkDistinct(lines: readonly JsonLine[], queries: readonly Query[], problems: ProblemList): void {
  const ids = new Map<string, number>();
  const questions = new Map<string, number>();
  for (const [index, { id, docId, question }] of queries.entries()) {
    const line = lines[index]?.line ?? 0;
    const sameId = id === '' ? undefined : ids.get(id);
    if (sameId === undefined) ids.set(id, line);
    else problems.add(line, `id "${id}" is already that of line ${sameId}`, 'give each query an id of its own');
    if (docId === '' || question === '') continue;
    const key = JSON.stringify([docId, question]);
    const same = questions.get(key);
    if (same === undefined) questions.set(key, line);
    else
      problems.add(
        line,
        `the same document and question as line ${same}`,
        'remove one: a cache cannot tell them apart',
      );
  }
}
