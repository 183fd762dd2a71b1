import { RandomStream, streams } from '../random.ts';

/** Where the randomness of a resampling comes from: `side` tells two series of the same seed apart. */
export type ResampleSource = { readonly seed: number; readonly side: number };

/**
 * The length of a block for a series of K slices, each given as how far it pulls a figure: ⌈K^(1/3)⌉, the order at which the error of a block
 * bootstrap's variance is least (Hall, Horowitz and Jing, On blocking rules for the bootstrap with dependent data, Biometrika 82, 1995), or
 * longer where neighbours are alike: 1.1447·(4ρ²/(1 − ρ²)²·K)^(1/3) for the lag-1 correlation ρ (Andrews, Heteroskedasticity and autocorrelation
 * consistent covariance matrix estimation, Econometrica 59, 1991, 6.4), at most K/4, so that four blocks are left.
 */
export function blockLengthOf(series: readonly number[]): number {
  const { length } = series;
  const least = Math.ceil(Math.cbrt(length) - 1e-9);
  const correlation = Math.max(0, lagOneCorrelation(series));
  const alike = (2 * correlation) / (1 - correlation ** 2);
  const wanted = Math.ceil(1.1447 * Math.cbrt(alike ** 2 * length));
  return Math.max(least, Math.min(Math.floor(length / 4), wanted));
}

/** The correlation of each value with the one before, around their mean; 0 when they are all equal. */
function lagOneCorrelation(series: readonly number[]): number {
  const mean = series.reduce((sum, value) => sum + value, 0) / series.length;
  let products = 0;
  let squares = 0;
  let last = 0;
  for (const [index, value] of series.entries()) {
    if (index > 0) products += (value - mean) * last;
    last = value - mean;
    squares += last * last;
  }
  return squares > 0 ? products / squares : 0;
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
