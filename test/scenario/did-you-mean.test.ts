import { describe, expect, it } from 'vitest';
import { didYouMean, nearest } from '../../src/scenario/did-you-mean.ts';

describe('the nearest candidate', () => {
  it.each([
    ['treshold', ['thresholds', 'target'], 'thresholds'],
    ['nmae', ['name', 'runs'], 'name'],
    ['docrag', ['doc-rag', 'generic'], 'doc-rag'],
    ['VUS', ['vus', 'url'], 'vus'],
    ['pre_allocated_vus', ['preAllocatedVUs', 'maxVUs'], 'preAllocatedVUs'],
    ['vux', ['vus'], 'vus'],
    ['vxx', ['vus'], undefined],
    ['frequency', ['rate', 'vus'], undefined],
    ['', ['rate'], undefined],
    ['rate', [], undefined],
  ])('of "%s" among %j is %s', (text, candidates, found) => {
    expect(nearest(text, candidates)).toBe(found);
  });
});

describe('the hint', () => {
  it('lists what there is when nothing is near', () => {
    expect(didYouMean('frequency', ['rate', 'vus'])).toBe('choose one of rate, vus');
    expect(didYouMean('frequency', ['rate'])).toBe('use rate');
  });
});
