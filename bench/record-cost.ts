/** What a recorded request costs, in nanoseconds and in bytes of heap: `npm run bench:recorder`. */
import { Int32Histogram } from 'hdr-histogram-js';
import { histogramRangeMicros } from '../src/recorder/bucket-counts.ts';
import { createHistogram } from '../src/recorder/histogram.ts';
import { createPartRecorder } from '../src/recorder/part-recorder.ts';
import type { Sample } from '../src/recorder/sample.ts';

const requests = 1_000_000;
const rounds = 7;
/** Requests in a second of the simulated clock. */
const ratePerSecond = 10_000;

const sample: Sample = {
  phase: 'measure',
  index: 0,
  user: 0,
  query: 0,
  dueMicros: 0,
  sentMicros: 0,
  firstByteMicros: 0,
  endMicros: 0,
  outcome: 0,
  status: 200,
  checks: 15,
};

function fillSample(request: number): void {
  const isMiss = request % 10 === 0;
  sample.endMicros = (request * 1e6) / ratePerSecond + 100_000;
  sample.sentMicros = sample.endMicros - (isMiss ? 60_000 : 5_000) - (request % 997);
  sample.dueMicros = sample.sentMicros - (request % 13);
  sample.firstByteMicros = sample.endMicros - 20.5;
  sample.outcome = isMiss ? 1 : 0;
}

/** Median nanoseconds per call over the rounds. */
function measure(step: (request: number) => void): number {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const start = process.hrtime.bigint();
    for (let request = 0; request < requests; request += 1) step(request);
    times.push(Number(process.hrtime.bigint() - start) / requests);
  }
  return times.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? Number.NaN;
}

function measureRecorder(judgedOn: 'service' | 'response'): { nanos: number; heapBytes: number } {
  const recorder = createPartRecorder({
    limits: [
      { cacheClass: 'hit', latency: judgedOn, limitMicros: 23_000, equalIsOver: true },
      { cacheClass: 'miss', latency: judgedOn, limitMicros: 95_000, equalIsOver: true },
    ],
    checkNames: ['citations', 'same-answer-on-hit'],
    judgedOn,
    onPart: () => undefined,
  });
  recorder.startPhase('measure', 0);
  let total = 0;
  const record = (): void => {
    fillSample(total);
    total += 1;
    recorder.record(sample);
  };
  measure(record);
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const nanos = measure(record);
  globalThis.gc?.();
  return { nanos, heapBytes: process.memoryUsage().heapUsed - before };
}

const histogram = createHistogram();
const library = new Int32Histogram(1, histogramRangeMicros, 3);
const emptyNanos = measure(fillSample);
const lines = [
  `histogram.record: ${measure((request) => histogram.record(5_000.5 + (request % 997))).toFixed(0)} ns`,
  `recordValue of the library: ${measure((request) => library.recordValue(5_000 + (request % 997))).toFixed(0)} ns`,
];
for (const judgedOn of ['service', 'response'] as const) {
  const { nanos, heapBytes } = measureRecorder(judgedOn);
  const seconds = (rounds * requests) / ratePerSecond;
  lines.push(
    `recorder.record, ${judgedOn} judged: ${(nanos - emptyNanos).toFixed(0)} ns with its share of closing slices of ` +
      `${ratePerSecond} requests; heap ${(heapBytes / seconds).toFixed(0)} bytes per second of load`,
  );
}
process.stdout.write(`${lines.join('\n')}\n`);
