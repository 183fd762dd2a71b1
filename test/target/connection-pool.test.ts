import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { ConnectionPool } from '../../src/target/connection-pool.ts';

type Job = { readonly arrives: number; readonly holds: number };

/** Ends of all jobs by the recursion of a queue with several servers: each job takes the connection that is free first. */
function endsByRecursion(jobs: readonly Job[], size: number): number[] {
  const free = Array.from({ length: size }, () => 0);
  return jobs.map(({ arrives, holds }) => {
    free.sort((a, b) => a - b);
    const end = Math.max(arrives, free[0] ?? 0) + holds;
    free[0] = end;
    return end;
  });
}

/** Drives a pool that is looked at only when a job arrives, and `late` after a connection was due to be free. */
function endsByPool(jobs: readonly Job[], size: number): number[] {
  const ends = new Map<Job, number>();
  const pool = new ConnectionPool<Job>({ sizeAt: () => size, begin: ({ holds }) => holds });
  const advance = (until: number): void => {
    while (pool.nextMicros <= until) {
      const end = pool.nextMicros;
      const job = pool.complete(end);
      if (job !== undefined) ends.set(job, end);
    }
  };
  for (const job of jobs) {
    advance(job.arrives);
    pool.submit(job, job.arrives);
  }
  advance(Number.MAX_VALUE);
  return jobs.map((job) => ends.get(job) ?? Number.NaN);
}

it('ends every job when a first-in, first-out queue with so many servers ends it', () => {
  const jobs = fc
    .array(fc.record({ arrives: fc.nat(1000), holds: fc.integer({ min: 1, max: 300 }) }), { maxLength: 60 })
    .map((list) => list.sort((a, b) => a.arrives - b.arrives));
  fc.assert(
    fc.property(jobs, fc.integer({ min: 1, max: 6 }), (list, size) => {
      expect(endsByPool(list, size)).toEqual(endsByRecursion(list, size));
    }),
  );
});

it.each([
  [31, 12, 0],
  [32, 12, 0],
  [33, 24, 1],
  [64, 24, 32],
  [65, 36, 33],
])(
  'ends the last of %i hits of 12 ms that arrive together on 32 connections after %i ms',
  (count, lastEnd, waiting) => {
    const pool = new ConnectionPool<number>({ sizeAt: () => 32, begin: () => 12 });
    for (let job = 0; job < count; job += 1) pool.submit(job, 0);
    expect(pool.waiting).toBe(waiting);
    let end = 0;
    while (pool.nextMicros < Infinity) {
      end = pool.nextMicros;
      pool.complete(end);
    }
    expect(end).toBe(lastEnd);
  },
);

it('starts a waiting job when the connection was due, however late that was noticed', () => {
  const starts: number[] = [];
  const begin = (_job: string, startMicros: number): number => {
    starts.push(startMicros);
    return 100;
  };
  const pool = new ConnectionPool<string>({ sizeAt: () => 1, begin });
  pool.submit('first', 0);
  pool.submit('waits', 40);
  pool.submit('came after the connection was due, before that was noticed', 130);
  pool.complete(100);
  pool.complete(200);
  expect(starts).toEqual([0, 100, 200]);
});

it('never starts a job before it arrived', () => {
  const starts: number[] = [];
  const pool = new ConnectionPool<number>({ sizeAt: () => 1, begin: (_, start) => (starts.push(start), 100) });
  pool.submit(1, 0);
  pool.submit(2, 130);
  pool.complete(100);
  expect(starts).toEqual([0, 130]);
});

it('lets busy connections finish when it shrinks, and starts all that wait when it grows', () => {
  let size = 3;
  const pool = new ConnectionPool<number>({ sizeAt: () => size, begin: () => 10 });
  for (let job = 0; job < 6; job += 1) pool.submit(job, 0);
  size = 1;
  pool.complete(10);
  pool.complete(10);
  expect([pool.busy, pool.waiting]).toEqual([1, 3]);
  size = 3;
  pool.complete(10);
  expect([pool.busy, pool.waiting]).toEqual([3, 0]);
});
