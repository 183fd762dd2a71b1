import { appendFile } from 'node:fs/promises';
import path from 'node:path';
import type { Signoff } from '../../report/signoff/signoff.ts';
import { signoffHtml } from '../../reporters/signoff-html.ts';
import { signoffMarkdown } from '../../reporters/signoff-markdown.ts';
import { outputError } from '../run/output-error.ts';
import { makeRunFolder, runId } from '../run/run-folder.ts';
import { writeAtomically } from '../write-atomically.ts';

/** Where it is written, and the file that GitHub shows, when there is one. */
export type SignoffPlace = {
  readonly root: string;
  readonly nowMillis: number;
  readonly stepSummary: string | undefined;
};

/** Writes `signoff.json`, `signoff.md` and `signoff.html` into a folder of their own and returns it. @throws HitgateError (exit 6). */
export async function writeSignoff(signoff: Signoff, { root, nowMillis, stepSummary }: SignoffPlace): Promise<string> {
  const folder = makeRunFolder(root, runId(nowMillis, `signoff-${signoff.scenario}`));
  const markdown = signoffMarkdown(signoff);
  try {
    await writeAtomically(path.join(folder, 'signoff.json'), `${JSON.stringify(signoff, null, 2)}\n`);
    await writeAtomically(path.join(folder, 'signoff.md'), markdown);
    await writeAtomically(path.join(folder, 'signoff.html'), signoffHtml(signoff));
    if (stepSummary !== undefined && stepSummary !== '') await appendFile(stepSummary, markdown);
  } catch (cause) {
    throw outputError(folder, cause);
  }
  return folder;
}
