import { counterAgreement } from '../../counters/counter-agreement.ts';
import type { RunCounters } from '../../counters/counter-finding.ts';
import type { CounterScrapes } from '../../counters/counter-scrape.ts';
import { holdCounters } from '../../counters/hold-counters.ts';
import { applyCounters } from '../../judge/apply-counters.ts';
import type { Verdict } from '../../judge/verdict.ts';
import type { Snapshot } from '../../recorder/snapshot.ts';
import { mappingOf } from '../../scenario/metric-mapping.ts';
import type { Scenario } from '../../scenario/scenario.ts';

/** The service's counters of each run that has them, held against what was recorded of it. */
export function holdAll(
  scenario: Scenario,
  snapshots: readonly Snapshot[],
  scrapes: readonly CounterScrapes[],
): RunCounters[] {
  return snapshots.flatMap((snapshot, index) => {
    const scraped = scrapes[index];
    return scraped === undefined ? [] : [holdCounters(scenario, snapshot, scraped)];
  });
}

/** The verdict with what those counters add, when the scenario asks for it. */
export function withCounters(
  verdict: Verdict,
  scenario: Scenario,
  { counters, runs }: { readonly counters: readonly RunCounters[]; readonly runs: number },
): Verdict {
  return applyCounters(verdict, counterAgreement(mappingOf(scenario), counters, runs));
}
