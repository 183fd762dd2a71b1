import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { DueHeap } from '../../src/target/due-heap.ts';

it('gives back what was pushed as a stable sort by moment does', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (moments) => {
      const heap = new DueHeap<number>();
      for (const [index, micros] of moments.entries()) heap.push(index, micros);
      const popped = moments.map(() => heap.pop());
      const sorted = moments.map((micros, index) => ({ micros, index })).sort((a, b) => a.micros - b.micros);
      expect(popped).toEqual(sorted.map(({ index }) => index));
      expect(heap.pop()).toBeUndefined();
    }),
  );
});

it('knows the earliest moment between pushes and pops', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.nat(50))), (steps) => {
      const heap = new DueHeap<number>();
      let model: number[] = [];
      for (const step of steps) {
        const popped = step === null ? heap.pop() : heap.push(step, step);
        expect(popped).toBe(step === null ? model[0] : undefined);
        model = step === null ? model.slice(1) : [...model, step].sort((a, b) => a - b);
        expect([heap.size, heap.nextMicros]).toEqual([model.length, model[0] ?? Infinity]);
      }
    }),
  );
});
