import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

const folder = path.join(import.meta.dirname, 'golden');
const mayWrite = process.env['UPDATE_GOLDEN'] === '1' && (process.env['CI'] ?? '') === '';

/** The text of a golden file; writes `actual` to it first with UPDATE_GOLDEN=1, and never where CI is set. */
export function golden(name: string, actual: string): string {
  const file = path.join(folder, name);
  if (mayWrite) writeFileSync(file, actual);
  return readFileSync(file, 'utf8');
}
