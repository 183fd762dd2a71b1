import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { AnswerCache } from '../../../src/target/answers/answer-cache.ts';

const hour = 3_600_000_000;

it.each(['what is PCI?', 'What is PCI? ', ' What is PCI?', 'What is PCI', 'What  is PCI?'])(
  'does not find "What is PCI?" under %j',
  (other) => {
    const cache = new AnswerCache<number>({ capacity: 10, ttlMicros: hour });
    cache.set('What is PCI?', 1, 0);
    expect(cache.get(other, 0)).toBeUndefined();
    expect(cache.get('What is PCI?', 0)).toBe(1);
  },
);

it.each([
  [hour - 1, 1],
  [hour, undefined],
  [hour + 1, undefined],
])('finds after %i µs of a time to live of one hour: %s', (age, found) => {
  const cache = new AnswerCache<number>({ capacity: 10, ttlMicros: hour });
  cache.set('a', 1, 500);
  cache.get('a', 500 + hour / 2);
  expect(cache.get('a', 500 + age)).toBe(found);
});

it('starts the time anew when a key is stored again', () => {
  const cache = new AnswerCache<number>({ capacity: 10, ttlMicros: 100 });
  cache.set('a', 1, 0);
  cache.set('a', 2, 60);
  expect(cache.get('a', 159)).toBe(2);
  expect(cache.get('a', 160)).toBeUndefined();
});

it('keeps nothing with a capacity of 0', () => {
  const cache = new AnswerCache<number>({ capacity: 0, ttlMicros: hour });
  cache.set('a', 1, 0);
  expect([cache.size, cache.get('a', 0)]).toEqual([0, undefined]);
});

it('behaves as a list that is ordered by last use', () => {
  const steps = fc.array(fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd', 'e'), stores: fc.boolean() }));
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 4 }), (list, capacity) => {
      const cache = new AnswerCache<string>({ capacity, ttlMicros: hour });
      let model: string[] = [];
      for (const { key, stores } of list) {
        const isThere = model.includes(key);
        const found = stores ? cache.set(key, key, 0) : cache.get(key, 0);
        expect(found).toBe(isThere && !stores ? key : undefined);
        if (stores || isThere) model = [...model.filter((other) => other !== key), key].slice(-capacity);
        expect(cache.size).toBe(model.length);
      }
    }),
  );
});
