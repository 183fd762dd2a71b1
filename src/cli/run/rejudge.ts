import { applyBaseline } from '../../judge/comparison/apply-baseline.ts';
import { applyProbes } from '../../judge/apply-probes.ts';
import { judge } from '../../judge/judge.ts';
import type { RunReport } from '../../report/run-report.ts';
import { settingOf } from '../../report/run-setting.ts';
import type { Threshold } from '../../scenario/threshold.ts';
import { holdAll, withCounters } from './hold-all.ts';

/** The report with a new verdict: by its own thresholds, or by others. Pure; the figures stay as they were recorded. */
export function rejudge(report: RunReport, thresholds?: readonly Threshold[]): RunReport {
  const scenario = thresholds === undefined ? report.scenario : { ...report.scenario, thresholds };
  const counters = holdAll(scenario, report.runs, report.serverCounters ?? []);
  const judged = judge({
    scenario,
    snapshots: report.runs,
    predictions: report.plan.predictions,
    setting: settingOf(report),
    aborted: report.aborted,
    expectedChecks: report.plan.expectedChecks,
  });
  const verdict = applyProbes(withCounters(judged, scenario, { counters, runs: report.runs.length }), report.probes);
  const { baseline } = report.verdict;
  return {
    ...report,
    ...(counters.length === 0 ? {} : { serverCounters: counters }),
    scenario,
    verdict: baseline === undefined ? verdict : applyBaseline(verdict, baseline),
  };
}
