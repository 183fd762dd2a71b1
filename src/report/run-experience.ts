import { collectLatencies } from '../judge/latency-samples.ts';
import { latencySelection } from '../judge/limit-counters.ts';
import { logQuantiles } from '../judge/quantile-runs.ts';
import type { Experience } from '../plan/foresee-length.ts';
import { isOfWholePhase } from '../scenario/fault-tags.ts';
import type { Threshold } from '../scenario/threshold.ts';
import type { RunReport } from './run-report.ts';
import { totalsOf } from './run-totals.ts';

/**
 * What a stored run says of the next one: requests a second and hit rate over all its runs, the design effect of each gate, and
 * how its quantiles differed from run to run. Undefined when it measured no request.
 */
export function experienceOf(report: RunReport): Experience | undefined {
  const { ratePerSecond, hitRate } = totalsOf(report.runs);
  if (ratePerSecond === undefined || !(ratePerSecond > 0)) return undefined;
  const gates = report.verdict.gates.map(({ threshold, deff = 1 }) => {
    const deviation = deviationOf(threshold, report);
    const { selector, source } = threshold;
    return { selector, source, deff, ...(deviation === undefined ? {} : { deviation }) };
  });
  return { id: report.id, ratePerSecond, ...(hitRate === undefined ? {} : { hitRate }), gates };
}

/** Standard deviation of ln of a gate's quantile over the runs that completed; undefined for fewer than two. */
function deviationOf(threshold: Threshold, { runs, scenario }: RunReport): number | undefined {
  const selection = latencySelection(threshold, scenario.load);
  const { aggregation } = threshold;
  if (!isOfWholePhase(threshold) || selection === undefined || aggregation.kind !== 'quantile') return undefined;
  const logs = logQuantiles(collectLatencies(runs, selection).runs, aggregation.quantile);
  if (logs.length < 2) return undefined;
  const mean = logs.reduce((sum, value) => sum + value, 0) / logs.length;
  return Math.sqrt(logs.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (logs.length - 1));
}
