import path from 'node:path';
import type { PairSide } from '../../plan/pair-order.ts';
import type { RunReport } from '../../report/run-report.ts';
import { reporters } from '../../reporters/index.ts';
import { outputError } from '../run/output-error.ts';
import { appendStepSummary } from '../append-step-summary.ts';
import { writeAtomically } from '../write-atomically.ts';
import type { PairFolder } from './pair-folder.ts';

/** Both sides of a comparison, as they are stored. */
export type SideReports = Readonly<Record<PairSide, RunReport>>;

type Written = {
  /** By name: what is written beside the folders of the sides. */
  readonly files: Readonly<Record<string, string>>;
  /** The text that GitHub shows, and the file that it is appended to, when there is one. */
  readonly summary: string;
  readonly stepSummary: string | undefined;
};

/**
 * Writes the reports of both sides first, because all else can be made from them, then the files; the journals go last.
 * @throws HitgateError (exit 6) when something could not be written.
 */
export async function writeSides(
  reports: SideReports,
  folder: PairFolder,
  { files, summary, stepSummary }: Written,
): Promise<void> {
  const { before, after } = folder.sides;
  try {
    await writeAtomically(path.join(before.path, 'report.json'), reporters.json(reports.before));
    await writeAtomically(path.join(after.path, 'report.json'), reporters.json(reports.after));
    await Promise.all(Object.entries(files).map(([name, text]) => writeAtomically(path.join(folder.path, name), text)));
    await appendStepSummary(stepSummary, summary);
    await Promise.all([before.removeJournal(), after.removeJournal()]);
  } catch (cause) {
    throw outputError(folder.path, cause);
  }
}
