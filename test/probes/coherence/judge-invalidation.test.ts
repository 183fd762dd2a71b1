import { expect, it } from 'vitest';
import { judgeInvalidation, noInvalidation } from '../../../src/probes/coherence/judge-invalidation.ts';
import { failed, silent } from '../observed.ts';
import { of, saying } from './replies.ts';

const done = { isDone: true, how: 'answered HTTP 204' };
const held = of('hit');

it.each([
  ['a miss', held, of('miss'), 'pass'],
  ['a miss with another answer', held, of('miss', 'b'), 'pass'],
  ['a hit with another answer', held, of('hit', 'b'), 'pass'],
  ['a hit with other sources', held, saying('a', { cacheClass: 'hit', sources: ['s3'] }), 'pass'],
  ['a hit with the answer from before', held, of('hit'), 'fail'],
  [
    'a hit with its sources in another order',
    held,
    saying('a', { cacheClass: 'hit', sources: ['two', 'one'] }),
    'fail',
  ],
  ['the answer from before without a class', held, of('unknown'), 'no-data'],
  ['another answer without a class', held, of('unknown', 'b'), 'pass'],
  ['a failure', held, failed(), 'no-data'],
  ['no reply', held, silent, 'no-data'],
  ['a hit, when there was only a miss before', of('miss'), of('hit'), 'no-data'],
  ['a miss, when there was no class before', of('unknown'), of('miss'), 'no-data'],
  ['a miss, when there was no reply before', silent, of('miss'), 'no-data'],
])('judges %s after the invalidation', (_, before, after, status) => {
  expect(judgeInvalidation([{ replica: 'r1', before, after }], done).status).toBe(status);
});

it('has no data when the invalidation failed, and says how, and who held no answer', () => {
  const asked = [
    { replica: 'r1', before: held, after: held },
    { replica: 'r2', before: silent, after: silent },
  ];
  expect(judgeInvalidation(asked, { isDone: false, how: 'answered HTTP 405' })).toEqual({
    name: 'coherence: invalidation',
    status: 'no-data',
    reason: 'nothing was invalidated: it answered HTTP 405',
    evidence: [
      { what: 'invalidation', seen: 'answered HTTP 405' },
      { what: 'r2', seen: 'not in its cache before: no reply: it did not answer in time' },
    ],
  });
});

it('is no pass without a way to invalidate, or without a replica', () => {
  expect(noInvalidation()).toMatchObject({ name: 'coherence: invalidation', status: 'no-data' });
  expect(judgeInvalidation([], done).status).toBe('no-data');
});

it('says how many replicas are stale, and which', () => {
  const fresh = { replica: 'r1', before: held, after: of('miss') };
  const stale = { replica: 'r2', before: held, after: held };
  expect(judgeInvalidation([fresh, stale], done)).toEqual({
    name: 'coherence: invalidation',
    status: 'fail',
    reason: '1 of 2 replicas still serve the answer from before the invalidation',
    evidence: [
      { what: 'invalidation', seen: 'answered HTTP 204' },
      { what: 'r1', seen: 'made anew: a miss' },
      { what: 'r2', seen: 'a hit with the answer from before' },
    ],
  });
});
