import type { RunReport } from '../report/run-report.ts';
import { baselineSection } from './html/baseline-section.ts';
import { countersSection } from './html/counters-section.ts';
import { errorsSection } from './html/errors-section.ts';
import { faultsSection } from './html/faults-section.ts';
import { validitySection, warningsSection } from './html/findings-section.ts';
import { gatesSection } from './html/gates-section.ts';
import { goNoGoSection } from './html/go-no-go-section.ts';
import { healthSection } from './html/health-section.ts';
import { markup } from './html/markup.ts';
import { renderPage } from './html/page.ts';
import { parametersSection } from './html/parameters-section.ts';
import { percentilesSection } from './html/percentiles-section.ts';
import { probesSection } from './html/probes-section.ts';
import { seriesOf } from './html/series.ts';
import { timeSection } from './html/time-section.ts';
import { timeWords } from './html/time-words.ts';
import { verdictSection } from './html/verdict-section.ts';

/**
 * `report.html`: one file that loads nothing, for a screen of any width, for paper and for a screen reader. The verdict comes first; every
 * value that is drawn stands in a table too. Its size does not grow with the length of a run beyond some hundred kilobytes.
 */
export function html(report: RunReport): string {
  const { verdict, scenario, startedAt, hitgateVersion, id } = report;
  const validity = validitySection(report);
  const baseline = baselineSection(report);
  const faults = faultsSection(report);
  const counters = countersSection(report);
  const probes = probesSection(report);
  return renderPage({
    title: `${verdict.outcome}: ${scenario.name}, ${timeWords(startedAt)}`,
    header: verdictSection(report),
    contents: [
      ...(validity === undefined ? [] : [['validity', 'Why it cannot be trusted'] as const]),
      ['gates', 'Gates'],
      ...(baseline === undefined ? [] : [['baseline', 'Baseline'] as const]),
      ['latency', 'Hits and misses'],
      ...(faults === undefined ? [] : [['faults', 'Faults'] as const]),
      ['time', 'Over time'],
      ['errors', 'Errors'],
      ...(probes === undefined ? [] : [['probes', 'Probes'] as const]),
      ...(counters === undefined ? [] : [['counters', 'Counters'] as const]),
      ['generator', 'Generator'],
      ['findings', 'Warnings'],
      ['parameters', 'Parameters'],
      ['go-no-go', 'Go or no-go'],
    ],
    main: [
      validity,
      gatesSection(report),
      baseline,
      percentilesSection(report),
      faults,
      timeSection(report, seriesOf(report.runs)),
      errorsSection(report),
      probes,
      counters,
      healthSection(report),
      warningsSection(report),
      parametersSection(report),
      goNoGoSection(report),
    ],
    footer: markup`<p>hitgate ${hitgateVersion}, report <code>${id}</code>. Everything on this page is in <code>report.json</code> beside it.</p>`,
  });
}
