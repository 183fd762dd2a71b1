import { describe, expect, it } from 'vitest';
import { parseReplay } from '../../src/plan/parse-replay.ts';
import { problemsOf } from './problems-of.ts';
import { buildCorpus } from './scenario-builder.ts';

const corpus = buildCorpus(10);

describe('parseReplay', () => {
  it('finds queries by id, and by document and question', () => {
    const text = [
      '{"at_ms":0,"id":"q-3"}',
      '{"at_ms":1.5,"doc_id":"doc-2","question":"What does rule 9 say?"}',
      '{"at_ms":1.5,"id":"q-0"}',
    ].join('\r\n');
    const log = parseReplay(text, 'r.jsonl', corpus);
    expect([...log.queries]).toEqual([3, 9, 0]);
    expect([...log.atMicros]).toEqual([0, 1500, 1500]);
  });

  it('gives the same digest however a query is named', () => {
    const byId = parseReplay('{"at_ms":2,"id":"q-9"}', 'r.jsonl', corpus).digest;
    const byText = '{"question":"What does rule 9 say?","doc_id":"doc-2","at_ms":2.0}';
    expect(parseReplay(byText, 'other.jsonl', corpus).digest).toBe(byId);
    expect(parseReplay('{"at_ms":3,"id":"q-9"}', 'r.jsonl', corpus).digest).not.toBe(byId);
  });

  it.each([
    ['an empty log', '', 1, 'the file is empty'],
    ['no time', '{"id":"q-1"}', 1, 'Expected at_ms to be a number of at least 0, got nothing'],
    ['a negative time', '{"at_ms":-1,"id":"q-1"}', 1, 'got -1 (number)'],
    ['a time that is text', '{"at_ms":"1s","id":"q-1"}', 1, 'got "1s" (string)'],
    ['a time that decreases', '{"at_ms":5,"id":"q-1"}\n{"at_ms":4,"id":"q-1"}', 2, 'at_ms decreases from 5 to 4'],
    ['an id that is not in the corpus', '{"at_ms":0,"id":"q-99"}', 1, 'id "q-99" is not in the corpus'],
    ['a question that is not in the corpus', '{"at_ms":0,"doc_id":"doc-2","question":"?"}', 1, 'is not in the corpus'],
    ['both ways of naming', '{"at_ms":0,"id":"q-1","doc_id":"doc-1","question":"?"}', 1, 'Expected either id'],
    ['no query', '{"at_ms":0}', 1, 'Expected either id'],
    ['an unknown key', '{"at_ms":0,"id":"q-1","user":3}', 1, 'unknown key "user"'],
  ])('refuses %s with its line', (_, text, line, message) => {
    const [problem] = problemsOf(() => parseReplay(text, 'r.jsonl', corpus));
    expect(problem).toMatchObject({ file: 'r.jsonl', line });
    expect(problem?.message).toContain(message);
    expect(problem?.hint).not.toBe('');
  });
});
