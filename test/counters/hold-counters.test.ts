import { describe, expect, it } from 'vitest';
import type { CounterFinding } from '../../src/counters/counter-finding.ts';
import { holdCounters } from '../../src/counters/hold-counters.ts';
import { readScrape } from '../../src/counters/read-scrape.ts';
import { planMapping } from '../../src/scenario/metric-mapping.ts';
import type { Snapshot } from '../../src/recorder/snapshot.ts';
import { buildRun, type Requests } from '../judge/build-run.ts';
import { scenarioOf } from '../scenario/parse-text.ts';
import { expositionOf, findingOn, findingsFrom, type Service } from './build-scrapes.ts';

const thresholds = `thresholds: { 'http_req_duration{cache:hit}': ['p(95)<20'], 'http_req_duration{cache:miss}': ['p(95)<100'] }`;
const scenario = scenarioOf(thresholds);

const usual: readonly Requests[] = [
  { count: 90, outcome: 'hit', millis: 15 },
  { count: 10, outcome: 'miss', millis: 80 },
];

/** 20 seconds of 90 hits of 15 ms and 10 misses of 80 ms each, and what is added. */
function run(...added: readonly Requests[]): Snapshot {
  return buildRun(scenario, { requests: [...usual, ...added] });
}

/** What the service has counted before the phase, and what of the usual run. */
const start: Required<Service> = {
  requests: 500,
  hits: 300,
  errors: 7,
  hitBuckets: [0, 100, 300, 300, 300],
  missBuckets: [0, 0, 0, 193, 193],
};
const end: Required<Service> = {
  requests: 2_500,
  hits: 2_100,
  errors: 7,
  hitBuckets: [0, 1_900, 2_100, 2_100, 2_100],
  missBuckets: [0, 0, 0, 393, 393],
};

const find = (after: Service, snapshot = run(), before: Service = start) =>
  findingsFrom(scenario, snapshot, { before: expositionOf(before), after: expositionOf(after) });

it('agrees on everything when the service counted exactly what we did', () => {
  const findings = find(end);
  expect(findings.map(({ subject, status }) => [subject, status])).toStrictEqual([
    ['requests', 'agrees'],
    ['hits', 'agrees'],
    ['errors', 'agrees'],
    ['hit rate', 'agrees'],
    ['hit p95', 'agrees'],
    ['miss p95', 'agrees'],
  ]);
  expect(findingOn(findings, 'hits')).toMatchObject({ ours: 1_800, server: 1_800, apart: 0 });
  expect(findingOn(findings, 'hit rate')).toMatchObject({ ours: 0.9, server: 0.9, apart: 0 });
  expect(findingOn(findings, 'hit p95')).toMatchObject({ serverRange: { low: 10, high: 20 } });
});

