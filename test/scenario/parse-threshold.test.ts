import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GrammarFault } from '../../src/scenario/grammar-fault.ts';
import { metricNames, metrics } from '../../src/scenario/metrics.ts';
import { parseSelector } from '../../src/scenario/parse-selector.ts';
import { parseThreshold } from '../../src/scenario/parse-threshold.ts';

/** What an aggregation means, read the slow way: the percentage moved by two digits. */
function meaningOf(aggregation: string): unknown {
  if (aggregation === 'med') return { kind: 'quantile', quantile: 0.5 };
  if (!aggregation.startsWith('p(')) return { kind: aggregation };
  const [whole = '', part = ''] = aggregation.slice(2, -1).split('.');
  return { kind: 'quantile', quantile: Number(`0.${whole.padStart(2, '0')}${part}`) };
}

const parse = (selector: string, source: string) => parseThreshold(parseSelector(selector), source);

/** What reading ends with; anything but a fault of the grammar is thrown on. */
function readingOf(selector: string, source: string): { readonly text?: string; readonly fault?: GrammarFault } {
  try {
    return { text: parse(selector, source).source };
  } catch (error) {
    if (error instanceof GrammarFault) return { fault: error };
    throw error;
  }
}

function faultOf(selector: string, source: string): GrammarFault {
  const { fault } = readingOf(selector, source);
  if (fault === undefined) throw new Error(`"${source}" was read`);
  return fault;
}

describe('a threshold', () => {
  it('keeps its selector and its text, trimmed', () => {
    expect(parse(' http_req_duration { cache : hit } ', '  p(95) <  23 ')).toStrictEqual({
      selector: 'http_req_duration{cache:hit}',
      source: 'p(95) <  23',
      metric: 'http_req_duration',
      tags: { cache: 'hit' },
      aggregation: { kind: 'quantile', quantile: 0.95 },
      operator: '<',
      limit: 23,
      implicit: false,
    });
  });

  it.each([
    ['med<20', 0.5],
    ['p(50)<20', 0.5],
    ['p(99.9)<20', 0.999],
    ['p( 99.99 )<20', 0.9999],
    ['p(0.1)<20', 0.001],
  ])('reads the quantile of %s as the number nearest to its digits', (source, quantile) => {
    expect(parse('http_req_duration', source).aggregation).toStrictEqual({ kind: 'quantile', quantile });
  });

  it.each([
    ['rate===0', '=='],
    ['rate==0', '=='],
    ['rate!=0', '!='],
    ['rate<=0.5', '<='],
    ['rate>=0.5', '>='],
    ['rate<0.5', '<'],
    ['rate>0.5', '>'],
  ])('reads the operator of %s as %s', (source, operator) => {
    expect(parse('cache_hit_rate', source).operator).toBe(operator);
  });

  it.each([
    ['p(100)', 'p(100)<1', 'use max for the greatest value, or p(99.9)'],
    ['p(0)', 'p(0)<1', 'use min for the least value'],
    ['p without brackets', 'p<1', 'write a percentile as p(95)'],
    ['p95', 'p95<23', 'write p(95)'],
    ['p_95', 'p_95<23', 'write p(95)'],
    ['an unclosed bracket', 'p(95<23', 'write a percentile as p(95)'],
    ['a mean', 'mean<23', 'write avg'],
    ['a median', 'median<23', 'write med'],
    ['a misspelt name', 'aveg<23', 'did you mean "avg"?'],
    ['seconds', 'p(95)<0.5s', 'write 500: limits are milliseconds without a unit'],
    ['milliseconds', 'p(95)<23 ms', 'write 23: limits are milliseconds without a unit'],
    ['a comma for a point', 'p(95)<23,5', 'write decimals with a point'],
    ['=>', 'p(95)=>23', 'write >='],
    ['!==', 'p(95)!==23', 'write !='],
    ['≤', 'p(95)≤23', 'write <='],
    ['nothing', '', 'put the aggregation first, as in p(95)<23'],
    ['two conditions', 'p(95)<23 and p(99)<50', 'write one expression for each gate, as entries of a list'],
    ['an exponent', 'p(95)<2e3', 'write one aggregation, one operator and one number, such as p(95)<23'],
    ['a counter’s word', 'count<23', 'http_req_duration is a trend: use avg, min, max, med, p(N)'],
  ])('with %s is refused with what to write', (_, source, hint) => {
    expect(faultOf('http_req_duration', source).hint).toBe(hint);
  });

  it.each([
    ['p(95)=<23', 6],
    ['p(95) ~ 23', 7],
    ['p(95)<', 7],
    ['p(95)<23ms', 9],
    ['p(x)<23', 3],
    ['  p(100)<23', 3],
    ['foo<23', 1],
    ['!', 1],
  ])('names the column of what is wrong in "%s": %i', (source, column) => {
    expect(faultOf('http_req_duration', source).message).toContain(`at column ${column} of`);
  });

  it.each([
    ['cache_hit_rate', 'rate>87.3', 'write a share of 1: 0.873 for 87.3 %'],
    ['cache_hit_rate', 'rate>1.001', 'write a share of 1: 0.01001 for 1.001 %'],
    ['http_req_failed', 'rate<101', 'write a share of 1, such as 0.873'],
    ['http_req_failed', 'rate<1%', 'write a share of 1: 0.01'],
  ])('on %s, %s is refused as no share of 1', (selector, source, hint) => {
    expect(faultOf(selector, source).hint).toBe(hint);
  });

  it.each([
    ['cache_hit_rate', 'rate>=0', true],
    ['cache_hit_rate', 'rate>=0.001', false],
    ['cache_hit_rate', 'rate<=1', true],
    ['cache_hit_rate', 'rate<=0.999', false],
    ['cache_hit_rate', 'rate>1', true],
    ['cache_hit_rate', 'rate>0.999', false],
    ['cache_hit_rate', 'rate>=1', false],
    ['http_req_failed', 'rate<0', true],
    ['http_req_failed', 'rate<=0', false],
    ['http_req_failed', 'rate<0.001', false],
    ['http_reqs', 'count>=0', true],
    ['http_reqs', 'count>0', false],
    ['http_reqs', 'count<0', true],
    ['dropped_iterations', 'count==0', false],
    ['http_req_duration', 'p(95)>=0', true],
    ['http_req_duration', 'p(95)==23', true],
    ['http_req_duration', 'p(95)!=23', true],
    ['vus_in_flight', 'min>=1', false],
  ])('on %s, %s decides nothing: %s', (selector, source, refused) => {
    expect(readingOf(selector, source).fault !== undefined).toBe(refused);
  });

  it('means the same after it is printed and read again', () => {
    const space = fc.stringMatching(/^ {0,3}$/);
    const quantile = fc.integer({ min: 1, max: 99_999 }).map((thousandths) => `p(${thousandths / 1000})`);
    const gate = fc
      .record({
        metric: fc.constantFrom(...metricNames),
        operator: fc.constantFrom('<', '<=', '>', '>='),
        limit: fc.integer({ min: 1, max: 999 }).map((thousandths) => thousandths / 1000),
        spaces: fc.tuple(space, space, space),
      })
      .chain((parts) => {
        const { aggregations, tags } = metrics[parts.metric];
        const aggregation = fc.oneof(...aggregations.map((name) => (name === 'p(N)' ? quantile : fc.constant(name))));
        const tag = Object.entries(tags).flatMap(([name, values]) => values.map((value) => `{${name}:${value}}`));
        return fc.tuple(fc.constant(parts), aggregation, fc.constantFrom('', ...tag));
      });
    fc.assert(
      fc.property(gate, ([{ metric, operator, limit, spaces }, aggregation, tag]) => {
        const [a, b, c] = spaces;
        const threshold = parse(`${a}${metric}${b}${tag}${c}`, `${a}${aggregation}${b}${operator}${c}${limit}${a}`);
        expect(threshold.selector).toBe(`${metric}${tag}`);
        expect(threshold).toMatchObject({ metric, operator, limit });
        const again = parse(threshold.selector, threshold.source);
        expect(again).toStrictEqual(threshold);
        expect(threshold.aggregation).toStrictEqual(meaningOf(aggregation));
      }),
    );
  });

  it('is either read or refused with a hint, whatever the text', () => {
    const token = fc.constantFrom(
      'p',
      '(',
      ')',
      '95',
      '<',
      '=',
      '>',
      'avg',
      ' ',
      '.',
      '23',
      'rate',
      '{',
      '%',
      '!',
      'é',
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(token).map((tokens) => tokens.join('')),
    );
    fc.assert(
      fc.property(fc.constantFrom(...metricNames), text, (metric, source) => {
        const { text = source.trim(), fault } = readingOf(metric, source);
        expect(text).toBe(source.trim());
        expect(fault?.hint).not.toBe('');
      }),
    );
  });
});

