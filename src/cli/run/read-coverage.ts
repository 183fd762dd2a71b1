import { readFile } from 'node:fs/promises';
import { usageError } from '../../errors.ts';
import { parseCoverage } from '../../report/coverage.ts';

/** Reads the test coverage of the target as a share of 1. @throws HitgateError (exit 2) when the file is missing or holds none. */
export async function readCoverage(file: string): Promise<{ readonly share: number; readonly source: string }> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    throw usageError(
      `The coverage file ${file} cannot be read`,
      'give an lcov.info, a Cobertura XML or a JSON summary with --coverage FILE; nothing was sent',
    );
  }
  return { share: parseCoverage(text, file), source: file };
}