describe('a count', () => {
  it.each([
    [2_000, 'agrees', 0],
    [2_001, 'differs', 1 / 2_000],
    [1_999, 'differs', 1 / 2_000],
  ] as const)('of %d requests %s', (requests, status, apart) => {
    expect(findingOn(find({ ...end, requests: 500 + requests }), 'requests')).toMatchObject({ status, apart });
  });

  it('of more requests than we sent is other traffic, and says how much', () => {
    const findings = find({ ...end, requests: 2_523, hits: 2_110 });
    expect(findingOn(findings, 'requests')).toMatchObject({
      seen: 'the service counted 23 requests more than we sent (2 023 against 2 000)',
      cause: 'other traffic reached it in the same time, or it counts a request more than once',
    });
    expect(findingOn(findings, 'hits').cause).toContain('other traffic');
  });

  it('of more hits than we read, without more requests, is no other traffic', () => {
    expect(findingOn(find({ ...end, hits: 2_105 }), 'hits')).toMatchObject({
      status: 'differs',
      seen: 'the service counted 5 hits more than we counted (1 805 against 1 800)',
      cause: 'it counts as hits what its answers call misses, or a hit more than once',
    });
  });

  it('of fewer hits is one that the service does not count', () => {
    expect(findingOn(find({ ...end, hits: 1_920 }), 'hits')).toMatchObject({
      status: 'differs',
      apart: 0.09,
      seen: 'the service counted 180 hits fewer than we counted (1 620 against 1 800)',
    });
  });

  it.each([
    ['requests', 500, 'fact_requests did not move while we counted 2 000'],
    ['hits', 300, 'fact_cache_hits did not move while we counted 1 800'],
  ] as const)('of %s that never moved is no agreement and no difference', (counter, still, words) => {
    const finding = findingOn(find({ ...end, [counter]: still }), counter);
    expect(finding).toMatchObject({ status: 'not-usable', seen: `server-side counters were not usable: ${words}` });
  });

  it('of no errors agrees when there were none', () => {
    expect(findingOn(find(end), 'errors')).toMatchObject({ status: 'agrees', ours: 0, server: 0 });
  });

  it('of errors that never moved while requests failed is not usable', () => {
    const findings = find({ ...end, requests: 2_560 }, run({ count: 3, outcome: 'status', status: 503 }));
    expect(findingOn(findings, 'requests').status).toBe('agrees');
    expect(findingOn(findings, 'errors')).toMatchObject({ status: 'not-usable' });
  });

  it.each(['requests', 'hits', 'errors'] as const)('of %s that is absent is not usable', (counter) => {
    const { [counter]: _, ...rest } = end;
    const { [counter]: __, ...earlier } = start;
    const finding = findingOn(find(rest, run(), earlier), counter);
    expect(finding.status).toBe('not-usable');
    expect(finding.seen).toContain('server-side counters were not usable: there is no series fact_');
  });

  it('that fell is a restart', () => {
    const finding = findingOn(find({ ...end, requests: 12 }), 'requests');
    expect(finding).toMatchObject({ status: 'not-usable' });
    expect(finding.seen).toContain('fact_requests fell from 500 to 12: the service was restarted');
  });
});

describe('a request of which nobody can say whether the service counted it', () => {
  // 40 of them, each of which may be a hit, a failure or nothing to the service.
  const broken = run({ count: 1, outcome: 'reset' }, { count: 1, outcome: 'timeout', millis: 900 });

  it.each([
    [1_999, 'differs'],
    [2_000, 'agrees'],
    [2_040, 'agrees'],
    [2_041, 'differs'],
  ] as const)('lets %d requests be counted: %s', (requests, status) => {
    expect(findingOn(find({ ...end, requests: 500 + requests }, broken), 'requests').status).toBe(status);
  });

  it.each([
    [1_800, 0, 'agrees', 'agrees'],
    [1_840, 40, 'agrees', 'agrees'],
    [1_841, 41, 'differs', 'differs'],
  ] as const)('lets %d hits and %d errors be counted: %s, %s', (hits, errors, onHits, onErrors) => {
    const findings = find({ ...end, hits: 300 + hits, errors: 7 + errors, requests: 2_540 }, broken);
    expect([findingOn(findings, 'hits').status, findingOn(findings, 'errors').status]).toStrictEqual([
      onHits,
      onErrors,
    ]);
  });

  it('is none that was refused: it never arrived', () => {
    const refused = run({ count: 1, outcome: 'refused' });
    expect(findingOn(find(end, refused), 'requests')).toMatchObject({ status: 'agrees', ours: 2_000 });
    expect(findingOn(find({ ...end, requests: 2_501 }, refused), 'requests').status).toBe('differs');
  });

  it('may be one that the warm-up gave up', () => {
    const { warmup, ...rest } = run();
    const snapshot = { ...rest, warmup: { ...warmup, failures: { ...warmup.failures, interrupted: 2 } } };
    expect(findingOn(find({ ...end, requests: 2_502 }, snapshot), 'requests').status).toBe('agrees');
    expect(findingOn(find({ ...end, requests: 2_503 }, snapshot), 'requests').status).toBe('differs');
  });

  it('may be a hit whose answer does not say so', () => {
    const unknown = run({ count: 1, outcome: 'unknown', millis: 15 });
    const after = { ...end, requests: 2_520 };
    expect(findingOn(find({ ...after, hits: 2_120 }, unknown), 'hits').status).toBe('agrees');
    expect(findingOn(find({ ...after, hits: 2_121 }, unknown), 'hits').status).toBe('differs');
  });
});

