import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DueQueue } from '../../src/engine/due-queue.ts';

describe('the due queue', () => {
  it('is empty at first', () => {
    const queue = new DueQueue();
    expect([queue.size, queue.nextDue, queue.pop()]).toEqual([0, Infinity, -1]);
  });

  it('gives the earliest first, like a sorted list', () => {
    const step = fc.oneof(fc.record({ due: fc.integer({ min: 0, max: 50 }) }), fc.constant('pop' as const));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const queue = new DueQueue();
        const waiting = new Map<number, number>();
        for (const [id, action] of steps.entries()) {
          const earliest = Math.min(...waiting.values());
          expect(queue.nextDue).toBe(earliest);
          if (action === 'pop') {
            const popped = queue.pop();
            if ((waiting.get(popped) ?? Infinity) !== earliest) throw new Error(`Popped ${popped}, due later`);
            waiting.delete(popped);
          } else {
            queue.push(id, action.due);
            waiting.set(id, action.due);
          }
          expect(queue.size).toBe(waiting.size);
        }
      }),
      { seed: 3, numRuns: 500 },
    );
  });
});
