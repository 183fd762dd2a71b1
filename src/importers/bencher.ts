import { noteDuplicates, readBenchLines } from './bench-lines.ts';
import { ImportProblems } from './import-problems.ts';
import type { Importer } from './importer.ts';
import { fileText, lastLine, linesOf, textOf } from './source-text.ts';

const title = 'criterion’s bencher output (--output-format bencher)';

/**
 * criterion's `--output-format bencher`: the median, and behind ± the standard deviation of the samples, as criterion's
 * BencherReport prints them (whole nanoseconds). Blocks of libtest beside it are left out.
 */
export const bencher: Importer = {
  format: 'bencher',
  title,
  uses: [],
  recognise: (source) => {
    const { benches } = readBenchLines(linesOf(textOf(source)), new ImportProblems(''));
    return benches.some(({ inBlock }) => !inBlock) ? 'surely' : 'no';
  },
  read: (source) => {
    const problems = new ImportProblems(source.path);
    const lines = linesOf(fileText(source, title));
    const found = readBenchLines(lines, problems);
    const benches = found.benches.filter(({ inBlock }) => !inBlock);
    noteDuplicates(benches, problems);
    if (benches.length === 0 && problems.isEmpty)
      problems.add(
        { line: found.results[0]?.line ?? lastLine(lines) },
        `Expected a line "test NAME ... bench: N ns/iter (+/- N)", found none${found.results.length > 0 ? ' outside of libtest’s blocks' : ''}`,
        found.benches.length > 0
          ? 'read it with --format libtest'
          : 'give the output of cargo bench -- --output-format bencher',
      );
    problems.throwIfAny();
    return {
      tool: 'criterion',
      entries: benches.map(({ name, micros, spreadMicros }) => ({
        name,
        figure: {
          kind: 'mean',
          statistic: 'median',
          micros,
          spread: { kind: 'standard-deviation', micros: spreadMicros },
        },
      })),
      notes: [
        'each time is a median, and ± is the standard deviation of the samples: it has no interval of confidence',
      ],
    };
  },
};
