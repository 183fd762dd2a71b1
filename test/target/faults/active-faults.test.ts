import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { ActiveFaults } from '../../../src/target/faults/active-faults.ts';
import { parseFaults } from '../../../src/target/faults/parse-fault.ts';

const since = 1_000_000;

function active(...texts: string[]): ActiveFaults {
  const { faults, problems } = parseFaults(texts);
  expect(problems).toEqual([]);
  return new ActiveFaults(faults, since);
}

const second = 1_000_000;

it.each([
  [-1, -1],
  [0, 0],
  [5 * second - 1, 5 * second - 1],
  [5 * second, 5.2 * second],
  [5.1 * second, 5.2 * second],
  [5.2 * second, 5.2 * second],
  [10.05 * second, 10.2 * second],
])('with freeze:200ms/5s lets a reply that is due at %i µs go at %i µs', (due, goes) => {
  expect(active('freeze:200ms/5s').heldUntil(since + due)).toBe(since + goes);
});

it.each([
  [3 * second - 1, 3 * second - 1],
  [3 * second, Infinity],
  [Infinity, Infinity],
])('with frozen lets a reply that is due at %f µs go at %f µs', (due, goes) => {
  expect(active('frozen').heldUntil(since + due)).toBe(since + goes);
});

it('never lets a reply overtake one that is due earlier, nor go before it is due', () => {
  const faults = active('freeze:200ms/1s', 'freeze:300ms/7s', 'frozen:60s');
  const due = fc.integer({ min: 0, max: 90 * second });
  fc.assert(
    fc.property(due, due, (left, right) => {
      const [first, later] = left < right ? [left, right] : [right, left];
      expect(faults.heldUntil(first)).toBeGreaterThanOrEqual(first);
      expect(faults.heldUntil(later)).toBeGreaterThanOrEqual(faults.heldUntil(first));
    }),
  );
});

it.each([
  [-1, false],
  [2 * second - 1, false],
  [2 * second, true],
])('with hit-rate-collapse misses everything at %i µs: %s', (age, expected) => {
  expect(active('hit-rate-collapse').neverHits(since + age)).toBe(expected);
});

it('adds to the delay of one class only, and drifts with time for both', () => {
  const faults = active('slow-hits:40ms', 'slow-misses:100ms', 'drift:1ms/s');
  expect(faults.addedMicros(true, since, 12_000)).toBe(40_000);
  expect(faults.addedMicros(false, since, 78_000)).toBe(100_000);
  expect(faults.addedMicros(true, since + 10 * second, 12_000)).toBe(50_000);
  expect(faults.addedMicros(true, since - 1, 12_000)).toBe(0);
});

it('adds a share of the delay to one class only', () => {
  expect(active('slow-hits:15%').addedMicros(true, since, 12_000)).toBeCloseTo(1_800, 9);
  expect(active('slow-hits:15%').addedMicros(false, since, 78_000)).toBe(0);
  expect(active('slow-misses:150%').addedMicros(false, since, 78_000)).toBeCloseTo(117_000, 9);
  expect(active('slow-hits:15%', 'slow-hits:1ms').addedMicros(true, since, 12_000)).toBeCloseTo(2_800, 9);
});

it('shrinks the pool, and never widens it', () => {
  expect(active('pool-exhaustion').poolSize(128, since)).toBe(4);
  expect(active('pool-exhaustion').poolSize(128, since - 1)).toBe(128);
  expect(active('pool-exhaustion').poolSize(2, since)).toBe(2);
});

it.each([
  [0, undefined],
  [10 * second - 1, undefined],
  [10 * second, 'error'],
  [12 * second - 1, 'error'],
  [12 * second, undefined],
  [20 * second, 'error'],
])('with error-burst:20%%@2s/10s an unlucky query at %i µs ends as %s', (age, damage) => {
  expect(active('error-burst:20%@2s/10s').damage(since + age, () => 0.19)).toBe(damage);
});

it.each([
  ['error-burst:20%', 'error'],
  ['lost-connections:20%', 'lost'],
  ['truncate:20%', 'truncated'],
  ['malformed:20%', 'malformed'],
])('%s strikes below its share and not at it', (text, damage) => {
  expect(active(text).damage(since, () => 0.199)).toBe(damage);
  expect(active(text).damage(since, () => 0.2)).toBeUndefined();
  expect(active(text).damage(since - 1, () => 0)).toBeUndefined();
});

it('damages every query with success-false, and none without faults', () => {
  expect(active('success-false').damage(since, () => 0.999)).toBe('success-false');
  expect(active().damage(since, () => 0)).toBeUndefined();
});

it('flaws a share of answers without replacing them', () => {
  const faults = active('wrong-answers:1%', 'no-citations:2%');
  expect(faults.strikes('wrong-answers', since, () => 0.015)).toBe(false);
  expect(faults.strikes('no-citations', since, () => 0.015)).toBe(true);
  expect(faults.damage(since, () => 0)).toBeUndefined();
});

it('dies at the earliest moment that was asked for', () => {
  expect(active('dies:10s', 'dies:4s').diesAtMicros).toBe(since + 4 * second);
  expect(active('never-hits').diesAtMicros).toBe(Infinity);
});
