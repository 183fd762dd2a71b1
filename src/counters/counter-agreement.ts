import type { MetricMapping } from '../scenario/metric-mapping.ts';
import { formatShare } from '../units.ts';
import type { RunCounters } from './counter-finding.ts';

/** Whether the service's counters agree as the scenario asks, and the reason in one clause. */
export type CounterAgreement = { readonly held: boolean; readonly reason: string };

/**
 * Whether every run's counters agree within what the scenario allows; undefined when it does not ask. A figure that was not usable, a run
 * whose counters were not scraped and no run at all are no agreement. Exactly as far apart as allowed is allowed.
 */
export function counterAgreement(
  { agree }: MetricMapping,
  counters: readonly RunCounters[],
  runs: number,
): CounterAgreement | undefined {
  if (agree === undefined) return undefined;
  const { within, of } = agree;
  if (runs === 0) return { held: false, reason: 'server counters: nothing was measured' };
  for (let run = 0; run < runs; run += 1) {
    const findings = counters[run]?.findings ?? [];
    const where = runs === 1 ? '' : ` in run ${run + 1}`;
    for (const subject of of) {
      const finding = findings.find((each) => each.subject === subject);
      if (finding === undefined) {
        const why = findings[0]?.seen ?? 'server-side counters were not usable: they were not scraped';
        return { held: false, reason: `${why}${where}` };
      }
      if (finding.status === 'not-usable') return { held: false, reason: `${finding.seen}${where}` };
      if ((finding.apart ?? Infinity) > within)
        return { held: false, reason: `${finding.seen}${where}, and they are to agree within ${formatShare(within)}` };
    }
  }
  return { held: true, reason: `the service’s counters of ${of.join(', ')} agree within ${formatShare(within)}` };
}