describe('the hit rate', () => {
  it('leaves failures out when the counter of requests has them', () => {
    const failing = run({ count: 5, outcome: 'status', status: 500 });
    const after = { ...end, requests: 2_600, errors: 107 };
    expect(findingOn(find(after, failing), 'hit rate')).toMatchObject({ status: 'agrees', ours: 0.9, server: 0.9 });
  });

  it('takes the requests as they are when failures are not among them', () => {
    const own = scenarioOf(`${thresholds}\nmetrics: { requestsCountErrors: false }`);
    const failing = run({ count: 5, outcome: 'status', status: 500 });
    const looks = { before: expositionOf(start), after: expositionOf({ ...end, errors: 107 }) };
    const findings = findingsFrom(own, failing, looks);
    expect(findingOn(findings, 'requests')).toMatchObject({ status: 'agrees', ours: 2_000 });
    expect(findingOn(findings, 'hit rate')).toMatchObject({ status: 'agrees', server: 0.9 });
  });

  it.each([
    [1_798, 'agrees'],
    [1_797, 'differs'],
  ] as const)('by %d hits of 2 000 beside 90 % of ours: %s', (hits, status) => {
    expect(findingOn(find({ ...end, hits: 300 + hits }), 'hit rate').status).toBe(status);
  });

  it('does without the counter of errors when nothing failed', () => {
    const { errors: _, ...after } = end;
    const { errors: __, ...before } = start;
    expect(findingOn(find(after, run(), before), 'hit rate')).toMatchObject({ status: 'agrees', server: 0.9 });
  });

  it.each(['requests', 'hits'] as const)('is not usable without %s', (counter) => {
    const { [counter]: _, ...after } = end;
    const { [counter]: __, ...before } = start;
    expect(findingOn(find(after, run(), before), 'hit rate').status).toBe('not-usable');
  });

  it('is not usable when nothing succeeded', () => {
    const snapshot = buildRun(scenario, { requests: [{ count: 100, outcome: 'status', status: 500 }] });
    const findings = find({ ...start, requests: 2_500, errors: 2_007 }, snapshot);
    expect(findingOn(findings, 'hit rate').status).toBe('not-usable');
  });
});

describe('a p95', () => {
  it('is the bucket in which its rank lies', () => {
    // 1 800 hits: the rank is 1 710.
    const at = find({ ...end, hitBuckets: [1_710, 1_900, 2_100, 2_100, 2_100] });
    expect(findingOn(at, 'hit p95')).toMatchObject({ status: 'differs', serverRange: { low: 0, high: 10 } });
    const above = find({ ...end, hitBuckets: [1_709, 1_900, 2_100, 2_100, 2_100] });
    expect(findingOn(above, 'hit p95')).toMatchObject({ status: 'agrees', serverRange: { low: 10, high: 20 } });
  });

  it('of ours above the bucket is said to hold the network, which the service does not see', () => {
    const finding = findingOn(find({ ...end, hitBuckets: [1_800, 1_900, 2_100, 2_100, 2_100] }), 'hit p95');
    expect(finding.seen).toBe('our p95 of service time is 15.01 ms, the service’s lies between 0 and 10 ms');
    expect(finding.cause).toContain('without the network');
    expect(finding.apart).toBeUndefined();
  });

  it('of ours below the bucket is of other requests', () => {
    const finding = findingOn(find({ ...end, hitBuckets: [0, 100, 2_100, 2_100, 2_100] }), 'hit p95');
    expect(finding).toMatchObject({ status: 'differs', serverRange: { low: 20, high: 50 } });
    expect(finding.cause).toContain('of other requests as well');
  });

  it('beyond the greatest bound has no upper end', () => {
    const finding = findingOn(find({ ...end, missBuckets: [0, 0, 0, 193, 393] }), 'miss p95');
    expect(finding).toMatchObject({ status: 'differs', serverRange: { low: 100 } });
    expect(finding.serverRange).not.toHaveProperty('high');
  });

  it('says that the unit is wrong when it is a hundred times off', () => {
    const own = scenarioOf(`${thresholds}\nmetrics: { unit: milliseconds }`);
    const findings = findingsFrom(own, run(), { before: expositionOf(start), after: expositionOf(end) });
    expect(findingOn(findings, 'hit p95')).toMatchObject({ status: 'differs', remedy: 'set metrics.unit' });
  });

  it('of a histogram that never moved is not usable', () => {
    const finding = findingOn(find({ ...end, hitBuckets: start.hitBuckets }), 'hit p95');
    expect(finding).toMatchObject({ status: 'not-usable' });
    expect(finding.seen).toContain('fact_cache_latency_bucket did not move while we counted 1 800');
  });

  it('of a class that neither side saw is left out', () => {
    const snapshot = buildRun(scenario, { requests: [{ count: 90, outcome: 'hit', millis: 15 }] });
    const findings = find({ ...end, requests: 2_300, missBuckets: start.missBuckets }, snapshot);
    expect(findings.filter(({ subject }) => subject === 'miss p95')).toStrictEqual([]);
  });

  it('of a class of which we have too few is not compared', () => {
    const snapshot = buildRun(scenario, { seconds: 1, requests: [{ count: 19, outcome: 'hit', millis: 15 }] });
    const finding = findingOn(find({ ...end, requests: 519, hits: 319 }, snapshot), 'hit p95');
    expect(finding).toMatchObject({ status: 'not-usable' });
    expect(finding.seen).toContain('19 of ours are too few for a p95');
  });
});

