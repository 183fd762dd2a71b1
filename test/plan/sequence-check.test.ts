import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildPlan } from '../../src/plan/build-plan.ts';
import { checkedIndices, expectedCheck, SequenceCheck } from '../../src/plan/sequence-check.ts';
import { buildCorpus, buildScenario } from './scenario-builder.ts';

type Request = readonly [user: number, index: number, query: number];

function checkOf(requests: readonly Request[]): string {
  const check = new SequenceCheck();
  for (const request of requests) check.add(...request);
  return check.toHex();
}

const request = fc.tuple(fc.nat(1000), fc.nat(checkedIndices - 1), fc.integer({ min: -(2 ** 40), max: 2 ** 20 }));

describe('SequenceCheck', () => {
  it('does not depend on the order of the requests', () => {
    fc.assert(
      fc.property(fc.array(request), (requests) => {
        expect(checkOf(requests.toReversed())).toBe(checkOf(requests));
      }),
    );
  });

  it('is the sum of its requests modulo 2^64', () => {
    fc.assert(
      fc.property(fc.array(request, { maxLength: 20 }), (requests) => {
        const sum = requests.reduce((total, one) => total + BigInt(`0x${checkOf([one])}`), 0n);
        expect(BigInt(`0x${checkOf(requests)}`)).toBe(BigInt.asUintN(64, sum));
      }),
    );
  });

  it('tells any two requests apart', () => {
    // Two of 64 random bits agree in 1 of 10^19 pairs.
    fc.assert(
      fc.property(request, request, (one, other) => {
        fc.pre(one.some((value, place) => value !== other[place]));
        expect(checkOf([one])).not.toBe(checkOf([other]));
      }),
    );
  });

  it('tells 300 000 neighbouring requests apart', () => {
    // A collision of 64 random bits among them has a probability of 2·10^-9.
    const checks = new Set<string>();
    for (let index = 0; index < 1000; index += 1)
      for (let query = -150; query < 150; query += 1) checks.add(checkOf([[0, index, query]]));
    expect(checks.size).toBe(300_000);
  });

  it.each([
    ['the last index below the bound', checkedIndices - 1, false],
    ['the bound', checkedIndices, true],
  ])('at %s leaves a request out: %j', (_, index, leftOut) => {
    expect(checkOf([[0, index, 5]]) === new SequenceCheck().toHex()).toBe(leftOut);
  });
});

describe('expectedCheck', () => {
  const corpus = buildCorpus(50);
  const plan = buildPlan(buildScenario(), corpus);

  it('is what a run ends with that sent the planned requests in any order', () => {
    const check = new SequenceCheck();
    for (let index = 999; index >= 0; index -= 1) check.add(0, index, plan.sequence.queryAt(3, index));
    expect(expectedCheck(plan, 1000)).toBe(check.toHex());
    expect(expectedCheck(plan, 999)).not.toBe(check.toHex());
  });

  it('is that of nothing when nothing was started', () => {
    expect(expectedCheck(plan, 0)).toBe('0000000000000000');
  });

  it('stays the same for ever', () => {
    expect(expectedCheck(plan, 10_000)).toMatchInlineSnapshot(`"2f226fba9c1a7fbb"`);
  });

  it('is not known for a sequence per user', () => {
    expect(expectedCheck(buildPlan(buildScenario({ workload: { sequence: 'per-user' } }), corpus), 10)).toBeUndefined();
  });
});
