import { RandomStream, streams } from '../random.ts';
import type { ThinkTime, Workload } from '../scenario/scenario.ts';
import type { Plan } from './plan.ts';

/**
 * The pause of each (user, index), in whole microseconds: rounded, so that the last digit of `Math.log`, which differs
 * between engines, does not matter (but once in some 10^6 pauses, by one microsecond).
 */
export function buildThinkTime({ thinkTime, seed }: Workload): Plan['thinkMicros'] {
  const stream = new RandomStream(seed, streams.think);
  switch (thinkTime.kind) {
    case 'none':
      return () => 0;
    case 'constant':
      return () => thinkTime.micros;
    case 'uniform': {
      const { minMicros, maxMicros } = thinkTime;
      return (user, index) => Math.round(minMicros + stream.uniformAt(user, index) * (maxMicros - minMicros));
    }
    case 'exponential':
      return (user, index) => Math.round(-thinkTime.meanMicros * Math.log(1 - stream.uniformAt(user, index)));
  }
}

/** The mean pause of a user in microseconds; 0 for none. */
export function meanThinkMicros(thinkTime: ThinkTime): number {
  switch (thinkTime.kind) {
    case 'none':
      return 0;
    case 'constant':
      return thinkTime.micros;
    case 'uniform':
      return (thinkTime.minMicros + thinkTime.maxMicros) / 2;
    case 'exponential':
      return thinkTime.meanMicros;
  }
}
