import { decodeHistogram } from '../../recorder/histogram.ts';
import type { Block, EncodedHistogram, PhaseSnapshot } from '../../recorder/snapshot.ts';
import { bootstrapLogQuantile, bootstrapRatio, type BootstrapDifference } from '../../stats/block-bootstrap.ts';
import { bootstrapInterval, bootstrapPAbove } from '../../stats/bootstrap-interval.ts';
import { studentTTail } from '../../stats/student-t.ts';
import type { RatioSlice, ValueSlice } from '../../stats/slice-statistics.ts';
import { microsPerSecond } from '../../units.ts';
import type { ComparedRun } from './compared-run.ts';
import type { Estimate } from './estimate.ts';
import type { LossInput } from './estimate-loss.ts';
import { changeSign } from './loss.ts';
import type { Question } from './questions.ts';

/** The interval whose ends are one-sided 95 % bounds. */
const confidence = 0.9;

/**
 * The loss from single runs: the stretches of each side's measured phases are resampled in blocks, because neighbouring seconds depend on
 * each other. It knows nothing of how runs differ. Undefined when a side has too few stretches, none of the class, or was recorded without
 * them (hitgate 0.1).
 */
export function estimateByBlocks(question: Question, { sides }: LossInput): Estimate | undefined {
  const { seed } = sides.after.scenario.workload;
  const difference = differenceOf(question, sides, seed);
  if (difference === undefined) return undefined;
  const turned = changeSign(question) > 0 ? difference : turnRound(difference);
  const bounds = bootstrapInterval(turned, confidence);
  if (bounds === undefined) return undefined;
  return {
    loss: turned.estimate,
    ...bounds,
    n: difference.slices,
    method: `block bootstrap over ${difference.slices} stretches`,
    pOver: (margin) => tailAbove(turned, margin),
    pImproved: tailAbove(turnRound(turned), 0),
  };
}

function differenceOf(
  question: Question,
  { before, after }: LossInput['sides'],
  seed: number,
): BootstrapDifference | undefined {
  const { metric } = question;
  if (metric.kind === 'quantile') {
    const read = (side: ComparedRun): ValueSlice[] => blocksOf(side).map((block) => valuesOf(block, metric.cacheClass));
    return bootstrapLogQuantile({ before: read(before), after: read(after) }, { seed, quantile: metric.quantile });
  }
  const read = (side: ComparedRun): RatioSlice[] => blocksOf(side).map((block) => ratioOf(metric, block));
  return bootstrapRatio({ before: read(before), after: read(after) }, { seed, log: question.scale === 'ratio' });
}

/** The stretches of all measured phases, without those that end after the phase did, when only stragglers were answered. */
function blocksOf({ runs }: ComparedRun): Block[] {
  return runs.flatMap(({ measure }) => measure.blocks?.filter((block) => isWithin(block, measure)) ?? []);
}

function isWithin({ fromSecond, seconds }: Block, { durationMicros }: PhaseSnapshot): boolean {
  return (fromSecond + seconds) * microsPerSecond <= durationMicros;
}

function valuesOf(block: Block, cacheClass: 'hit' | 'miss' | undefined): ValueSlice {
  const encoded = cacheClass === undefined ? [block.hit, block.miss] : [block[cacheClass]];
  const counts = new Map<number, number>();
  for (const { toMicros, count } of encoded.flatMap(bucketsOf))
    counts.set(toMicros, (counts.get(toMicros) ?? 0) + count);
  const values = [...counts.keys()].toSorted((one, other) => one - other);
  return { values, counts: values.map((value) => counts.get(value) ?? 0) };
}

function bucketsOf(encoded: EncodedHistogram | undefined): { readonly toMicros: number; readonly count: number }[] {
  return encoded === undefined ? [] : [...decodeHistogram(encoded).buckets()];
}

function ratioOf(metric: Exclude<Question['metric'], { readonly kind: 'quantile' }>, block: Block): RatioSlice {
  const [hits, misses, unknown] = block.counts;
  const answers = hits + misses + unknown;
  switch (metric.kind) {
    case 'hit rate':
      return { events: hits, n: answers };
    case 'error rate':
      return { events: block.failed, n: answers + block.failed };
    case 'throughput':
      return { events: answers, n: block.seconds };
    case 'mean':
      return sumOf(block, metric.cacheClass);
  }
}

/** The sum of the latencies of a stretch, and their number. */
function sumOf(block: Block, cacheClass: 'hit' | 'miss' | undefined): RatioSlice {
  const encoded = cacheClass === undefined ? [block.hit, block.miss] : [block[cacheClass]];
  const known = encoded.filter((each) => each !== undefined).map(decodeHistogram);
  return {
    events: known.reduce((sum, { mean = 0, count }) => sum + mean * count, 0),
    n: known.reduce((sum, { count }) => sum + count, 0),
  };
}

/**
 * The p-value of the replicates; where none of them speaks against the claim, so that their number alone sets it, that of Student's t for
 * their standard deviation, widened as the interval is.
 */
function tailAbove(difference: BootstrapDifference, margin: number): number {
  const least = bootstrapPAbove(difference, -Infinity);
  const p = bootstrapPAbove(difference, margin);
  if (p > least) return p;
  const { slices, blockLength, replicates, estimate } = difference;
  const centre = replicates.reduce((sum, value) => sum + value, 0) / replicates.length;
  const variance = replicates.reduce((sum, value) => sum + (value - centre) ** 2, 0) / replicates.length;
  const error = Math.sqrt((variance * slices) / (slices - blockLength));
  return error > 0 ? Math.min(least, studentTTail((estimate - margin) / error, slices / blockLength - 1)) : 0;
}

/** The same difference where less is worse. */
function turnRound(difference: BootstrapDifference): BootstrapDifference {
  const replicates = difference.replicates.map((value) => -value).reverse();
  return { ...difference, estimate: -difference.estimate, replicates };
}
