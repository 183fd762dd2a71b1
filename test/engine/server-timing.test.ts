import { describe, expect, it } from 'vitest';
import { serverTimingDescription } from '../../src/engine/server-timing.ts';

describe('the description of a Server-Timing metric', () => {
  it.each([
    ['cache;desc=hit', 'hit'],
    ['cache;desc="hit"', 'hit'],
    ['cache; desc=hit; dur=0.2', 'hit'],
    ['cache;dur=0.2;desc=miss', 'miss'],
    ['db;dur=53, cache;desc=hit', 'hit'],
    ['db;desc="a, cache;desc=miss", cache;desc=hit', 'hit'],
    ['CACHE;DESC=hit', 'hit'],
    ['cache ; desc = hit', 'hit'],
    ['cache;desc="a \\"b\\" \\\\"', 'a "b" \\'],
    ['cache;desc=first;desc=second', 'first'],
    ['cache;desc=', ''],
    ['cache;desc="', ''],
    ['cache', undefined],
    ['cache;dur=1', undefined],
    ['cache;dur=1, cache;desc=hit', undefined],
    ['cache2;desc=hit', undefined],
    ['', undefined],
    [',,;', undefined],
  ])('%s → %s', (header, expected) => {
    expect(serverTimingDescription(header, 'cache')).toBe(expected);
  });
});
