import { describe, expect, it } from 'vitest';
import { refusalOf, wantedOf, fixture, importText, line, type Broken } from './import-text.ts';

const text = fixture('wrk.txt');
const wrk2 = fixture('wrk2.txt');

describe('the output of wrk', () => {
  it('gives its percentiles as service times, not corrected, of as many samples as requests', () => {
    const baseline = importText(text);
    expect(baseline.source).toMatchObject({ format: 'wrk', tool: 'wrk', target: 'http://127.0.0.1:34253' });
    expect(baseline.traffic).toEqual({
      requests: 103,
      durationMicros: 1_000_000,
      requestsPerSecond: 102.91,
      failures: 0,
    });
    expect(baseline.entries).toEqual([
      {
        name: 'all',
        cacheClass: 'all',
        latency: 'service',
        figure: {
          kind: 'percentiles',
          points: [
            { name: 'p50', share: 0.5, micros: 13_230 },
            { name: 'p75', share: 0.75, micros: 78_440 },
            { name: 'p90', share: 0.9, micros: 80_020 },
            { name: 'p99', share: 0.99, micros: 82_100 },
          ],
          meanMicros: 38_760,
          maxMicros: 82_790,
          count: 103,
        },
      },
    ]);
    expect(baseline.notes.join()).toContain('not corrected');
  });

  it.each([
    ['823.00us', 823],
    ['13.23ms', 13_230],
    ['1.20s', 1_200_000],
    ['1.50m', 90_000_000],
  ])('reads %s with its unit', (time, micros) => {
    const { entries } = importText(
      text.replace('82.10ms', '2.00h').replace('80.02ms', '2.00h').replace('78.44ms', '2.00h').replace('13.23ms', time),
    );
    const [entry] = entries;
    expect(entry?.figure.kind === 'percentiles' && entry.figure.points[0]?.micros).toBe(micros);
  });

  it('counts failed answers and lost connections', () => {
    const failing = text.replace(
      'Requests/sec',
      '  Socket errors: connect 1, read 2, write 3, timeout 4\n  Non-2xx or 3xx responses: 5\nRequests/sec',
    );
    expect(importText(failing).traffic?.failures).toBe(15);
    expect(importText(failing).notes.join()).toContain('15 requests failed');
  });

  const cases: readonly Broken[] = [
    ['an empty file', () => '', 1, /empty file/u],
    ['without --latency', () => fixture('wrk-without-latency.txt'), 4, /Expected a "Latency Distribution"/u],
    ['another tool’s output', () => fixture('libtest-bench.txt'), 7, /Expected a line "N requests in TIME"/u],
    ['cut off behind the percentiles', (all) => all.slice(0, all.indexOf('  103 requests')), 10, /cut off/u],
    ['cut off in a percentile', (all) => all.slice(0, all.indexOf('0.02ms')), 9, /got "90%\s+8"/u],
    [
      'cut off behind its heading',
      (all) => all.slice(0, all.indexOf('     50%')),
      6,
      /found none: the output is cut off/u,
    ],
    ['a time without a unit', (all) => all.replace('80.02ms', '80.02'), 9, /and its unit/u],
    ['a time that is not a number', (all) => all.replace('80.02ms', '-nan'), 9, /got "90%\s+-nan"/u],
    ['a time of zero', (all) => all.replace('13.23ms', '0.00us'), 7, /over 0/u],
    ['a negative time', (all) => all.replace('13.23ms', '-13.23ms'), 7, /got "50%\s+-13/u],
    [
      'percentiles that fall',
      (all) => all.replace('80.02ms', '8.02ms'),
      9,
      /got 8020 µs at p90 after 78440 µs at p75/u,
    ],
    ['percentiles out of order', (all) => all.replace('     90%', '     60%'), 9, /ascending order/u],
    ['a run without an answer', (all) => all.replace('103 requests', '0 requests'), 11, /"0 requests" is no baseline/u],
    ['a time of 400 digits', (all) => all.replace('80.02', '9'.repeat(400)), 9, /got "90%\s+9{20}/u],
    [
      'a count of 400 digits',
      (all) => all.replace('103 requests', `${'9'.repeat(400)} requests`),
      11,
      /at most 15 digits/u,
    ],
    ['a rate that is no number', (all) => all.replace('102.91', 'nan'), 12, /Requests\/sec/u],
    ['cut off in its rate', (all) => all.slice(0, all.indexOf('2.91')), 12, /"Transfer\/sec" at the end, found none/u],
    ['two runs', (all) => all + all, 14, /got a second one/u],
  ];

  it.each(cases)('is refused when it is %s, with the line', (...broken) => {
    expect(refusalOf(text, broken, { format: 'wrk' })).toMatchObject(wantedOf(broken));
  });
});

describe('the output of wrk2', () => {
  it('tells the corrected latency from the uncorrected one, each with its own number of samples', () => {
    const baseline = importText(wrk2);
    expect(baseline.source).toMatchObject({ format: 'wrk', tool: 'wrk2' });
    expect(baseline.entries).toMatchObject([
      { latency: 'response', figure: { count: 198, maxMicros: 14_850, meanMicros: 13_210 } },
      { latency: 'service', figure: { count: 198, maxMicros: 13_850 } },
    ]);
    expect(baseline.traffic?.requests).toBe(1_201);
    expect(baseline.notes.join()).toContain('corrected');
  });

  const last = wrk2.split('\n').findIndex((each) => each.includes('1201 requests')) + 1;
  const second = wrk2.split('\n').findLastIndex((each) => each.includes(' 99.000%')) + 1;
  const cases: readonly Broken[] = [
    ['cut off', (all) => all.slice(0, all.indexOf('  1201 requests')), last - 1, /cut off/u],
    ['a time without a unit', (all) => all.replace('14.58ms', '14.58'), 11, /and its unit/u],
    ['a percentile over 100', (all) => all.replace('100.000%', '101.000%'), 15, /Expected a percentile/u],
    [
      'percentiles that fall in the second part',
      line(second, (each) => each.replace('13.44', '3.44')),
      second,
      /do not fall/u,
    ],
    ['an answerless run', (all) => all.replace('1201 requests', '0 requests'), last, /no baseline/u],
  ];

  it.each(cases)('is refused when it is %s, with the line', (...broken) => {
    expect(refusalOf(wrk2, broken, { format: 'wrk' })).toMatchObject(wantedOf(broken));
  });
});
