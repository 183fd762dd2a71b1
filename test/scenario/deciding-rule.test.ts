import { describe, expect, it } from 'vitest';
import { allowedShare, canEndRun, decidingRule, staysBroken } from '../../src/scenario/deciding-rule.ts';
import { parseSelector } from '../../src/scenario/parse-selector.ts';
import { parseThreshold } from '../../src/scenario/parse-threshold.ts';

describe('the rule by which a gate is decided while a run goes on', () => {
  it.each([
    ['http_req_duration{cache:hit}', 'p(95)<23', 'binomial', false, true],
    ['http_req_duration', 'med>5', 'binomial', false, true],
    ['http_req_waiting', 'p(99)<=50', 'binomial', false, true],
    ['cache_hit_rate', 'rate>0.873', 'binomial', false, true],
    ['http_req_failed', 'rate<0.01', 'binomial', false, true],
    ['cache_unknown_rate', 'rate<=0.5', 'binomial', false, true],
    ['http_req_failed', 'rate<=0', 'observed', true, true],
    ['http_req_failed', 'rate==0', 'observed', true, true],
    ['cache_hit_rate', 'rate>=1', 'observed', true, true],
    ['cache_hit_rate', 'rate==0.5', 'observed', false, false],
    ['http_req_failed', 'rate!=0', 'observed', false, false],
    ['checks', 'rate==1', 'observed', true, true],
    ['checks', 'rate>0.99', 'at-end', false, false],
    ['http_req_duration', 'avg<20', 'at-end', false, false],
    ['http_req_duration', 'max<500', 'observed', true, true],
    ['http_req_waiting', 'max<500', 'observed', true, false],
    ['http_req_duration', 'max>1', 'observed', false, false],
    ['http_req_duration', 'min>1', 'observed', true, false],
    ['dropped_iterations', 'count==0', 'observed', true, true],
    ['dropped_iterations', 'count<10', 'observed', true, true],
    ['dropped_iterations', 'rate<1', 'observed', false, false],
    ['http_reqs', 'count>=1000', 'observed', false, false],
    ['http_reqs', 'rate>100', 'observed', false, false],
    ['vus_in_flight', 'min>=100', 'observed', true, true],
    ['vus_in_flight', 'max<=100', 'observed', true, true],
    ['vus_in_flight', 'min<=100', 'observed', false, false],
    ['vus_in_flight', 'value>=100', 'observed', false, false],
  ])('of %s: %s is %s; stays broken: %s; can end a run: %s', (selector, source, rule, stays, ends) => {
    const threshold = parseThreshold(parseSelector(selector), source);
    expect(decidingRule(threshold)).toBe(rule);
    expect(rule === 'observed' && staysBroken(threshold)).toBe(stays);
    expect(canEndRun(threshold)).toBe(ends);
  });

  it.each([
    ['http_req_duration', 'p(95)<23', 0.05],
    ['http_req_duration', 'p(95)>23', 0.95],
    ['cache_hit_rate', 'rate>0.9', 0.1],
    ['http_req_failed', 'rate<0.01', 0.01],
    ['http_req_failed', 'rate==0', undefined],
    ['http_reqs', 'count>5', undefined],
  ])('allows %s: %s a share of %s that break it', (selector, source, share) => {
    const allowed = allowedShare(parseThreshold(parseSelector(selector), source));
    expect(allowed === undefined ? undefined : Number(allowed.toFixed(12))).toBe(share);
  });
});
