import { ClosedLoop } from './closed-loop.ts';
import type { Executor, ExecutorScope } from './executor.ts';

/** Sends every query of the prefill order once, whatever comes back, with as many users as the load has. */
export function prefill(scope: ExecutorScope, users: number, queries: number): Executor {
  return new ClosedLoop(scope, {
    users: Math.min(users, queries),
    spreadMicros: 0,
    lengthMicros: Infinity,
    totalRequests: queries,
    requestsPerUser: Infinity,
  });
}
