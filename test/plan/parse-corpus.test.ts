import { describe, expect, it } from 'vitest';
import { parseCorpus } from '../../src/plan/parse-corpus.ts';
import { problemsOf } from './problems-of.ts';

const good = '{"id":"a","doc_id":"d","question":"What is it?"}';

describe('parseCorpus', () => {
  it('fills in weight 1 and class "default"', () => {
    expect(parseCorpus(good, 'c.jsonl').queries).toEqual([
      { id: 'a', docId: 'd', question: 'What is it?', weight: 1, class: 'default' },
    ]);
  });

  it('keeps texts exactly, because a cache key is the exact text', () => {
    const { queries } = parseCorpus('{"id":"a","doc_id":"d","question":" Où est § 3? "}', 'c.jsonl');
    expect(queries[0]?.question).toBe(' Où est § 3? ');
  });

  it('gives the same digest whatever the line ends, the order of keys and the defaults written out', () => {
    const { digest } = parseCorpus(`${good}\n{"id":"b","doc_id":"d","question":"Why?"}\n`, 'c.jsonl');
    const other =
      '\uFEFF{"question":"What is it?","doc_id":"d","id":"a","weight":1.0,"class":"default"}\r\n\r\n{"id":"b","doc_id":"d","question":"Why?"}';
    expect(parseCorpus(other, 'other.jsonl').digest).toBe(digest);
    // Two lines of canonical JSON through coreutils' sha256sum.
    expect(digest).toBe('bda9802bcb9f7cad2b73af982ad429d68435d25f4b49fff96ae3ca52d029cd70');
  });

  it('gives another digest for another order', () => {
    const two = '{"id":"b","doc_id":"d","question":"Why?"}';
    const one = parseCorpus(`${good}\n${two}`, 'c').digest;
    expect(parseCorpus(`${two}\n${good}`, 'c').digest).not.toBe(one);
  });

  it.each([
    ['an empty file', '\n \n', 1, 'the file is empty'],
    ['a line that is no JSON', `${good}\n{"id":`, 2, 'the line is not JSON'],
    ['a line that is no object', `${good}\n[1]`, 2, 'Expected a JSON object, got [1] (array)'],
    ['a line that is null', 'null', 1, 'Expected a JSON object, got null (null)'],
    ['no id', '{"doc_id":"d","question":"q"}', 1, 'Expected id to be a text that is not empty, got nothing'],
    ['no doc_id', '{"id":"a","question":"q"}', 1, 'Expected doc_id to be'],
    ['no question', '{"id":"a","doc_id":"d"}', 1, 'Expected question to be'],
    ['an empty question', '{"id":"a","doc_id":"d","question":" "}', 1, 'got " " (string)'],
    ['an id that is a number', '{"id":7,"doc_id":"d","question":"q"}', 1, 'got 7 (number)'],
    ['weight 0', '{"id":"a","doc_id":"d","question":"q","weight":0}', 1, 'Expected weight to be a number above 0'],
    ['a weight that is text', '{"id":"a","doc_id":"d","question":"q","weight":"2"}', 1, 'got "2" (string)'],
    ['a class that is a number', '{"id":"a","doc_id":"d","question":"q","class":2}', 1, 'Expected class to be'],
    ['an unknown key', '{"id":"a","doc_id":"d","question":"q","wieght":2}', 1, 'unknown key "wieght"'],
    ['an id that was there', `${good}\n{"id":"a","doc_id":"e","question":"q"}`, 2, 'id "a" is already that of line 1'],
    [
      'a document and question that were there',
      `${good}\n\n{"id":"b","doc_id":"d","question":"What is it?"}`,
      3,
      'the same document and question as line 1',
    ],
  ])('refuses %s with its line and a hint', (_, text, line, message) => {
    const [problem] = problemsOf(() => parseCorpus(text, 'c.jsonl'));
    expect(problem).toMatchObject({ file: 'c.jsonl', line });
    expect(problem?.message).toContain(message);
    expect(problem?.hint).not.toBe('');
  });

  it('asks whether a near key was meant', () => {
    expect(problemsOf(() => parseCorpus('{"id":"a","doc_id":"d","question":"q","wieght":2}', 'c.jsonl'))[0]?.hint).toBe(
      'did you mean "weight"?',
    );
  });

  it('says everything at once, by line', () => {
    const text = '{"id":"a","doc":"d","question":"q"}\nnope\n{"id":"a","doc_id":"d","question":"q"}';
    expect(problemsOf(() => parseCorpus(text, 'c.jsonl')).map(({ line }) => line)).toEqual([1, 1, 2, 3]);
  });

  it.each([
    [50, 'nope'],
    [51, 'and 1 more'],
    [70, 'and 20 more'],
  ])('of %d bad lines lists at most 50, and how many there are', (bad, last) => {
    const text = Array.from({ length: bad }, () => 'nope').join('\n');
    const problems = problemsOf(() => parseCorpus(text, 'c.jsonl'));
    expect(problems.slice(0, 50).map(({ line }) => line)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
    expect(problems.length).toBe(Math.min(bad, 51));
    expect(problems.at(-1)?.message).toContain(last);
  });
});
