import { describe, expect, it } from 'vitest';
import { judgeConsensus } from '../../src/probes/judge-consensus.ts';
import { answered, failed, silent } from './observed.ts';

const twoThirds = 2 / 3;

describe('consensus', () => {
  it.each([
    ['at the limit', 0.66, 100, 66, 'pass'],
    ['one below', 0.66, 100, 65, 'fail'],
    ['one above', 0.66, 100, 67, 'pass'],
    ['at the limit as a share', 0.66, 1, 0.66, 'pass'],
    ['below as a share', 0.66, 1, 0.6599, 'fail'],
    ['exactly 2/3 against 0.66', 0.66, 1, twoThirds, 'pass'],
    ['exactly 2/3 against 0.67', 0.67, 1, twoThirds, 'fail'],
    ['exactly 2/3 in per cent against 0.66', 0.66, 100, 100 * twoThirds, 'pass'],
    ['exactly 2/3 in per cent against 0.67', 0.67, 100, 100 * twoThirds, 'fail'],
    ['a limit that no binary fraction holds, 0.7 against 70 %', 0.7, 100, 70, 'pass'],
    ['full agreement where all is asked', 1, 100, 100, 'pass'],
    ['nobody agrees', 0.66, 100, 0, 'fail'],
    ['a share that is read as a percentage', 0.66, 100, 0.85, 'fail'],
    ['a percentage that is read as a share', 0.66, 1, 85, 'no-data'],
    ['not a number', 0.66, 100, undefined, 'no-data'],
  ] as const)('%s', (_, atLeast, scale, agreement, status) => {
    expect(judgeConsensus([answered({ agreement })], { atLeast, scale, path: 'a.b' })).toMatchObject({
      name: 'consensus',
      status,
    });
  });

  const rule = { atLeast: 0.66, scale: 100, path: 'a.b' } as const;

  it('is decided by the least agreement', () => {
    const seen = [answered({ agreement: 99 }), answered({ agreement: 65 })];
    expect(judgeConsensus(seen, rule)).toMatchObject({
      status: 'fail',
      reason: 'the agreement is 65 %, below 66 %',
    });
  });

  it('has no data when one of several answers lacks the field, but fails when another is too low', () => {
    const missing = answered({ agreement: undefined });
    expect(judgeConsensus([answered(), missing], rule)).toMatchObject({
      status: 'no-data',
      reason: '1 of 2 answers have no number at a.b',
    });
    expect(judgeConsensus([answered({ agreement: 65 }), missing], rule).status).toBe('fail');
  });

  it.each([[[]], [[failed()]], [[silent]]])('has no data when nothing was answered: %j', (seen) => {
    expect(judgeConsensus(seen, rule)).toMatchObject({ status: 'no-data', reason: 'no question was answered' });
  });

  it('leaves out what was not answered', () => {
    expect(judgeConsensus([failed(), answered()], rule).status).toBe('pass');
  });

  it('says how a share looks that is read as a percentage', () => {
    expect(judgeConsensus([answered({ agreement: 0.85 })], rule).reason).toContain('set target.consensus.scale to 1');
  });
});
