import { appendFile } from 'node:fs/promises';
import path from 'node:path';
import type { RunReport } from '../../report/run-report.ts';
import { hgrm } from '../../reporters/hgrm.ts';
import { reporters } from '../../reporters/index.ts';
import { writeAtomically } from '../write-atomically.ts';
import { judgedHistogram } from './judged-histogram.ts';
import type { RunFolder } from './run-folder.ts';

/**
 * Writes the files of a run: `report.json` first, because all others can be made from it; the journal goes last. The
 * summary is also appended to the file that GitHub shows, when there is one.
 */
export async function writeReports(
  report: RunReport,
  folder: RunFolder,
  stepSummary: string | undefined,
): Promise<void> {
  const write = (name: string, text: string): Promise<void> => writeAtomically(path.join(folder.path, name), text);
  await write('report.json', reporters.json(report));
  await Promise.all([
    write('summary.csv', reporters.csv(report)),
    write('summary.md', reporters.markdown(report)),
    write('junit.xml', reporters.junit(report)),
    write('hit.hgrm', hgrm(judgedHistogram(report, 'hit'))),
    write('miss.hgrm', hgrm(judgedHistogram(report, 'miss'))),
  ]);
  if (stepSummary !== undefined && stepSummary !== '') await appendFile(stepSummary, reporters.markdown(report));
  await folder.removeJournal();
}
