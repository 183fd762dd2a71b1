import { expect, it } from 'vitest';
import { gateTitle } from '../../src/reporters/gate-plain-words.ts';
import { parseSelector } from '../../src/scenario/parse-selector.ts';
import { parseThreshold } from '../../src/scenario/parse-threshold.ts';

it.each([
  ['http_req_duration{cache:hit}', 'p(95)<23', 'p95 of hits below 23 ms'],
  ['http_req_duration{cache:miss}', 'p(99.9)<=95.5', 'p99.9 of misses at most 95.5 ms'],
  ['http_req_duration{cache:unknown}', 'avg<1000', 'Mean of unknown answers below 1 000 ms'],
  ['http_req_duration', 'max<0.5', 'Greatest of all answers below 0.5 ms'],
  ['http_req_waiting', 'med<20', 'p50 of the time to the first byte of all answers below 20 ms'],
  ['cache_hit_rate', 'rate>0.873', 'Hit rate above 87.3 %'],
  ['cache_unknown_rate', 'rate==0', 'Answers that are neither hit nor miss exactly 0 %'],
  ['http_req_failed', 'rate<0.01', 'Failed requests below 1 %'],
  ['http_reqs', 'count>=100000', 'Requests at least 100 000'],
  ['http_reqs', 'rate>1200', 'Requests per second above 1 200 /s'],
  ['vus_in_flight', 'min>=100', 'Least users in flight at least 100'],
  ['vus_in_flight', 'value!=7', 'Users in flight anything but 7'],
  ['dropped_iterations', 'count<10', 'Dropped requests below 10'],
  ['checks{check:citations}', 'rate==1', 'Answers that hold the check citations exactly 100 %'],
  ['checks', 'rate>0.99', 'Answers that hold the check of every kind above 99 %'],
])('says %s: %s as "%s"', (selector, source, words) => {
  expect(gateTitle(parseThreshold(parseSelector(selector), source))).toBe(words);
});
