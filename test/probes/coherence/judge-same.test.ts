import { expect, it } from 'vitest';
import { judgeSameAnswer, judgeSameReplicaCitations } from '../../../src/probes/coherence/judge-same.ts';
import { failed, silent } from '../observed.ts';
import { askedOfAll, saying } from './replies.ts';

const same = askedOfAll(saying('a'), saying('a'));
const other = askedOfAll(saying('a'), saying('b'));

it.each([
  ['the same answer everywhere', [same, same], 'pass', '2 replicas have the same answer to all 2 questions'],
  [
    'a hit and a miss of the same answer',
    [askedOfAll(saying('a', { cacheClass: 'hit' }), saying('a'))],
    'pass',
    '2 replicas',
  ],
  ['another answer on one', [same, other], 'fail', '1 of 2 questions have more than one answer among the replicas'],
  ['a difference beside a silent replica', [askedOfAll(saying('a'), saying('b'), silent)], 'fail', '1 of 1'],
  ['an answer on one alone', [askedOfAll(saying('a'), saying(undefined))], 'fail', '1 of 1'],
  ['a silent replica', [same, askedOfAll(saying('a'), silent)], 'no-data', '1 of 2 questions could not be compared'],
  [
    'a replica that fails',
    [same, askedOfAll(failed(), saying('a'))],
    'no-data',
    '1 of 2 questions could not be compared',
  ],
  ['nothing at the path of the answer', [askedOfAll(saying(undefined), saying(undefined))], 'no-data', '1 of 1'],
  [
    'a question that fails everywhere, beside another',
    [askedOfAll(failed(), failed()), same],
    'pass',
    'to the question',
  ],
  ['questions that all fail everywhere', [askedOfAll(failed(), failed())], 'no-data', 'no question was answered'],
  ['silent replicas', [askedOfAll(silent, silent)], 'no-data', '1 of 1 questions could not be compared'],
  ['no question', [], 'no-data', 'no question was answered'],
] as const)('judges the answers to be: %s', (_, asked, status, reason) => {
  const finding = judgeSameAnswer(asked);
  expect(finding).toMatchObject({ name: 'coherence: same answer', status });
  expect(finding.reason).toContain(reason);
});

it('shows where two long answers begin to differ', () => {
  const long = 'x'.repeat(500);
  const { evidence } = judgeSameAnswer([askedOfAll(saying(`${long}one`), saying(`${long}two`))]);
  expect(evidence).toEqual([
    { what: 'r1: q', seen: `… ${'x'.repeat(40)}one"` },
    { what: 'r2: q', seen: `… ${'x'.repeat(40)}two"` },
  ]);
});

it('names the replica that gave no answer', () => {
  const { evidence } = judgeSameAnswer([askedOfAll(saying('a'), silent)]);
  expect(evidence).toEqual([{ what: 'r2: q', seen: 'no reply: it did not answer in time' }]);
});

function citing(...lists: readonly ((string | undefined)[] | undefined)[]) {
  return askedOfAll(...lists.map((sources) => saying('a', { sources })));
}

it.each([
  ['the same sources', citing(['s1', 's2'], ['s1', 's2']), 'pass'],
  ['the same sources in another order', citing(['s1', 's2'], ['s2', 's1']), 'pass'],
  ['one source more', citing(['s1'], ['s1', 's2']), 'fail'],
  ['a source twice', citing(['s1'], ['s1', 's1']), 'fail'],
  ['a source and none', citing(['s1'], [undefined]), 'fail'],
  ['an empty list on one alone', citing(['s1'], []), 'fail'],
  ['no list on one alone', citing(undefined, ['s1']), 'fail'],
  ['empty lists', citing([], []), 'no-data'],
  ['no lists', citing(undefined, undefined), 'no-data'],
  ['a silent replica', askedOfAll(saying('a'), silent), 'no-data'],
] as const)('judges the citations to be: %s', (_, replies, status) => {
  expect(judgeSameReplicaCitations([replies])).toMatchObject({ name: 'coherence: same citations', status });
});
