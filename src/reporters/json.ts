import type { RunReport } from '../report/run-report.ts';

/** Keys that lead a report; all other keys, and those of inner values, are in alphabetical order. */
const leading = ['schemaVersion', 'hitgateVersion', 'id', 'startedAt', 'endedAt', 'aborted', 'verdict'];

/**
 * `report.json`: equal reports give equal text, whatever order their keys were built in. Lists of plain values stay on one
 * line, so that slices do not take a line for each number. Ends with a line end.
 * @throws RangeError when a number is not finite: JSON would turn it into null, and nobody could read the report.
 */
export function json(report: RunReport): string {
  const first = leading.filter((key) => Object.hasOwn(report, key));
  const others = Object.keys(report).filter((key) => !leading.includes(key));
  return `${writeObject(report, [...first, ...others.toSorted()], '')}\n`;
}

function write(value: unknown, indent: string): string {
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new RangeError(`Expected a finite number, got ${value}`);
  if (Array.isArray(value)) return writeArray(value, indent);
  if (typeof value === 'object' && value !== null) return writeObject(value, Object.keys(value).toSorted(), indent);
  return JSON.stringify(value ?? null);
}

function writeArray(values: readonly unknown[], indent: string): string {
  if (values.every((value) => typeof value !== 'object' || value === null))
    return `[${values.map((value) => write(value, indent)).join(', ')}]`;
  const inner = `${indent}  `;
  return `[\n${values.map((value) => inner + write(value, inner)).join(',\n')}\n${indent}]`;
}

function writeObject(value: object, keys: readonly string[], indent: string): string {
  const inner = `${indent}  `;
  const entries = new Map(Object.entries(value));
  const lines = keys
    .filter((key) => entries.get(key) !== undefined)
    .map((key) => `${inner}${JSON.stringify(key)}: ${write(entries.get(key), inner)}`);
  return lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n${indent}}`;
}
