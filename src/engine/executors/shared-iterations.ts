import { ClosedLoop } from './closed-loop.ts';
import type { Executor, ExecutorScope } from './executor.ts';

/** k6's shared-iterations: a fixed number of requests, taken by whichever user is free; all users start at once. */
export function sharedIterations(
  scope: ExecutorScope,
  load: { readonly vus: number; readonly iterations: number; readonly maxDurationMicros: number },
): Executor {
  return new ClosedLoop(scope, {
    users: Math.min(load.vus, load.iterations),
    spreadMicros: 0,
    lengthMicros: load.maxDurationMicros,
    totalRequests: load.iterations,
    requestsPerUser: Infinity,
  });
}
