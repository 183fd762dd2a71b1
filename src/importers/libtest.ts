import { noteDuplicates, readBenchLines, type BenchText } from './bench-lines.ts';
import { ImportProblems } from './import-problems.ts';
import type { Importer, Recognition } from './importer.ts';
import { fileText, lastLine, linesOf, textOf } from './source-text.ts';

const title = 'the output of libtest (cargo bench with #[bench])';

/**
 * libtest's `#[bench]`: the median of 50 batches, and behind ± the range of them (greatest − least after winsorising at 5 %), as
 * library/test/src/bench.rs of Rust computes both. Neither is an interval of confidence.
 */
export const libtest: Importer = {
  format: 'libtest',
  title,
  uses: [],
  recognise: (source) => recognise(textOf(source)),
  read: (source) => {
    const problems = new ImportProblems(source.path);
    const lines = linesOf(fileText(source, title));
    const found = readBenchLines(lines, problems);
    const benches = found.benches.filter(({ inBlock }) => inBlock);
    noteDuplicates(benches, problems);
    noteCounts({ ...found, benches }, problems);
    if (benches.length === 0 && problems.isEmpty) noteNothing(found, lastLine(lines), problems);
    problems.throwIfAny();
    return {
      tool: 'libtest',
      entries: benches.map(({ name, micros, spreadMicros }) => ({
        name,
        figure: { kind: 'mean', statistic: 'median', micros, spread: { kind: 'range', micros: spreadMicros } },
      })),
      notes: [
        'each time is the median of batches, and ± is the range from the least to the greatest batch: it has no interval of confidence',
      ],
    };
  },
};

function recognise(text: string): Recognition {
  const { benches, results, openBlocks } = readBenchLines(linesOf(text), new ImportProblems(''));
  if (benches.some(({ inBlock }) => inBlock)) return 'surely';
  return results.length > 0 || openBlocks.length > 0 ? 'weakly' : 'no';
}

/** A block that did not end, or that says it measured more than it shows, was cut. */
function noteCounts({ benches, results, openBlocks }: BenchText, problems: ImportProblems): void {
  for (const line of openBlocks)
    problems.add(
      { line },
      'Expected a "test result" line behind these tests, got none: the output is cut off',
      'let cargo bench run to its end, and keep all of its output',
    );
  if (openBlocks.length > 0 || !problems.isEmpty) return;
  let from = 0;
  for (const { line, measured } of results) {
    const until = line;
    const shown = benches.filter((bench) => bench.line > from && bench.line < until).length;
    if (shown !== measured)
      problems.add(
        { line },
        `Expected ${measured} bench lines before this result, got ${shown}`,
        'keep all of the output: lines of it are missing',
      );
    from = line;
  }
}

function noteNothing({ results }: BenchText, last: number, problems: ImportProblems): void {
  const [result] = results;
  if (result === undefined)
    problems.add(
      { line: last },
      'Expected a line "test NAME ... bench: N ns/iter (+/- N)", found none',
      'give the output of cargo bench with #[bench] functions',
    );
  else
    problems.add(
      { line: result.line },
      'Nothing was measured: libtest says "0 measured", so this is no baseline',
      'write benchmarks, or run the package that has them; a test that is "ignored" measures nothing',
    );
}
