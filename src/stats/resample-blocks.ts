import { RandomStream, streams } from '../random.ts';

/** Where the randomness of a resampling comes from: `side` tells two series of the same seed apart. */
export type ResampleSource = { readonly seed: number; readonly side: number };

/**
 * The length of a block of K slices, ⌈K^(1/3)⌉: of the order at which the error of a block bootstrap's variance is least (Hall, Horowitz and
 * Jing, On blocking rules for the bootstrap with dependent data, Biometrika 82, 1995; Lahiri, Resampling Methods for Dependent Data, 2003, 7.2).
 */
export function blockLengthOf(slices: number): number {
  return Math.ceil(Math.cbrt(slices) - 1e-9);
}

/**
 * Calls `take` with K slice numbers drawn by the circular block bootstrap, `replicates` times: blocks of neighbouring slices, of which the last
 * runs on to the first, are laid end to end until there are K (Politis and Romano, A circular block-resampling procedure for
 * stationary data, 1992). The array is the same one each time. The same seed draws the same slices on every machine.
 */
export function resampleBlocks(
  { slices, blockLength, replicates }: { slices: number; blockLength: number; replicates: number },
  { seed, side }: ResampleSource,
  take: (picked: Int32Array, replicate: number) => void,
): void {
  const random = new RandomStream(seed, streams.bootstrap);
  const picked = new Int32Array(slices);
  const blocks = Math.ceil(slices / blockLength);
  for (let replicate = 0; replicate < replicates; replicate += 1) {
    for (let block = 0; block < blocks; block += 1) {
      const start = Math.floor(random.uniformAt(side, replicate * blocks + block) * slices);
      const from = block * blockLength;
      const until = Math.min(slices, from + blockLength);
      for (let at = from; at < until; at += 1) picked[at] = (start + at - from) % slices;
    }
    take(picked, replicate);
  }
}
