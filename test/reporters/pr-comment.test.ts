import { describe, expect, it } from 'vitest';
import { prComment } from '../../src/reporters/pr-comment.ts';
import { buildReport, latencyGate } from '../report/build-report.ts';
import { exampleReports } from './example-reports.ts';
import { golden } from './golden.ts';
import { hostileText } from './hostile-text.ts';

describe.each(exampleReports)('the comment on a run that is %s', (name, report) => {
  it('is as the golden file, and short', () => {
    const text = prComment(report, { link: 'https://ci.example/job/17' });
    expect(text).toBe(golden(`comment-${name}.md`, text));
    expect(text.split('\n').length).toBeLessThanOrEqual(35);
    expect(text).not.toMatch(/NaN|undefined|Infinity|null/u);
  });
});

describe('the comment', () => {
  it('begins with the same hidden line for each run of a scenario, and with another for another', () => {
    const markers = [
      buildReport(),
      buildReport({ id: 'other', traffic: [{ hitMicros: 40_000 }] }),
      buildReport({ scenario: { name: 'soak' } }),
    ].map((report) => prComment(report).split('\n')[0]);
    expect(markers).toEqual(['<!-- hitgate-comment sla -->', markers[0], '<!-- hitgate-comment soak -->']);
  });

  it.each([
    ['sla', 'sla!'],
    ['sla', 'SLA'],
    ['a b', 'a-b'],
    ['größe', 'grösse'],
    ['慢', '快'],
    ['a', 'a -->'],
  ])('has another hidden line for %j than for %j', (one, other) => {
    const [first, second] = [one, other].map((name) => prComment(buildReport({ scenario: { name } })).split('\n')[0]);
    expect(first).not.toBe(second);
    expect(first?.match(/-->/gu)).toHaveLength(1);
    expect(second?.match(/-->/gu)).toHaveLength(1);
  });

  it('shows ten gates at most, the failed ones first', () => {
    const passing = latencyGate('hit', 900);
    const thresholds = [passing, ...Array.from({ length: 12 }, (_, index) => latencyGate('hit', index + 1))];
    const text = prComment(buildReport({ scenario: { thresholds } }));
    expect(text.match(/✗ fail/gu)).toHaveLength(10);
    expect(text).toContain('2 more gates are not passed.');
    expect(text).not.toContain('900');
  });

  it('shows text from outside as text, in the marker and in the link too', () => {
    const text = prComment(
      buildReport({ scenario: { name: `--> ${hostileText}` }, target: { url: `http://${hostileText}` } }),
      {
        link: 'https://a.example/> <script>',
      },
    );
    expect(text.split('\n')[0]).toMatch(/^<!-- hitgate-comment [^<> ]+ -->$/u);
    expect(text).not.toContain('<script>');
    expect(text).not.toContain('![x](');
  });
});
