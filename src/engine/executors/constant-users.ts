import { microsPerSecond } from '../../units.ts';
import { ClosedLoop } from './closed-loop.ts';
import type { Executor, ExecutorScope } from './executor.ts';

/**
 * k6's constant-vus: a fixed number of users for a fixed time. Their first requests are spread evenly over the first
 * second (a tenth of a shorter load), so that they do not march in step.
 */
export function constantUsers(scope: ExecutorScope, users: number, lengthMicros: number): Executor {
  return new ClosedLoop(scope, {
    users,
    spreadMicros: Math.min(microsPerSecond, lengthMicros / 10),
    lengthMicros,
    totalRequests: Infinity,
    requestsPerUser: Infinity,
  });
}
