import type { Scenario as K6Scenario } from 'k6/options';
import { expect, expectTypeOf, it } from 'vitest';
import type { LoadInput } from '../../src/scenario/load-schema.ts';
import { loadSchema } from '../../src/scenario/load-schema.ts';

type Refused = 'exec' | 'env' | 'tags' | 'startTime' | 'options';
type K6<Executor extends K6Scenario['executor']> = Omit<Extract<K6Scenario, { executor: Executor }>, Refused>;
type Ours<Executor, Load = LoadInput> = Load extends { executor?: Executor | undefined } ? Load : never;

/** One load of each shared executor with every option that k6 has for it; the compiler holds it against both types. */
const shared = [
  { executor: 'constant-vus', vus: 5, duration: '30s', gracefulStop: '1s' },
  {
    executor: 'ramping-vus',
    startVUs: 1,
    stages: [{ duration: '30s', target: 5 }],
    gracefulRampDown: '1s',
    gracefulStop: '1s',
  },
  { executor: 'shared-iterations', vus: 5, iterations: 10, maxDuration: '1m', gracefulStop: '1s' },
  { executor: 'per-vu-iterations', vus: 5, iterations: 10, maxDuration: '1m', gracefulStop: '1s' },
  {
    executor: 'constant-arrival-rate',
    rate: 5,
    timeUnit: '1s',
    duration: '30s',
    preAllocatedVUs: 5,
    maxVUs: 10,
    gracefulStop: '1s',
  },
  {
    executor: 'ramping-arrival-rate',
    startRate: 1,
    timeUnit: '1s',
    stages: [{ duration: '30s', target: 5 }],
    preAllocatedVUs: 5,
    maxVUs: 10,
    gracefulStop: '1s',
  },
] satisfies K6Scenario[] satisfies LoadInput[];

it('takes what k6 takes', () => {
  for (const load of shared) expect(loadSchema.safeParse(load).success).toBe(true);
  expectTypeOf<K6<'constant-vus'>>().toExtend<LoadInput>();
  expectTypeOf<K6<'ramping-vus'>>().toExtend<LoadInput>();
  expectTypeOf<K6<'shared-iterations'>>().toExtend<LoadInput>();
  expectTypeOf<K6<'per-vu-iterations'>>().toExtend<LoadInput>();
  expectTypeOf<K6<'constant-arrival-rate'>>().toExtend<LoadInput>();
  expectTypeOf<K6<'ramping-arrival-rate'>>().toExtend<LoadInput>();
});

it('has k6’s options for each executor and no other, but for arrivals', () => {
  expectTypeOf<keyof Ours<'constant-vus'>>().toEqualTypeOf<keyof K6<'constant-vus'>>();
  expectTypeOf<keyof Ours<'ramping-vus'>>().toEqualTypeOf<keyof K6<'ramping-vus'>>();
  expectTypeOf<keyof Ours<'shared-iterations'>>().toEqualTypeOf<keyof K6<'shared-iterations'>>();
  expectTypeOf<keyof Ours<'per-vu-iterations'>>().toEqualTypeOf<keyof K6<'per-vu-iterations'>>();
  expectTypeOf<Exclude<keyof Ours<'constant-arrival-rate'>, 'arrivals'>>().toEqualTypeOf<
    keyof K6<'constant-arrival-rate'>
  >();
  expectTypeOf<Exclude<keyof Ours<'ramping-arrival-rate'>, 'arrivals'>>().toEqualTypeOf<
    keyof K6<'ramping-arrival-rate'>
  >();
});
