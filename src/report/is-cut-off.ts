import type { RunReport } from './run-report.ts';

/** Whether a run ended before it was planned to, by Ctrl-C or because the target was lost: then nothing of it is a pass. */
export function isCutOff({ aborted, runs }: Pick<RunReport, 'aborted' | 'runs'>): boolean {
  return aborted || runs.some(({ ended }) => ended !== 'completed');
}
