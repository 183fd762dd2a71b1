import { quote, type ImportProblems } from './import-problems.ts';
import type { TextLine } from './source-text.ts';
import { finite, scale } from './time-values.ts';

/** One line `test NAME ... bench: N ns/iter (+/- N)`; `inBlock` when it is between `running N tests` and `test result`. */
type BenchLine = {
  readonly line: number;
  readonly name: string;
  readonly micros: number;
  readonly spreadMicros: number;
  readonly inBlock: boolean;
};

/** The bench lines of a text and what libtest said of its blocks. */
export type BenchText = {
  readonly benches: readonly BenchLine[];
  /** Each `test result` with the number it says it measured. */
  readonly results: readonly { readonly line: number; readonly measured: number }[];
  /** Blocks that began and did not end, by line. */
  readonly openBlocks: readonly number[];
};

const started = /^running (\d+) tests?$/u;
const ended = /^test result: .*; (\d+) measured;/u;
const bench = /^test (.+?)\s+\.\.\.\s+bench:(.*)$/u;
const figures = /^\s*([\d,.]+) ns\/iter \(\+\/- ([\d,.]+)\)(?:\s.*)?$/u;

/** Finds the bench lines of libtest and of criterion's bencher output; lines that begin as one and are none become problems. */
export function readBenchLines(lines: readonly TextLine[], problems: ImportProblems): BenchText {
  const benches: BenchLine[] = [];
  const results: { line: number; measured: number }[] = [];
  const openBlocks: number[] = [];
  let block: number | undefined;
  for (const { line, text } of lines) {
    const measured = ended.exec(text)?.[1];
    if (started.test(text)) {
      if (block !== undefined) openBlocks.push(block);
      block = line;
    } else if (measured !== undefined) {
      results.push({ line, measured: Number(measured) });
      block = undefined;
    } else if (bench.test(text)) {
      const found = readBench({ line, text }, block !== undefined, problems);
      if (found !== undefined) benches.push(found);
    } else if (block === undefined && text.startsWith('test ')) {
      problems.add(
        { line },
        `Expected a result behind ${quote(text)}, got none: the output is cut off`,
        'let cargo bench run to its end, and keep all of its output',
      );
    }
  }
  if (block !== undefined) openBlocks.push(block);
  return { benches, results, openBlocks };
}

function readBench({ line, text }: TextLine, inBlock: boolean, problems: ImportProblems): BenchLine | undefined {
  const [, name, rest] = bench.exec(text) ?? [];
  if (name === undefined || rest === undefined) return undefined;
  const [, value, spread] = figures.exec(rest) ?? [];
  const micros = readNanos(value);
  const spreadMicros = readNanos(spread);
  if (micros === undefined || spreadMicros === undefined || micros === 0) {
    problems.add(
      { line },
      `Expected "N ns/iter (+/- N)" with N over 0 for ${quote(name)}, got ${quote(rest)}`,
      'give the output as cargo bench printed it, complete and in English',
    );
    return undefined;
  }
  return { line, name, micros, spreadMicros, inBlock };
}

/** '19,102.52' nanoseconds in microseconds; undefined when it is no number with commas at each thousand, or too great for one. */
function readNanos(text: string | undefined): number | undefined {
  if (text === undefined || !/^(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?$/u.test(text)) return undefined;
  return finite(scale(Number(text.replaceAll(',', '')), 1e-3));
}

/** Notes each benchmark whose name came before. */
export function noteDuplicates(
  entries: readonly { readonly name: string; readonly line: number }[],
  problems: ImportProblems,
): void {
  const first = new Map<string, number>();
  for (const { name, line } of entries) {
    const before = first.get(name);
    if (before === undefined) first.set(name, line);
    else
      problems.add(
        { line },
        `${quote(name)} was measured already in line ${before}`,
        'import one run only, or give each benchmark a name of its own',
      );
  }
}
