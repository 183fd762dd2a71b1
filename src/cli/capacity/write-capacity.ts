import path from 'node:path';
import type { HitgateError } from '../../errors.ts';
import { outputError } from '../run/output-error.ts';
import { appendStepSummary } from '../append-step-summary.ts';
import { writeAtomically } from '../write-atomically.ts';

/** What is written of a search, by file name. */
export type CapacityFiles = Readonly<Record<'capacity.json' | 'capacity.md' | 'report.html', string>>;

/**
 * Writes the files of a search, `capacity.json` first, because all others can be made from it; the summary is also appended to the file that GitHub
 * shows, when there is one. @returns why it could not be done (exit 6), or undefined.
 */
export async function writeCapacity(
  folder: string,
  files: CapacityFiles,
  stepSummary: string | undefined,
): Promise<HitgateError | undefined> {
  try {
    for (const [name, text] of Object.entries(files)) await writeAtomically(path.join(folder, name), text);
    await appendStepSummary(stepSummary, files['capacity.md']);
    return undefined;
  } catch (cause) {
    return outputError(folder, cause);
  }
}
