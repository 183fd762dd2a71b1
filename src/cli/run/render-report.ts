import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { usageError } from '../../errors.ts';
import { classHistogram } from '../../report/class-histogram.ts';
import { hgrm } from '../../reporters/hgrm.ts';
import { prComment } from '../../reporters/pr-comment.ts';
import { reporters } from '../../reporters/index.ts';
import type { StoredRun } from '../run-store.ts';

/** What a stored run can be rendered as. */
export const reportFormats = [
  'terminal',
  'json',
  'csv',
  'markdown',
  'junit',
  'html',
  'hlog',
  'hgrm',
  'comment',
] as const;
export type ReportFormat = (typeof reportFormats)[number];

type RenderOptions = { readonly color: boolean; readonly width: number; readonly link?: string };

/** The text of a stored run in a format. `hlog` is the log of the run's folder, `hgrm` the distributions of hits and misses. */
export async function renderReport(
  { report, location }: StoredRun,
  format: ReportFormat,
  options: RenderOptions,
): Promise<string> {
  switch (format) {
    case 'terminal':
      return reporters.terminal(report, { ...options, folder: location });
    case 'json':
      return reporters.json(report);
    case 'csv':
      return reporters.csv(report);
    case 'markdown':
      return reporters.markdown(report);
    case 'junit':
      return reporters.junit(report);
    case 'html':
      return reporters.html(report);
    case 'comment':
      return prComment(report, options.link === undefined ? {} : { link: options.link });
    case 'hlog':
      return readLog(path.join(location, 'latency.hlog'));
    case 'hgrm':
      return `# hit\n${hgrm(classHistogram(report.runs, { cacheClass: 'hit', latency: report.verdict.judgedOn }))}# miss\n${hgrm(classHistogram(report.runs, { cacheClass: 'miss', latency: report.verdict.judgedOn }))}`;
  }
}

async function readLog(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    throw usageError(
      `There is no histogram log at ${file}`,
      'give the folder of a run: a baseline keeps no one-second slices',
    );
  }
}
