import path from 'node:path';
import type { Signoff } from '../../report/signoff/signoff.ts';
import { signoffHtml } from '../../reporters/signoff-html.ts';
import { signoffMarkdown } from '../../reporters/signoff-markdown.ts';
import { appendStepSummary } from '../append-step-summary.ts';
import { outputError } from '../run/output-error.ts';
import { writeAtomically } from '../write-atomically.ts';

/** Writes `signoff.json`, `signoff.md` and `signoff.html`, and the Markdown where GitHub shows it. @throws HitgateError (exit 6). */
export async function writeSignoff(signoff: Signoff, folder: string, stepSummary: string | undefined): Promise<void> {
  const markdown = signoffMarkdown(signoff);
  try {
    await writeAtomically(path.join(folder, 'signoff.json'), `${JSON.stringify(signoff, null, 2)}\n`);
    await writeAtomically(path.join(folder, 'signoff.md'), markdown);
    await writeAtomically(path.join(folder, 'signoff.html'), signoffHtml(signoff));
    await appendStepSummary(stepSummary, markdown);
  } catch (cause) {
    throw outputError(folder, cause);
  }
}
