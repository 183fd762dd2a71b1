import { describe, expect, it } from 'vitest';
import { compareImported } from '../../src/report/compare-imported.ts';
import type { ComparableSide } from '../../src/report/comparable-side.ts';
import { baselineList } from '../../src/reporters/baseline-list.ts';
import { importedBaselineText } from '../../src/reporters/imported-baseline-text.ts';
import { importedComparisonMarkdown } from '../../src/reporters/imported-comparison-markdown.ts';
import { importedComparisonText } from '../../src/reporters/imported-comparison-text.ts';
import { timeWords } from '../../src/reporters/imported-words.ts';
import { fixture, importText } from '../importers/import-text.ts';
import { buildReport } from '../report/build-report.ts';
import { golden } from './golden.ts';
import { hostileText } from './hostile-text.ts';

const plain = { color: false, width: 100 };
const run: ComparableSide = { kind: 'run', name: 'latest', report: buildReport() };

function side(name: string, file: string): ComparableSide {
  return { kind: 'imported', name, baseline: importText(fixture(file)) };
}

describe('a comparison with an imported baseline', () => {
  const benches = compareImported(
    side('first', 'criterion-first-run.txt'),
    side('second', 'criterion-second-run-with-change.txt'),
  );
  const histogram = compareImported(side('k6', 'k6.csv'), run);

  it('of benchmarks is as the golden text, within 100 columns', () => {
    const text = importedComparisonText(benches, plain);
    expect(text).toBe(golden('imported-means.txt', text));
    expect(text.split('\n').filter((line) => line.length > 100)).toEqual([]);
  });

  it('of a histogram with a run is as the golden text', () => {
    const text = importedComparisonText(histogram, plain);
    expect(text).toBe(golden('imported-histogram.txt', text));
  });

  it('is as the golden Markdown', () => {
    const text = importedComparisonMarkdown(histogram);
    expect(text).toBe(golden('imported-histogram.md', text));
  });

  it('fits 60 columns, without the interval', () => {
    const text = importedComparisonText(benches, { color: false, width: 60, ascii: true });
    expect(text.split('\n').filter((line) => line.length > 60)).toEqual([]);
    expect(text).toMatch(/^[ -~\n]*$/u);
  });
});

describe('an imported baseline', () => {
  it.each([
    ['criterion-first-run.txt', 'imported-criterion.txt'],
    ['wrk2.txt', 'imported-wrk2.txt'],
    ['hitgate-hit.hgrm', 'imported-hgrm.txt'],
  ])('of %s is as the golden text', (file, name) => {
    const text = importedBaselineText('pre', importText(fixture(file)), plain);
    expect(text).toBe(golden(name, text));
  });

  it('is listed beside runs, with its format instead of a verdict', () => {
    const text = baselineList(
      [
        { name: 'benches', baseline: importText(fixture('criterion-first-run.txt')) },
        { name: 'pre', report: buildReport() },
      ],
      'reports/baselines',
    );
    expect(text).toBe(golden('baseline-list.txt', text));
  });

  it('cannot steer the terminal with what its file says', () => {
    const hostile = importText(
      fixture('libtest-bench.txt').replace('tests::cache_key_short', hostileText.replaceAll(/[\r\n\0]/gu, '')),
      { format: 'libtest' },
    );
    const text = importedBaselineText('pre', hostile, plain);
    // eslint-disable-next-line no-control-regex
    expect(text).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/u);
  });
});

it.each([
  [0, '0 ms'],
  [0.2055, '205.5 ns'],
  [0.9996, '999.6 ns'],
  [1, '1 µs'],
  [99.9, '99.9 µs'],
  [100, '0.100 ms'],
  [21_665, '21.66 ms'],
])('%d µs is written as %s', (micros, words) => {
  expect(timeWords(micros)).toBe(words);
});
