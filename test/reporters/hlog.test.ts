import { HistogramLogReader, listTags } from 'hdr-histogram-js';
import { describe, expect, it } from 'vitest';
import type { ClosedSlice } from '../../src/recorder/closed-slice.ts';
import { createRecorder } from '../../src/recorder/recorder.ts';
import { hlogHeader, hlogLines } from '../../src/reporters/hlog.ts';

const wallMillis = 1_441_812_279_474;
const originMicros = 250_000.5;

/** Warm-up of one second with a miss, then two seconds of hits of 5 ms, the second one with a miss of 60 ms. */
function recordRun(judgedOn: 'service' | 'response'): ClosedSlice[] {
  const closed: ClosedSlice[] = [];
  const recorder = createRecorder({ limits: [], checkNames: [], judgedOn, onSlice: (slice) => closed.push(slice) });
  const record = (phase: 'warmup' | 'measure', endMicros: number, service: number): void =>
    recorder.record({
      phase,
      index: 0,
      user: 0,
      query: 0,
      dueMicros: endMicros - service - 1_000,
      sentMicros: endMicros - service,
      firstByteMicros: endMicros,
      endMicros,
      outcome: service > 10_000 ? 1 : 0,
      status: 200,
      checks: 0,
    });
  recorder.startPhase('warmup', 300_000);
  record('warmup', 400_000, 60_000);
  recorder.startPhase('measure', 1_300_000);
  for (let end = 1_400_000; end < 3_300_000; end += 10_000) record('measure', end, 5_000);
  record('measure', 3_299_999, 60_000);
  recorder.snapshot();
  return closed;
}

function logOf(closed: readonly ClosedSlice[]): string {
  const header = hlogHeader({ hitgateVersion: '0.1.0', wallMillis });
  return header + closed.map((slice) => hlogLines(slice, originMicros)).join('');
}

describe('an HDR log', () => {
  it('starts with its version, its times and its units', () => {
    expect(hlogHeader({ hitgateVersion: '0.1.0', wallMillis })).toBe(
      [
        '#[Logged with hitgate 0.1.0]',
        '#[Histogram log format version 1.3]',
        '#[StartTime: 1441812279.474 (seconds since epoch)]',
        '#[BaseTime: 1441812279.474 (seconds since epoch)]',
        '#[MaxValueDivisor: 1000.0]',
        '#[Values are microseconds: divide by 1000 for milliseconds (HistogramLogProcessor: -outputValueUnitRatio 1000)]',
        '#[Tags: hit, miss, unknown are service times; with .response, response times; with warmup. before, not of the verdict]',
        '"StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"',
        '',
      ].join('\n'),
    );
  });

  it('has a line for each second and class with a sample: tag, offset, length, maximum in milliseconds', () => {
    const lines = recordRun('service').map((slice) => hlogLines(slice, originMicros));
    const columns = lines.map((text) => text.replaceAll(/,HIST[^\n]*/gu, ''));
    expect(columns).toEqual([
      'Tag=warmup.miss,0.050,1.000,60.031\n',
      'Tag=hit,1.050,1.000,5.003\n',
      'Tag=hit,2.050,1.000,5.003\nTag=miss,2.050,1.000,60.031\n',
    ]);
  });

  it('adds response times under tags of their own when they are judged', () => {
    expect(listTags(logOf(recordRun('response')))).toEqual([
      'warmup.miss',
      'warmup.miss.response',
      'hit',
      'hit.response',
      'miss',
      'miss.response',
    ]);
  });

  it("is read back by HDR's own reader with the counts, times and quantiles that were recorded", () => {
    const reader = new HistogramLogReader(logOf(recordRun('service')));
    const read = [];
    for (let next = reader.nextIntervalHistogram(); next !== null; next = reader.nextIntervalHistogram())
      read.push([next.tag, next.totalCount, Math.round(next.startTimeStampMsec), next.getValueAtPercentile(95)]);
    expect(read).toEqual([
      ['warmup.miss', 1, wallMillis + 50, 60_031],
      ['hit', 90, wallMillis + 1_050, 5_003],
      ['hit', 100, wallMillis + 2_050, 5_003],
      ['miss', 1, wallMillis + 2_050, 60_031],
    ]);
  });

  it('has no line for a second without a sample', () => {
    const [first] = recordRun('service');
    expect(first && hlogLines({ ...first, latencies: [] }, 0)).toBe('');
  });

  it('refuses a second before its origin', () => {
    const [first] = recordRun('service');
    expect(() => first && hlogLines(first, 300_001)).toThrow(RangeError);
  });
});