function gated(limit: string): readonly CounterFinding[] {
  const own = scenarioOf(`thresholds: { 'http_req_duration{cache:hit}': ['${limit}'] }`);
  const findings = findingsFrom(own, run(), { before: expositionOf(start), after: expositionOf(end) });
  return findings.filter(({ subject }) => subject === 'buckets');
}

describe('buckets too coarse for a limit', () => {
  it.each(['p(95)<20', 'p(99)<50'])('are none for %s, where a bucket ends', (limit) => {
    expect(gated(limit)).toStrictEqual([]);
  });

  it.each([
    [
      'p(95)<23',
      'lies within the bucket from 0.02 to 0.05 seconds',
      'give the service a bucket that ends at 0.023 seconds',
    ],
    ['p(95)<150', 'lies above the greatest bound, 0.1 seconds', 'and one that ends above it'],
  ])('are called out for %s', (limit, words, remedy) => {
    const [finding] = gated(limit);
    expect(finding).toMatchObject({ status: 'not-usable', remedy: expect.stringContaining(remedy) });
    expect(finding?.seen).toContain(words);
  });
});

describe('counters that cannot be used at all', () => {
  const good = readScrape(expositionOf(end), planMapping);

  it.each([
    ['HTTP 404', { kind: 'failed', why: 'GET /metrics answered HTTP 404' } as const, good],
    ['a time-out', good, { kind: 'failed', why: 'GET /metrics did not answer in time' } as const],
  ])('are one finding: %s', (_, before, after) => {
    const { findings } = holdCounters(scenario, run(), { before, after });
    expect(findings).toMatchObject([{ subject: 'scrape', status: 'not-usable' }]);
    expect(findings[0]?.seen).toMatch(
      /^server-side counters were not usable: (?:before|after) the measured phase, GET/u,
    );
  });

  it.each([
    ['', '/metrics is empty'],
    ['<html>\n', '/metrics has no line that can be used'],
    [
      'up 1\n',
      '/metrics has 1 series, and none of fact_cache_hits, fact_requests, fact_errors, fact_cache_latency_bucket',
    ],
  ])('are one finding: %j', (text, words) => {
    const findings = findingsFrom(scenario, run(), { before: text, after: text });
    const [first] = findings;
    expect(first).toMatchObject({ subject: 'scrape', status: 'not-usable' });
    expect(first?.seen).toContain(`server-side counters were not usable: ${words}`);
    expect(findings.some(({ status }) => status === 'agrees')).toBe(false);
  });

  it('are those of a process that started between the looks, although none fell', () => {
    const findings = findingsFrom(scenario, run(), {
      before: `${expositionOf(start)}process_start_time_seconds 1700000000\n`,
      after: `${expositionOf(end)}process_start_time_seconds 1700000009\n`,
    });
    expect(findings).toMatchObject([{ subject: 'scrape', status: 'not-usable' }]);
    expect(findings[0]?.seen).toContain('its start time changed');
  });

  it('are named line by line where some can be used', () => {
    const findings = findingsFrom(scenario, run(), {
      before: expositionOf(start),
      after: `${expositionOf(end)}{} 1\n# TYPE\n`,
    });
    expect(findingOn(findings, 'hits').status).toBe('agrees');
    expect(findingOn(findings, 'text')).toMatchObject({
      status: 'not-usable',
      seen: expect.stringContaining(
        '2 lines of the exposition could not be used (line 14: it has no name of a metric; line 15: TYPE without',
      ),
    });
  });
});
