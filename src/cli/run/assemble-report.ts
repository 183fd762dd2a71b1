import { applyProbes } from '../../judge/apply-probes.ts';
import { judge } from '../../judge/judge.ts';
import type { RunReport } from '../../report/run-report.ts';
import { settingOf } from '../../report/run-setting.ts';
import { holdAll, withCounters } from './hold-all.ts';
import type { RunHeader } from './journal.ts';
import type { Measured } from './measure-runs.ts';

/** How a run came to its end. */
type Ending = { readonly endedMillis: number; readonly aborted: boolean };

/** The report of what was measured, judged by the gates of its scenario. */
export function assembleReport(header: RunHeader, measured: Measured, { endedMillis, aborted }: Ending): RunReport {
  const { snapshots, predictions, expectedChecks, truth, scrapes } = measured;
  const { scenario } = header;
  const counters = holdAll(scenario, snapshots, scrapes);
  const verdict = judge({ scenario, snapshots, predictions, expectedChecks, setting: settingOf(header), aborted });
  return {
    ...header,
    plan: { ...header.plan, predictions, expectedChecks },
    endedAt: new Date(endedMillis).toISOString(),
    runs: snapshots,
    verdict: applyProbes(withCounters(verdict, scenario, { counters, runs: snapshots.length }), header.probes),
    aborted,
    ...(truth.length === 0 ? {} : { truth }),
    ...(counters.length === 0 ? {} : { serverCounters: counters }),
  };
}
