import { makeLongQuestions } from './make-long-questions.ts';
import { makeQuestions, shippedCorpus } from './make-questions.ts';
import { makeReplay } from './make-replay.ts';
import { toJsonl } from './to-jsonl.ts';

/** A file that the repository ships, with its path from the repository's root. */
export type Fixture = { readonly file: string; readonly text: string };

/** The corpus, the long corpus and the replay log that the repository ships. */
export function makeFixtures(): Fixture[] {
  const { seed } = shippedCorpus;
  const questions = makeQuestions(shippedCorpus);
  const ids = questions.map(({ id }) => id);
  return [
    { file: 'fixtures/queries/compliance.jsonl', text: toJsonl(questions) },
    { file: 'fixtures/queries/long.jsonl', text: toJsonl(makeLongQuestions(seed)) },
    { file: 'fixtures/replay/morning.jsonl', text: toJsonl(makeReplay(ids, seed)) },
  ];
}
