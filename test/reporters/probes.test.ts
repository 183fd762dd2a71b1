import { describe, expect, it } from 'vitest';
import { probeJunit } from '../../src/reporters/probe-junit.ts';
import { probeMarkdown } from '../../src/reporters/probe-markdown.ts';
import { probeText } from '../../src/reporters/probe-text.ts';
import { probeWords } from '../../src/reporters/probe-words.ts';
import { probePass, probeRecord } from './example-probes.ts';
import { golden } from './golden.ts';
import { hostileText } from './hostile-text.ts';

const record = probeRecord('fail', 'no-data');

describe('what hitgate probe prints', () => {
  it('is as the golden files', () => {
    const screen = probeText(record, { color: false, width: 100 });
    expect(screen).toBe(golden('probes.txt', screen));
    const markdown = probeMarkdown(record);
    expect(markdown).toBe(golden('probes.md', markdown));
    const junit = probeJunit(record);
    expect(junit).toBe(golden('probes.xml', junit));
  });

  it('is one line when it is to be brief', () => {
    expect(probeText(probeRecord('pass', 'pass'), { color: false, width: 100, brief: true })).toBe(
      'PASS probes of probes: all 2 probes passed\n',
    );
  });

  it.each([60, 80, 100, 200])('fits %i columns, but never more than 100', (width) => {
    for (const line of probeText(record, { color: false, width }).split('\n'))
      expect(line.length).toBeLessThanOrEqual(Math.min(width, 100));
  });

  it('lets no escape code or markup in from outside', () => {
    const [first] = record.results;
    if (first === undefined) throw new Error('Expected a result');
    const hostile = {
      ...record,
      results: [{ ...first, reason: hostileText, evidence: [{ what: hostileText, seen: hostileText }] }],
    };
    expect(probeText(hostile, { color: false, width: 100 })).not.toContain('\u001B');
    const printed = [probeMarkdown(hostile), probeJunit(hostile)].join('\n');
    expect(printed).not.toContain('\u001B');
    expect(printed).not.toContain('<script');
  });
});

describe('the line on probes of a run', () => {
  const runs = [] as const;

  it('is none without probes', () => {
    expect(probeWords({ runs })).toBeUndefined();
  });

  it.each([
    [
      { before: probePass('pass', 'pass'), after: probePass('pass', 'pass') },
      '2 of 2 passed before the load, 2 of 2 after; 18 requests not counted',
      true,
    ],
    [
      { before: probePass('pass', 'pass'), after: probePass('pass', 'fail') },
      '2 of 2 passed before the load, 1 of 2 after; 18 requests not counted; consensus: the agreement is 65 %, below 66 %',
      false,
    ],
    [
      { before: probePass('fail', 'pass') },
      '1 of 2 passed before the load, no load was sent; 9 requests not counted; citations: same on a hit: 1 of 3 hits cite other sources than the miss that filled the cache',
      false,
    ],
    [
      { before: probePass('no-data', 'pass'), after: probePass('pass', 'fail') },
      '1 of 2 passed before the load, 1 of 2 after; 18 requests not counted; consensus: the agreement is 65 %, below 66 %',
      false,
    ],
  ] as const)('counts them, and names what failed before what had no data: %#', (probes, text, isGood) => {
    expect(probeWords({ probes, runs })).toEqual({ text, isGood });
  });
});
