import path from 'node:path';
import type { RunReport } from '../../report/run-report.ts';
import { classHistogram } from '../../report/class-histogram.ts';
import { hgrm } from '../../reporters/hgrm.ts';
import { reporters } from '../../reporters/index.ts';
import { appendStepSummary } from '../append-step-summary.ts';
import { writeAtomically } from '../write-atomically.ts';
import type { RunFolder } from './run-folder.ts';

/** Where the summary also goes, and whether an undecided gate is a failure in `junit.xml`, as it is in the exit code. */
export type WriteOptions = {
  readonly stepSummary: string | undefined;
  readonly onInconclusive: 'pass' | 'fail' | undefined;
};

/**
 * Writes the files of a run: `report.json` first, because all others can be made from it; the journal goes last. The
 * summary is also appended to the file that GitHub shows, when there is one.
 */
export async function writeReports(
  report: RunReport,
  folder: RunFolder,
  { stepSummary, onInconclusive }: WriteOptions,
): Promise<void> {
  const write = (name: string, text: string): Promise<void> => writeAtomically(path.join(folder.path, name), text);
  await write('report.json', reporters.json(report));
  await Promise.all([
    write('summary.csv', reporters.csv(report)),
    write('summary.md', reporters.markdown(report)),
    write('report.html', reporters.html(report)),
    write('junit.xml', reporters.junit(report, { inconclusive: onInconclusive === 'pass' ? 'skipped' : 'failure' })),
    write('hit.hgrm', hgrm(classHistogram(report.runs, { cacheClass: 'hit', latency: report.verdict.judgedOn }))),
    write('miss.hgrm', hgrm(classHistogram(report.runs, { cacheClass: 'miss', latency: report.verdict.judgedOn }))),
  ]);
  await appendStepSummary(stepSummary, reporters.markdown(report));
  await folder.removeJournal();
}
