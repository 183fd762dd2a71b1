import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClosedSlice } from '../../src/recorder/closed-slice.ts';
import { foldSlices } from '../../src/recorder/fold-slices.ts';
import { createHistogram, decodeHistogram } from '../../src/recorder/histogram.ts';
import { PhaseBlocks } from '../../src/recorder/phase-blocks.ts';
import { createRecorder } from '../../src/recorder/recorder.ts';
import type { Block, EncodedHistogram } from '../../src/recorder/snapshot.ts';
import { options, sampleOf, samples } from './drawn-samples.ts';

/** Blocks of a phase of so many seconds, with one hit of 5 ms in each of the seconds named. */
function blocksOf(seconds: number, withHit: readonly number[]): Block[] {
  const hit = createHistogram();
  hit.record(5_000);
  const buckets = hit.toBuckets();
  if (buckets === undefined) throw new Error('Expected a value');
  const blocks = new PhaseBlocks();
  for (const second of withHit) blocks.add({ second, counts: [1, 0, 0], failed: 0 }, { hit: buckets });
  return blocks.describe(seconds);
}

function seconds(count: number): number[] {
  return Array.from({ length: count }, (_, second) => second);
}

function spansOf(blocks: readonly Block[]): [fromSecond: number, seconds: number, hits: number][] {
  return blocks.map(({ fromSecond, seconds, counts }) => [fromSecond, seconds, counts[0]]);
}

function addUp(encoded: readonly (EncodedHistogram | undefined)[]): EncodedHistogram | undefined {
  const known = encoded.filter((each) => each !== undefined);
  if (known.length === 0) return undefined;
  const sum = createHistogram();
  for (const each of known) sum.add(decodeHistogram(each));
  return sum.encode();
}

describe('blocks', () => {
  it.each([
    [0, 0, 1, 0],
    [1, 1, 1, 1],
    [63, 63, 1, 1],
    [64, 64, 1, 1],
    [65, 33, 2, 1],
    [127, 64, 2, 1],
    [128, 64, 2, 2],
    [129, 33, 4, 1],
    [86_400, 43, 2048, 384],
  ])('of %i seconds are %i, of %i seconds each, the last of %i', (length, count, width, last) => {
    const blocks = blocksOf(length, seconds(length));
    expect(blocks).toHaveLength(count);
    expect(blocks.slice(0, -1).every((block) => block.seconds === width)).toBe(true);
    expect(blocks.at(-1)?.seconds ?? 0).toBe(last);
    expect(blocks.map(({ fromSecond }) => fromSecond)).toEqual(blocks.map((_, index) => index * width));
    expect(blocks.map(({ counts }) => counts[0])).toEqual(blocks.map((block) => block.seconds));
    expect(blocks.every(({ hit }) => decodeHistogram(hit ?? '').max === 5_003)).toBe(true);
  });

  it('hold seconds without a request, at the end of the phase as well, and then no histogram', () => {
    const blocks = blocksOf(4, [1]);
    expect(spansOf(blocks)).toEqual([
      [0, 1, 0],
      [1, 1, 1],
      [2, 1, 0],
      [3, 1, 0],
    ]);
    expect(blocks.map((block) => 'hit' in block)).toEqual([false, true, false, false]);
    expect(blocks.some((block) => 'miss' in block)).toBe(false);
  });

  it('take seconds in any order, and stay as they are when they are asked twice', () => {
    const drawn = [70, 3, 3, 0, 129, 64];
    const blocks = new PhaseBlocks();
    for (const second of drawn) blocks.add({ second, counts: [0, 0, 1], failed: 2 }, {});
    const once = blocks.describe(130);
    expect(blocks.describe(130)).toEqual(once);
    expect(once.filter(({ failed }) => failed > 0).map((block) => [block.fromSecond, block.failed])).toEqual([
      [0, 6],
      [64, 2],
      [68, 2],
      [128, 2],
    ]);
    expect(once.map(({ fromSecond }) => fromSecond)).toEqual(seconds(33).map((index) => 4 * index));
    expect(once.at(-1)?.seconds).toBe(2);
  });

  it('are made of the measured phase alone', () => {
    const recorder = createRecorder(options);
    recorder.startPhase('warmup', 0);
    recorder.record(sampleOf({ phase: 'warmup' }));
    recorder.startPhase('measure', 600_000);
    recorder.record(sampleOf({ endMicros: 700_000 }));
    const { warmup, measure } = recorder.snapshot();
    expect(warmup).not.toHaveProperty('blocks');
    expect(spansOf(measure.blocks ?? [])).toEqual([[0, 1, 1]]);
  });

  it('of a phase that was not run are none', () => {
    expect(createRecorder(options).snapshot().measure.blocks).toEqual([]);
    expect(foldSlices([], { ...options, blocksOf: 'service' }).blocks).toEqual([]);
    expect(foldSlices([], options)).not.toHaveProperty('blocks');
  });

  it('add up to the phase, in counts and in histograms of the judged latency, also when put together from a journal', () => {
    fc.assert(
      fc.property(
        samples,
        fc.constantFrom('service' as const, 'response' as const),
        fc.constantFrom(1, 20, 60),
        (drawn, judgedOn, stretch) => {
          const closed: ClosedSlice[] = [];
          const recorder = createRecorder({ ...options, judgedOn, onSlice: (slice) => closed.push(slice) });
          recorder.startPhase('measure', 0);
          const stretched = drawn.map((sample) => {
            const shift = sample.endMicros * (stretch - 1);
            return {
              ...sample,
              dueMicros: sample.dueMicros + shift,
              sentMicros: sample.sentMicros + shift,
              firstByteMicros: sample.firstByteMicros + shift,
              endMicros: sample.endMicros + shift,
            };
          });
          for (const sample of stretched) recorder.record(sample);
          recorder.endPhase('measure', 5_000_000 * stretch);
          const { measure } = recorder.snapshot();
          const blocks = measure.blocks ?? [];
          expect(blocks.length).toBeLessThanOrEqual(64);
          const sumOf = (value: (block: Block) => number): number =>
            blocks.reduce((sum, block) => sum + value(block), 0);
          expect(sumOf(({ counts }) => counts[0])).toBe(measure.classes.hit.count);
          expect(sumOf(({ counts }) => counts[1])).toBe(measure.classes.miss.count);
          expect(sumOf(({ counts }) => counts[2])).toBe(measure.classes.unknown.count);
          expect(sumOf(({ counts, failed }) => counts[0] + counts[1] + counts[2] + failed)).toBe(measure.requests);
          expect(addUp(blocks.map(({ hit }) => hit))).toBe(measure.classes.hit[judgedOn]);
          expect(addUp(blocks.map(({ miss }) => miss))).toBe(measure.classes.miss[judgedOn]);
          const { durationMicros } = measure;
          expect(foldSlices(closed, { ...options, durationMicros, blocksOf: judgedOn }).blocks).toEqual(blocks);
        },
      ),
    );
  });
});
