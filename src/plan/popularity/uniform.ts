import type { Distribution } from './distribution.ts';

/** Every position is as likely as any other. */
export function uniformDistribution(size: number): Distribution {
  return {
    positionOf: (first) => Math.floor(first * size),
    shares: new Float64Array(size).fill(1 / size),
  };
}
