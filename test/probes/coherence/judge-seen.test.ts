import { expect, it } from 'vitest';
import { judgeSeen, type Look } from '../../../src/probes/coherence/judge-seen.ts';
import type { Observed } from '../../../src/probes/observed.ts';
import { failed, silent } from '../observed.ts';
import { of } from './replies.ts';

const bound = 1_000_000;

function look(sentMicros: number, repliedMicros: number, seen: Observed): Look {
  return { sentMicros, repliedMicros, seen };
}

function judge(...looks: readonly Look[]) {
  return judgeSeen([{ origin: 'r1', replica: 'r2', looks }], bound);
}

it.each([
  ['a hit long before the bound', [look(10_000, 20_000, of('hit'))], 'pass'],
  ['a hit one microsecond before the bound', [look(900_000, bound - 1, of('hit'))], 'pass'],
  ['a hit that is replied at the bound', [look(900_000, bound, of('hit'))], 'pass'],
  ['a hit that is replied one microsecond after the bound', [look(900_000, bound + 1, of('hit'))], 'no-data'],
  ['a hit that was sent after the bound', [look(bound + 1, bound + 9, of('hit'))], 'no-data'],
  ['a miss that was sent one microsecond before the bound', [look(bound - 1, bound + 9, of('miss'))], 'no-data'],
  ['a miss that was sent at the bound', [look(bound, bound + 9, of('miss'))], 'fail'],
  ['a miss that was sent one microsecond after the bound', [look(bound + 1, bound + 9, of('miss'))], 'fail'],
  ['misses, then a hit in time', [look(0, 9, of('miss')), look(500_000, 510_000, of('hit'))], 'pass'],
  ['misses to the end', [look(0, 9, of('miss')), look(bound, bound + 9, of('miss'))], 'fail'],
  ['a reply without a class', [look(0, 9, of('unknown'))], 'no-data'],
  ['a failure', [look(0, 9, failed())], 'no-data'],
  ['no reply', [look(0, 9, silent)], 'no-data'],
  ['no look', [], 'no-data'],
] as const)('judges %s', (_, looks, status) => {
  expect(judge(...looks).status).toBe(status);
});

it('says for each pair when a fill was seen, and until when it was not', () => {
  const { evidence } = judge(look(0, 9_000, of('miss')), look(250_000, 262_500, of('hit')));
  expect(evidence).toEqual([{ what: 'r1 → r2', seen: 'seen after 262.5 ms, not seen after 0.000 ms' }]);
});

it('says when the last fill was seen', () => {
  const fills = [9_000, 12_500].map((micros) => ({
    origin: 'r1',
    replica: 'r2',
    looks: [look(0, micros, of('hit'))],
  }));
  expect(judgeSeen(fills, bound).reason).toBe(
    'what one replica stored was a hit on every other within 1 s, at the latest after 12.50 ms',
  );
});

it('has no data when nothing was stored that could be looked for', () => {
  const fill = {
    origin: 'r1',
    replica: 'r2',
    looks: [],
    notStored: 'nothing was stored (the repeat of a miss: answered as a miss)',
  };
  expect(judgeSeen([fill], bound)).toMatchObject({ status: 'no-data', evidence: [{ seen: fill.notStored }] });
});

it('lets one pair that fails outweigh those without data, and those outweigh a pass', () => {
  const pair = { origin: 'r1', replica: 'r2' };
  const pass = { ...pair, looks: [look(0, 9, of('hit'))] };
  const fail = { ...pair, looks: [look(bound, bound + 9, of('miss'))] };
  const unclear = { ...pair, looks: [look(0, 9, silent)] };
  expect(judgeSeen([pass, fail, unclear], bound)).toMatchObject({
    status: 'fail',
    reason: 'for 1 of 3 pairs of replicas, what one stored was still a miss on the other after 1 s',
  });
  expect(judgeSeen([pass, unclear], bound).status).toBe('no-data');
  expect(judgeSeen([pass, pass], bound).status).toBe('pass');
  expect(judgeSeen([], bound).status).toBe('no-data');
});
