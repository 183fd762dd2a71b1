import { appendFile } from 'node:fs/promises';

/** Appends a text to the file that GitHub shows (`$GITHUB_STEP_SUMMARY`), when there is one. */
export async function appendStepSummary(file: string | undefined, text: string): Promise<void> {
  if (file !== undefined && file !== '') await appendFile(file, text);
}
