import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildModelCache, describeCache, type ModelCache } from '../../src/plan/model-cache.ts';
import type { CacheModel } from '../../src/scenario/scenario.ts';

describe('the model cache', () => {
  it('hits and misses exactly as a slow cache in a Map does', () => {
    const model = fc.record(
      { capacity: fc.integer({ min: 0, max: 12 }), ttlMicros: fc.integer({ min: 1, max: 30 }) },
      { requiredKeys: [] },
    );
    const asked = fc.array(fc.tuple(fc.integer({ min: -3, max: 9 }), fc.nat(6)), { maxLength: 200 });
    fc.assert(
      fc.property(model, asked, (cache, steps) => {
        const fast = buildModelCache(cache, 10);
        const slow = slowCache(cache);
        let [now, fresh] = [0, 0];
        for (const [query, pause] of steps) {
          now += pause;
          const key = query < 0 ? (fresh -= 1) : query;
          expect(fast.ask(key, now)).toBe(slow.ask(key, now));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('holds more never-seen entries than it made room for at first', () => {
    const cache = buildModelCache({ capacity: 5000 }, 1);
    cache.ask(0, 0);
    for (let k = 0; k < 4999; k += 1) cache.ask(-1 - k, 0);
    expect(cache.ask(0, 0)).toBe(true);
    for (let k = 4999; k < 9999; k += 1) cache.ask(-1 - k, 0);
    expect(cache.ask(0, 0)).toBe(false);
  });

  it.each([
    ['just before its end', 99, true],
    ['at its end', 100, false],
    ['after its end', 101, false],
  ])('serves an entry %s: %j', (_, atMicros, hit) => {
    for (const model of [{ ttlMicros: 100 }, { ttlMicros: 100, capacity: 5 }]) {
      const cache = buildModelCache(model, 1);
      cache.ask(0, 0);
      expect(cache.ask(0, atMicros)).toBe(hit);
    }
  });

  it('counts the life of an entry from when it was stored, not from its last hit', () => {
    const cache = buildModelCache({ ttlMicros: 100 }, 1);
    expect([0, 60, 120, 180].map((at) => cache.ask(0, at))).toEqual([false, true, false, true]);
  });

  it.each([
    [{}, 'unbounded'],
    [{ capacity: 10_000 }, 'LRU of 10 000'],
    [{ ttlMicros: 3_600_000_000 }, 'unbounded, TTL 1 h'],
    [{ capacity: 7, ttlMicros: 5_000_000 }, 'LRU of 7, TTL 5 s'],
  ])('is named for %j', (model, name) => {
    expect(describeCache(model)).toBe(name);
  });
});

/** The obvious one: a Map in order of use, whose first key is the least recently used. */
function slowCache({ capacity = Infinity, ttlMicros = Infinity }: CacheModel): ModelCache {
  const storedAt = new Map<number, number>();
  const ask = (query: number, atMicros: number): boolean => {
    const stored = storedAt.get(query);
    const hit = stored !== undefined && atMicros - stored < ttlMicros;
    storedAt.delete(query);
    storedAt.set(query, hit ? stored : atMicros);
    const [oldest] = storedAt.keys();
    if (storedAt.size > capacity && oldest !== undefined) storedAt.delete(oldest);
    return hit;
  };
  return { ask };
}
