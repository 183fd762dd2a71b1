import { expect, it } from 'vitest';
import { judgeStampede, type Rush } from '../../../src/probes/coherence/judge-stampede.ts';
import type { Observed } from '../../../src/probes/observed.ts';
import { failed, silent } from '../observed.ts';
import { askedOfAll, of } from './replies.ts';

const limit = { requests: 6, atMostMisses: 2 };

/** So many misses, then what is given, then hits. */
function rush(misses: number, others: readonly Observed[] = [], changes: Partial<Rush> = {}): Rush {
  const hits = limit.requests - misses - others.length;
  const seen = [...fill(misses, of('miss')), ...others, ...fill(hits, of('hit'))];
  return { replies: askedOfAll(...seen), isOverlapping: true, afterwards: of('hit'), ...changes };
}

function fill(count: number, seen: Observed): Observed[] {
  return Array.from({ length: count }, () => seen);
}

it.each([
  ['one miss less than the limit', rush(1), 'pass'],
  ['as many misses as the limit', rush(2), 'pass'],
  ['one miss more than the limit', rush(3), 'fail'],
  ['misses alone', rush(6), 'fail'],
  ['no miss', rush(0), 'no-data'],
  ['a reply without a class', rush(2, [of('unknown')]), 'no-data'],
  ['replies without a class alone', rush(0, fill(6, of('unknown'))), 'no-data'],
  ['more misses than the limit beside a reply without a class', rush(3, [of('unknown')]), 'fail'],
  ['a failure', rush(1, [failed()]), 'no-data'],
  ['no reply to one', rush(1, [silent]), 'no-data'],
  ['more misses than the limit beside a failure', rush(3, [failed()]), 'fail'],
  ['requests that did not overlap', rush(2, [], { isOverlapping: false }), 'no-data'],
  ['too many misses of requests that did not overlap', rush(3, [], { isOverlapping: false }), 'fail'],
  ['too many misses of an answer that is never cached', rush(6, [], { afterwards: of('miss') }), 'no-data'],
  ['misses of an answer that nobody could ask for afterwards', rush(2, [], { afterwards: silent }), 'no-data'],
  ['no request', { ...rush(0), replies: [] }, 'no-data'],
])('judges %s', (_, seen, status) => {
  expect(judgeStampede(seen, limit)).toMatchObject({ name: 'coherence: stampede', status });
});

it('counts what was replied', () => {
  expect(judgeStampede(rush(3, [of('unknown'), silent]), limit)).toEqual({
    name: 'coherence: stampede',
    status: 'fail',
    reason: '3 of 6 requests at once for a new question were misses, at most 2 may be',
    evidence: [
      { what: '6 requests at once', seen: 'misses: 3, hits: 1, without a class: 1, failed: 1' },
      { what: 'r5: q', seen: 'no reply: it did not answer in time' },
    ],
  });
});
