import { z } from 'zod';
import { exitCodes, HitgateError } from '../errors.ts';
import { readCobertura } from './cobertura.ts';

type Lines = { readonly found: number; readonly covered: number };

const count = z.int().nonnegative();
const istanbulSummary = z.object({ total: z.object({ lines: z.object({ total: count, covered: count }) }) });
const llvmExport = z.object({
  data: z.array(z.object({ totals: z.object({ lines: z.object({ count, covered: count }) }) })).min(1),
});

/**
 * The share of lines that tests cover, from the text of an lcov.info, a Cobertura XML, an Istanbul `coverage-summary.json` or
 * the JSON of `cargo llvm-cov --json`. @throws HitgateError [E_COVERAGE] when it is none of them, or counts no line at all.
 */
export function parseCoverage(text: string, file: string): number {
  const trimmed = text.replace(/^\uFEFF/u, '').trim();
  if (trimmed === '') throw coverageError(`The coverage file ${file} is empty`);
  const { found, covered } = readLines(trimmed, file);
  if (found === 0) throw coverageError(`The coverage file ${file} counts no lines, so there is no coverage to read`);
  if (covered > found) throw coverageError(`The coverage file ${file} has ${covered} covered lines of only ${found}`);
  return covered / found;
}

function readLines(text: string, file: string): Lines {
  if (text.startsWith('{')) return readJson(text, file);
  if (!text.startsWith('<')) return readLcov(text, file);
  const read = readCobertura(text);
  if ('problem' in read) throw coverageError(`The coverage file ${file} ${read.problem}`);
  return read;
}

function readJson(text: string, file: string): Lines {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw coverageError(`The coverage file ${file} is not complete JSON`, cause);
  }
  const istanbul = istanbulSummary.safeParse(value);
  if (istanbul.success) return { found: istanbul.data.total.lines.total, covered: istanbul.data.total.lines.covered };
  const llvm = llvmExport.safeParse(value);
  if (llvm.success) {
    const totals = llvm.data.data.map(({ totals: { lines } }) => lines);
    return {
      found: totals.reduce((sum, lines) => sum + lines.count, 0),
      covered: totals.reduce((sum, lines) => sum + lines.covered, 0),
    };
  }
  throw coverageError(`The coverage file ${file} is JSON, but has neither total.lines nor data[].totals.lines`);
}

/**
 * Sums an lcov trace file. A source file may have several records (one for each test): a line of it counts once, and is
 * covered when any record covers it. A record without DA lines counts by its LF and LH.
 */
function readLcov(text: string, file: string): Lines {
  const linesOf = new Map<string, Map<string, boolean>>();
  const summaries = new Map<string, Lines>();
  let source = '';
  for (const line of text.split(/\r?\n/u)) {
    const [, key, value = ''] = /^(SF|DA|LF|LH):(.*)$/u.exec(line.trim()) ?? [];
    if (key === 'SF') source = value;
    if (key === 'DA') addLine(linesOf, source, value);
    if (key === 'LF') summaries.set(source, { found: Number(value), covered: summaries.get(source)?.covered ?? 0 });
    if (key === 'LH') summaries.set(source, { found: summaries.get(source)?.found ?? 0, covered: Number(value) });
  }
  if (linesOf.size === 0 && summaries.size === 0)
    throw coverageError(`The coverage file ${file} is no lcov.info and no JSON: it has no SF, DA or LF lines`);
  if (!text.endsWith('end_of_record'))
    throw coverageError(`The coverage file ${file} is cut off: it does not end with end_of_record`);
  const files = [...new Set([...linesOf.keys(), ...summaries.keys()])].map(
    (name) => countLines(linesOf.get(name)) ?? summaries.get(name) ?? { found: 0, covered: 0 },
  );
  const found = files.reduce((sum, lines) => sum + lines.found, 0);
  const covered = files.reduce((sum, lines) => sum + lines.covered, 0);
  if (!Number.isSafeInteger(found) || !Number.isSafeInteger(covered))
    throw coverageError(`The coverage file ${file} has counts of lines that are no whole numbers`);
  return { found, covered };
}

function addLine(linesOf: Map<string, Map<string, boolean>>, source: string, value: string): void {
  const [line = '', hits = ''] = value.split(',');
  const lines = linesOf.get(source) ?? new Map<string, boolean>();
  lines.set(line, (lines.get(line) ?? false) || Number(hits) > 0);
  linesOf.set(source, lines);
}

function countLines(lines: ReadonlyMap<string, boolean> | undefined): Lines | undefined {
  if (lines === undefined) return undefined;
  return { found: lines.size, covered: [...lines.values()].filter(Boolean).length };
}

function coverageError(message: string, cause?: unknown): HitgateError {
  return new HitgateError(message, {
    code: 'E_COVERAGE',
    exitCode: exitCodes.usage,
    hint: 'give an lcov.info, a Cobertura XML, an Istanbul coverage-summary.json or the output of cargo llvm-cov --json',
    cause,
  });
}
