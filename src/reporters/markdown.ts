import type { RunReport } from '../report/run-report.ts';
import { percentileNames } from '../report/percentiles.ts';
import { goNoGoMatrix } from '../report/go-no-go.ts';
import { totalsOf } from '../report/run-totals.ts';
import { formatCount, formatMillis } from '../units.ts';
import { claimTable, comparedTable } from './comparison-markdown.ts';
import { faultRows, faultTitles } from './fault-words.ts';
import { counterRows } from './counter-words.ts';
import { countOrNone, gateText } from './gate-text.ts';
import { decisionWords, signOffRoles } from './decision-words.ts';
import { generatorSection } from './generator-section.ts';
import { floorWords, generatorWords } from './generator-words.ts';
import { markdownCode, markdownTable, markdownText } from './markdown-table.ts';
import { parameterRows } from './parameter-rows.ts';
import { probeRowsMarkdown } from './probe-markdown.ts';
import { probeRows, requestWords as probeRequestWords } from './probe-words.ts';
import {
  classFigures,
  errorWords,
  hitRateWords,
  inFlightWords,
  judgedLatency,
  modelWords,
  requestWords,
  statusWords,
  targetWords,
  truthWords,
} from './report-words.ts';
import { capitalised } from './visible-text.ts';

/**
 * `summary.md`, as GitHub shows it: the verdict, the gates, hits beside misses, the go/no-go matrix with rows to sign, and
 * what was run on what. Ends with a line end.
 */
export function markdown(report: RunReport): string {
  const sections = [
    head(report),
    ...findings(report),
    `### Gates\n\n${gatesTable(report)}`,
    ...baselineSection(report),
    `### Hits and misses: ${judgedLatency(report)} in milliseconds\n\n${percentilesTable(report)}`,
    `### The run\n\n${factsTable(report)}`,
    ...faultsSection(report),
    ...probesSection(report),
    ...countersSection(report),
    `### The generator\n\n${generatorSection(report)}`,
    `### Go/no-go matrix\n\n${referenceNote(report)}${matrixTable(report)}`,
    `### Sign-off\n\n${signOffTable()}`,
    `### Parameters\n\n${parametersTable(report)}`,
  ];
  return `${sections.join('\n\n')}\n`;
}

function head(report: RunReport): string {
  const { verdict, scenario, aborted } = report;
  const description = scenario.description === '' ? '' : `\n\nScenario: ${markdownText(scenario.description)}`;
  const lines = [
    `## ${verdict.outcome}: ${markdownText(scenario.name)}${aborted ? ' (aborted)' : ''}`,
    `**${markdownText(verdict.reason)}**`,
    `Target: ${markdownText(targetWords(report))}. ${markdownText(capitalised(modelWords(report)))}.${description}`,
  ];
  return lines.join('\n\n');
}

function findings({ verdict: { validity, warnings } }: RunReport): string[] {
  const invalid = validity.map(
    ({ code, seen, cause = '', remedy }) => `- ${markdownCode(code)} ${sentence(seen, cause, remedy)}`,
  );
  const warned = warnings.map(
    ({ code, seen, cause, remedy }) => `- ${markdownCode(code)} ${sentence(seen, cause, remedy)}`,
  );
  return [
    ...(invalid.length === 0 ? [] : [`### Why the measurement cannot be trusted\n\n${invalid.join('\n')}`]),
    ...(warned.length === 0 ? [] : [`### Warnings\n\n${warned.join('\n')}`]),
  ];
}

/** What was seen, its likely cause and the remedy, each as a sentence. */
function sentence(...parts: readonly string[]): string {
  return parts
    .filter((part) => part.trim() !== '')
    .map((part) => `${markdownText(capitalised(part)).replace(/\.$/u, '')}.`)
    .join(' ');
}

function gatesTable({ verdict }: RunReport): string {
  if (verdict.gates.length === 0) return 'No gate was judged.';
  const rows = verdict.gates.map((gate) => {
    const { mark, name, observed, interval, n, effectiveN } = gateText(gate);
    const { over } = gate;
    return [
      `${mark} ${gate.status}`,
      markdownCode(name),
      observed,
      interval.replaceAll('[', '\\[').replaceAll(']', '\\]'),
      n,
      effectiveN,
      over === undefined ? '' : formatCount(over.count),
      over === undefined ? '' : countOrNone(over.passAtMost),
      markdownText(gate.reason),
    ];
  });
  const note =
    verdict.outcome === 'INVALID' ? 'The measurement is INVALID: no row of this table can be trusted.\n\n' : '';
  const titles = [
    { title: 'Status' },
    { title: 'Gate' },
    { title: 'Observed', right: true as const },
    { title: '95 % interval' },
    { title: 'n', right: true as const },
    { title: 'n effective', right: true as const },
    { title: 'Over the limit', right: true as const },
    { title: 'Passes up to', right: true as const },
    { title: 'Why' },
  ];
  return note + markdownTable(titles, rows);
}

