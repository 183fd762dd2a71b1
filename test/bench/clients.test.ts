import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseAb } from '../../bench/clients/ab.ts';
import { parseAutocannon } from '../../bench/clients/autocannon.ts';
import { parseHeyCsv, parseHeyRequests } from '../../bench/clients/hey.ts';
import { parseK6 } from '../../bench/clients/k6.ts';
import { parseOha } from '../../bench/clients/oha.ts';
import { parseVegeta } from '../../bench/clients/vegeta.ts';
import { parseWrkRequests } from '../../bench/clients/wrk.ts';
import { parseWrk2 } from '../../bench/clients/wrk2.ts';
import { parseTruth } from '../../bench/harness/delay-target.ts';

/** What the client printed in a short run against a target with hits of 5 ms and misses of 60 ms. */
function printed(name: string): string {
  return readFileSync(`test/bench/fixtures/${name}`, 'utf8');
}

describe('the readers of what other load generators print', () => {
  it('read the requests of wrk, ab and hey', () => {
    expect(parseWrkRequests(printed('wrk.txt'))).toBe(1_713);
    expect(parseAb(printed('ab.txt'))).toBe(1_794);
    expect(parseHeyRequests(printed('hey.txt'))).toBe(1_881);
  });

  it('read wrk2, its p95 from the detailed table and its requests without the calibration', () => {
    expect(parseWrk2(printed('wrk2.txt'))).toEqual({
      requests: 390,
      lost: 0,
      millis: { p50: 6.06, p95: 60.959, p99: 62.46, 'p99.9': 81.98 },
    });
  });

  it('read autocannon, which has no p95', () => {
    expect(parseAutocannon(printed('autocannon.json'))).toEqual({
      requests: 400,
      lost: 0,
      millis: { p50: 12, p99: 60, 'p99.9': 71 },
    });
  });

  it('read the list of hey', () => {
    const { requests, millis } = parseHeyCsv('response-time,DNS+dialup\n0.0602,0\n0.0050,0\n0.0051,0\n');
    expect(requests).toBe(3);
    expect(millis.p50).toBeCloseTo(5.1);
    expect(millis['p99.9']).toBeCloseTo(60.2);
    expect(parseHeyCsv(printed('hey.csv')).requests).toBe(printed('hey.csv').trim().split('\n').length - 1);
  });

  it('read k6', () => {
    const { requests, lost, millis } = parseK6(printed('k6.json'));
    expect({ requests, lost }).toEqual({ requests: 401, lost: 0 });
    expect(millis.p50).toBeCloseTo(5.2886);
    expect(millis['p99.9']).toBeCloseTo(61.6945);
  });

  it('read oha, whose times are seconds', () => {
    const { requests, millis } = parseOha(printed('oha.json'));
    expect(requests).toBe(399);
    expect(millis.p95).toBeCloseTo(60.1787);
    expect(millis['p99.9']).toBeCloseTo(65.0082);
  });

  it('read vegeta, its p99.9 from its table', () => {
    const reading = parseVegeta(printed('vegeta.json'), printed('vegeta-hdrplot.txt'));
    expect(reading).toEqual({
      requests: 400,
      lost: 0,
      millis: { p50: 5.390336, p95: 60.35973, p99: 60.514193, 'p99.9': 60.622744 },
    });
  });

  it('say what was printed when it is not what was expected', () => {
    expect(() => parseAb('apr_socket_connect(): Connection refused')).toThrow(/Connection refused/u);
  });

  it('read the truth of the target, without quantiles when it answered nothing', () => {
    expect(parseTruth(printed('truth.json'))).toEqual({
      count: 2,
      millis: { p50: 5, p95: 5.01, p99: 5.01, 'p99.9': 5.01 },
    });
    expect(parseTruth('{"all":{"count":0,"histogram":[]}}')).toEqual({ count: 0, millis: {} });
  });
});
