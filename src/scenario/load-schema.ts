import { z } from 'zod';
import { duration, positiveDuration, wholeNumber } from './schema-fields.ts';

/** Options of a k6 scenario that have no meaning here, and what to do instead. */
export const unsupportedLoadOptions: Readonly<Record<string, string>> = {
  exec: 'remove it: hitgate sends the requests of the workload and runs no script; describe the request in target.request',
  env: 'remove it: hitgate runs no script; set variables in the shell that starts it',
  tags: 'remove it: hitgate tags every figure by cache class and phase itself',
  startTime: 'remove it: there is one load, and it begins when the warm-up has ended; use phases.warmup to delay it',
  options: 'remove it: hitgate drives HTTP requests and no browser',
};

const gracefulStop = duration('the time that outstanding requests get to end after the load, such as "30s"').default(
  '30s',
);
const vus = (description: string) => wholeNumber(1, description);
const loadDuration = positiveDuration('the length of the measured phase, such as "30s"');
const maxDuration = (byDefault: string) =>
  positiveDuration('the time after which the load ends, done or not, such as "10m"').default(byDefault);
const iterations = wholeNumber(1, 'the number of requests, at least 1').default(1);
const stages = (target: z.ZodNumber) =>
  z
    .array(z.strictObject({ duration: duration('the length of this ramp, such as "30s"'), target }))
    .min(1)
    .describe('the list of ramps, each { duration, target }');

const openOptions = {
  preAllocatedVUs: vus('the number of users (connections) ready before the load, at least 1'),
  maxVUs: vus('the greatest number of users, at least preAllocatedVUs (the default)').optional(),
  arrivals: z
    .enum(['even', 'poisson'])
    .describe('how arrivals are spaced: "even" as k6 does, "poisson" as independent users do')
    .default('even'),
  gracefulStop,
};
const timeUnit = positiveDuration('the period that a rate is given for, such as "1s"').default('1s');

/** The measured load: k6's executors with k6's options, `arrivals` for the open ones, and `replay`. */
export const loadSchema = z
  .discriminatedUnion('executor', [
    z.strictObject({
      executor: z.literal('constant-vus').describe('the kind of load').optional(),
      vus: vus('the number of users that send requests at the same time, at least 1').default(100),
      duration: loadDuration.default('30s'),
      gracefulStop,
    }),
    z.strictObject({
      executor: z.literal('ramping-vus'),
      startVUs: wholeNumber(0, 'the number of users at the start').default(1),
      stages: stages(wholeNumber(0, 'the number of users at the end of this ramp')),
      gracefulRampDown: duration('the time that a request gets to end when its user leaves, such as "30s"').default(
        '30s',
      ),
      gracefulStop,
    }),
    z.strictObject({
      executor: z.literal('shared-iterations'),
      vus: vus('the number of users that share the iterations, at least 1').default(1),
      iterations,
      maxDuration: maxDuration('10m'),
      gracefulStop,
    }),
    z.strictObject({
      executor: z.literal('per-vu-iterations'),
      vus: vus('the number of users, at least 1').default(1),
      iterations,
      maxDuration: maxDuration('10m'),
      gracefulStop,
    }),
    z.strictObject({
      executor: z.literal('constant-arrival-rate'),
      rate: z.number().positive().describe('the number of requests that start in each timeUnit, above 0'),
      timeUnit,
      duration: loadDuration,
      ...openOptions,
    }),
    z.strictObject({
      executor: z.literal('ramping-arrival-rate'),
      startRate: z.number().min(0).describe('the number of requests per timeUnit at the start').default(0),
      timeUnit,
      stages: stages(z.number().min(0).describe('the number of requests per timeUnit at the end of this ramp')),
      ...openOptions,
    }),
    z.strictObject({ executor: z.literal('replay'), maxDuration: maxDuration('24h'), ...openOptions }),
  ])
  .describe('the measured load, by an executor of k6');

/** The names of the executors that have an option. */
export function executorsWith(option: string): string[] {
  const owners = loadSchema.options.filter(({ shape }) => Object.hasOwn(shape, option));
  return owners.map(({ shape }) => (shape.executor instanceof z.ZodLiteral ? shape.executor.value : 'constant-vus'));
}

/** A load as a scenario file gives it. */
export type LoadInput = z.input<typeof loadSchema>;

/** A load that fits the schema, with its defaults. */
export type ValidLoad = z.output<typeof loadSchema>;
