import { closest, distance } from 'fastest-levenshtein';
import { scenarioError, type Problem } from '../errors.ts';

const mostProblems = 50;

/** One line of a JSONL file that holds an object; `line` counts from 1. */
export type JsonLine = { readonly line: number; readonly value: Readonly<Record<string, unknown>> };

/** Collects what is wrong with a file, so that all of it can be said at once. */
export class ProblemList {
  private readonly file: string;
  private readonly problems: Problem[] = [];

  constructor(file: string) {
    this.file = file;
  }

  /** Notes a problem of a line. */
  add(line: number, message: string, hint: string): void {
    this.problems.push({ file: this.file, line, message, hint });
  }

  /** Does nothing when there are no problems. @throws HitgateError (exit 2) with the first 50 and the number of the others */
  throwIfAny(): void {
    const { problems, file } = this;
    if (problems.length === 0) return;
    const sorted = problems.toSorted((one, other) => (one.line ?? 0) - (other.line ?? 0));
    const more = sorted.length - mostProblems;
    const rest = more > 0 ? [{ file, message: `and ${more} more`, hint: 'correct the first ones and try again' }] : [];
    throw scenarioError([...sorted.slice(0, mostProblems), ...rest]);
  }
}

/**
 * Reads the objects of a JSONL text; blank lines, CRLF and a byte-order mark are allowed. Lines that are no JSON object
 * and keys that are not `known` are noted as problems; so is a text without any line.
 */
export function parseJsonl(text: string, known: readonly string[], problems: ProblemList): JsonLine[] {
  const lines: JsonLine[] = [];
  const texts = text.replace(/^\uFEFF/u, '').split(/\r?\n/u);
  for (const [index, source] of texts.entries()) {
    if (source.trim() === '') continue;
    const value = parseObject(source);
    if (typeof value === 'string') {
      problems.add(index + 1, value, `write one JSON object a line, with the keys ${known.join(', ')}`);
      continue;
    }
    for (const key of Object.keys(value))
      if (!known.includes(key)) problems.add(index + 1, `unknown key "${key}"`, hintFor(key, known));
    lines.push({ line: index + 1, value });
  }
  if (texts.every((source) => source.trim() === ''))
    problems.add(1, 'the file is empty', `write one JSON object a line, with the keys ${known.join(', ')}`);
  return lines;
}

/** 'did you mean "x"?' when a known name is close, otherwise all known names. */
export function hintFor(name: string, known: readonly string[]): string {
  const near = known.length === 0 ? undefined : closest(name, [...known]);
  const most = name.length < 4 ? 1 : Math.max(2, Math.floor(name.length / 3));
  if (near !== undefined && distance(name, near) <= most) return `did you mean "${near}"?`;
  return known.length > 12 ? `${known.slice(0, 12).join(', ')} … are known` : `${known.join(', ')} are known`;
}

function parseObject(source: string): Readonly<Record<string, unknown>> | string {
  try {
    const value: unknown = JSON.parse(source);
    if (isObject(value)) return value;
    return `Expected a JSON object, got ${describe(value)}`;
  } catch (error) {
    return `the line is not JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value with its type for a message: '3 (number)', shortened to 60 characters; 'nothing' for undefined. */
export function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  const shown = text.length > 60 ? `${text.slice(0, 59)}…` : text;
  const type = Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value;
  return `${shown} (${type})`;
}