describe('a selector', () => {
  it.each([
    ['http_req_durations', 'did you mean "http_req_duration"?'],
    ['http_request_duration', 'did you mean "http_req_duration"?'],
    ['vus', 'use vus_in_flight: the users that have a request outstanding'],
    ['constructor', `choose one of ${metricNames.join(', ')}`],
    ['', 'write a selector such as http_req_duration{cache:hit}'],
    ['http_req_duration{cache:HIT}', 'did you mean "hit"?'],
    ['http_req_duration{cache=hit}', 'write cache:value, as in {cache:hit}'],
    ['http_req_duration{cache:"hit"}', 'write the value without quotes'],
    ['http_req_duration{class:hit}', 'choose one of cache, during'],
    ['http_req_duration{}', 'write a selector such as http_req_duration{cache:hit}'],
    ['http_req_duration{cache:hit,cache:miss}', 'keep one cache'],
    ['http_req_duration{cache:hit} x', 'write a selector such as http_req_duration{cache:hit}'],
    ['http_req_duration{cache:hit', 'write a selector such as http_req_duration{cache:hit}'],
    ['checks{check:sameAnswerOnHit}', 'did you mean "same-answer-on-hit"?'],
    ['http_reqs{cache:hit}', 'write http_reqs alone'],
  ])('"%s" is refused with what to write', (text, hint) => {
    expect(() => parseSelector(text)).toThrow(expect.objectContaining({ name: 'GrammarFault', hint }));
  });
});
