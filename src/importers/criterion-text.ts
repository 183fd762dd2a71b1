import { noteDuplicates } from './bench-lines.ts';
import { quote, type ImportProblems } from './import-problems.ts';
import type { ImportedEntry } from './imported-baseline.ts';
import type { Recognition } from './importer.ts';
import { lastLine, type TextLine } from './source-text.ts';
import { readTime } from './time-values.ts';

const timeLine = /^(.*)\btime:\s+\[(.*)$/u;
/** Lines of criterion that stand before a result and are not its name. */
const noName = /^(?:\s|Benchmarking |Warning: |Found \d+ outliers|Gnuplot |Unable to |test |running |$)/u;

type NamedLine = { readonly name: string; readonly line: number };

/** Whether a text holds criterion's results: a `time: [lower point upper]` that is not a change in per cent. */
export function recogniseCriterionText(lines: readonly TextLine[]): Recognition {
  if (lines.some(({ text }) => isResult(text))) return 'surely';
  return lines.some(({ text }) => text.startsWith('Benchmarking ')) ? 'weakly' : 'no';
}

/**
 * criterion's console output: the typical time (slope, or mean without regression) with its interval, whose confidence the text does
 * not say. Changes, throughput, outliers and blocks of libtest are left out.
 */
export function readCriterionText(lines: readonly TextLine[], problems: ImportProblems): ImportedEntry[] {
  const named: NamedLine[] = [];
  const entries = lines.flatMap((each, index) => {
    if (!isResult(each.text)) return [];
    const [, before = '', bracket = ''] = timeLine.exec(each.text) ?? [];
    const name = before.trim() === '' ? nameAbove(lines, index) : { name: before.trim(), line: each.line };
    if (name === undefined) {
      problems.add(
        { line: each.line },
        'Expected the name of a benchmark before this time, got none',
        'keep all of criterion’s output, in its order',
      );
      return [];
    }
    named.push(name);
    return readTimes({ line: each.line, text: bracket }, name.name, problems);
  });
  noteDuplicates(named, problems);
  noteCutOff(lines, problems);
  if (entries.length === 0 && problems.isEmpty)
    problems.add(
      { line: lastLine(lines) },
      'Expected criterion’s "time: [lower point upper]", found none',
      'give what criterion writes to stdout (its progress goes to stderr)',
    );
  return entries;
}

function isResult(text: string): boolean {
  const [, , bracket] = timeLine.exec(text) ?? [];
  return bracket !== undefined && !bracket.includes('%');
}

function nameAbove(lines: readonly TextLine[], index: number): NamedLine | undefined {
  for (let at = index - 1; at >= 0; at -= 1) {
    const { text = '', line = 1 } = lines[at] ?? {};
    if (text.startsWith('Benchmarking ')) continue;
    return noName.test(text) ? undefined : { name: text.trim(), line };
  }
  return undefined;
}

function readTimes({ line, text }: TextLine, name: string, problems: ImportProblems): ImportedEntry[] {
  const parts = /^(\S+ \S+) (\S+ \S+) (\S+ \S+)\]\s*$/u.exec(text)?.slice(1);
  const [low, micros, high] = parts?.map(readTime) ?? [];
  if (low === undefined || micros === undefined || high === undefined) {
    problems.add(
      { line },
      `Expected three times with their units for ${quote(name)}, got ${quote(`[${text}`)}`,
      'give criterion’s output complete, measured in time',
    );
    return [];
  }
  if (!(low > 0 && low <= micros && micros <= high)) {
    problems.add(
      { line },
      `Expected lower ≤ point ≤ upper, all over 0, for ${quote(name)}, got ${quote(`[${text}`)}`,
      'run the benchmark again: this is no interval of a time',
    );
    return [];
  }
  return [{ name, figure: { kind: 'mean', statistic: 'typical', micros, interval: { low, high } } }];
}

/** The last thing that criterion printed is a name without a time: it was stopped. */
function noteCutOff(lines: readonly TextLine[], problems: ImportProblems): void {
  const last = lines.findLast(({ text }) => text.trim() !== '');
  if (last === undefined || !problems.isEmpty) return;
  const { line, text } = last;
  if (/^\s+(?:time|thrpt|change):?\s*(?:\[[^\]]*)?$/u.test(text) && !text.endsWith('change:'))
    problems.add(
      { line },
      `The output is cut off in ${quote(text)}`,
      'let criterion run to its end, and keep all of its output',
    );
}