/** The comparison with the baseline that the scenario names; nothing when there was none. */
function baselineSection({ verdict: { baseline } }: RunReport): string[] {
  if (baseline === undefined) return [];
  const { name, id, outcome, reason, reservations, claims } = baseline;
  return [
    `### Against the baseline ${markdownText(name)}: ${outcome}`,
    `${markdownText(reason)} (${markdownCode(id)})`,
    ...reservations.map((text) => `**${markdownText(text)}**`),
    comparedTable(baseline),
    ...(claims.length === 0 ? [] : [claimTable(claims)]),
  ];
}

function percentilesTable(report: RunReport): string {
  const classes = classFigures(report);
  const rows = percentileNames.map((name) =>
    [name as string].concat(
      classes.map(({ figures }) => {
        const micros = figures[name];
        return micros === undefined ? '–' : formatMillis(micros);
      }),
    ),
  );
  const counts = ['n'].concat(classes.map(({ count }) => formatCount(count)));
  const titles = classes.map(({ cacheClass }) => ({ title: cacheClass, right: true as const }));
  return markdownTable([{ title: '' }, ...titles], [counts, ...rows]);
}

function factsTable(report: RunReport): string {
  const totals = totalsOf(report.runs);
  const truth = truthWords(report);
  const statuses = statusWords(report);
  const rows: readonly (readonly [string, string])[] = [
    ['Hit rate', hitRateWords(report)],
    ['Users in flight', inFlightWords(totals)],
    ['Requests', requestWords(totals)],
    ['Errors', errorWords(totals)],
    ...(statuses === '' ? [] : [['HTTP statuses', statuses] as const]),
    ['Generator', generatorWords(report)],
    ['Floor', floorWords(report)],
    ...(truth === undefined ? [] : [['Against the reference target’s own record', truth] as const]),
  ];
  return markdownTable(
    [{ title: '' }, { title: '' }],
    rows.map(([name, text]) => [name, markdownText(text)]),
  );
}

/** The faults that were brought about; nothing when the scenario has none. */
function faultsSection(report: RunReport): string[] {
  const rows = faultRows(report).map(({ name, run, action, planned, happened, outcome, isBad, requests }) => [
    markdownText(name),
    String(run),
    markdownCode(action),
    planned,
    happened,
    isBad && outcome !== '' ? `**${markdownText(outcome)}**` : outcome,
    requests,
  ]);
  if (rows.length === 0) return [];
  return [
    `### Faults\n\n${markdownTable(
      faultTitles.map((title) => ({ title })),
      rows,
    )}`,
  ];
}

/** The probes before and after the load; nothing when there were none. */
function probesSection(report: RunReport): string[] {
  if (report.probes === undefined) return [];
  const intro = `Functional checks of the live service before and after the load: ${probeRequestWords(report.probes)}.`;
  return [`### Probes\n\n${intro}\n\n${probeRowsMarkdown(probeRows(report))}`];
}

/** The service's own counters beside ours; nothing when they were not looked at. */
function countersSection(report: RunReport): string[] {
  if (report.serverCounters === undefined) return [];
  const rows = counterRows(report).map(({ subject, ours, server, difference, word, why }) => [
    subject,
    word,
    ours,
    server,
    difference,
    markdownText(capitalised(why)),
  ]);
  const titles = [
    { title: 'Figure' },
    { title: 'Finding' },
    { title: 'Measured', right: true as const },
    { title: 'Service', right: true as const },
    { title: 'Difference', right: true as const },
    { title: 'Seen' },
  ];
  const { counters } = report.verdict;
  const asked =
    counters === undefined
      ? 'It does not change the verdict.'
      : `The scenario asks that they agree: ${markdownText(counters.reason)}.`;
  const intro = `What the service says of itself for the measured phase, beside what was measured. ${asked}`;
  return [`### The service’s own counters\n\n${intro}\n\n${markdownTable(titles, rows)}`];
}

function referenceNote({ target }: RunReport): string {
  return target.reference
    ? '> [!CAUTION]\n> Measured on the reference target, not on the real service: nothing here is a go for the service itself.\n\n'
    : '';
}

function matrixTable(report: RunReport): string {
  const rows = goNoGoMatrix(report).map(({ item, required, measured, decision, note }) => [
    item,
    markdownText(required),
    measured === undefined ? '–' : markdownText(measured),
    decisionWords(decision, report).replace('no-go', '**no-go**'),
    note === undefined ? '' : markdownText(note),
  ]);
  const titles = ['Item', 'Required', 'Measured', 'Decision', 'Note'].map((title) => ({ title }));
  return markdownTable(titles, rows);
}

function signOffTable(): string {
  const titles = ['Role', 'Name', 'Date', 'Decision'].map((title) => ({ title }));
  return markdownTable(
    titles,
    signOffRoles.map((role) => [role, '', '', '']),
  );
}

function parametersTable(report: RunReport): string {
  return markdownTable(
    [{ title: '' }, { title: '' }],
    parameterRows(report).map(([name, value]) => [name, markdownCode(value)]),
  );
}
