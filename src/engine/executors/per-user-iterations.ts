import { ClosedLoop } from './closed-loop.ts';
import type { Executor, ExecutorScope } from './executor.ts';

/** k6's per-vu-iterations: a fixed number of requests of each user; all users start at once. */
export function perUserIterations(
  scope: ExecutorScope,
  load: { readonly vus: number; readonly iterations: number; readonly maxDurationMicros: number },
): Executor {
  return new ClosedLoop(scope, {
    users: load.vus,
    spreadMicros: 0,
    lengthMicros: load.maxDurationMicros,
    totalRequests: Infinity,
    requestsPerUser: load.iterations,
  });
}
