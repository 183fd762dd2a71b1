import { describe, expect, it } from 'vitest';
import { HitgateError } from '../../src/errors.ts';
import { parseCoverage } from '../../src/report/coverage.ts';

function lcov(...lines: readonly string[]): string {
  return `TN:\nSF:src/a.rs\n${lines.join('\n')}\nend_of_record\n`;
}

describe('the coverage of the target', () => {
  it.each([
    ['lcov with lines', lcov('DA:1,5', 'DA:2,0', 'DA:3,1', 'DA:4,1', 'LF:4', 'LH:3'), 0.75],
    ['lcov with summaries alone', lcov('LF:200', 'LH:183'), 0.915],
    ['lcov with Windows line ends', lcov('DA:1,1', 'DA:2,0').replaceAll('\n', '\r\n'), 0.5],
    ['lcov with nothing covered', lcov('DA:1,0'), 0],
    ['lcov of several files', lcov('LF:1', 'LH:1') + lcov('DA:1,0').replace('a.rs', 'b.rs'), 0.5],
    ['lcov of one file in two tests, each line once', lcov('DA:1,1', 'DA:2,0') + lcov('DA:1,0', 'DA:2,3'), 1],
    [
      'an Istanbul summary',
      JSON.stringify({ total: { lines: { total: 8, covered: 7, skipped: 0, pct: 87.5 } } }),
      0.875,
    ],
    [
      'the JSON of cargo llvm-cov',
      JSON.stringify({
        type: 'llvm.coverage.json.export',
        data: [{ totals: { lines: { count: 40, covered: 37, percent: 92.5 } } }],
      }),
      0.925,
    ],
    ['a byte order mark before it', `\uFEFF${lcov('DA:1,1')}`, 1],
  ])('is read from %s', (_, text, share) => {
    expect(parseCoverage(text, 'coverage')).toBe(share);
  });

  it.each([
    ['an empty file', '', 'is empty'],
    ['white space', ' \n', 'is empty'],
    ['a file that is something else', 'hello', 'has no SF, DA or LF lines'],
    ['lcov without any line', lcov('LF:0', 'LH:0'), 'counts no lines'],
    ['lcov that is cut off', lcov('DA:1,1').replace('end_of_record\n', ''), 'is cut off'],
    ['lcov with counts that are no numbers', lcov('LF:x', 'LH:1'), 'no whole numbers'],
    ['more covered than there is', lcov('LF:1', 'LH:2'), '2 covered lines of only 1'],
    [
      'an empty Istanbul summary',
      JSON.stringify({ total: { lines: { total: 0, covered: 0, pct: 'Unknown' } } }),
      'no lines',
    ],
    ['JSON of another kind', '{"lines": 4}', 'neither total.lines nor'],
    ['JSON that is cut off', '{"total": {"lines"', 'is not complete JSON'],
  ])('is an error for %s', (_, text, message) => {
    expect(() => parseCoverage(text, 'cov.info')).toThrow(HitgateError);
    expect(() => parseCoverage(text, 'cov.info')).toThrow(message);
    expect(() => parseCoverage(text, 'cov.info')).toThrow('cov.info');
  });
});
