import { isCutOff } from '../../report/is-cut-off.ts';
import type { RunReport } from '../../report/run-report.ts';

/** Why nothing in a report may look like a green light, or undefined when its gates decide: an invalid or unfinished measurement. */
export function doubtOf({ verdict, aborted, runs }: RunReport): string | undefined {
  if (verdict.outcome === 'INVALID') return 'The measurement is INVALID: no row of this table can be trusted.';
  if (isCutOff({ aborted, runs }))
    return 'The run was cut off: a row shows what was seen until then, and none of them is a pass.';
  return undefined;
}
