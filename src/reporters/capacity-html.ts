import type { CapacityStep } from '../capacity/capacity-step.ts';
import type { CapacityRecord } from '../report/capacity-record.ts';
import { formatDuration } from '../units.ts';
import { capacityGates, certaintyWords, loadWords, stepCells, unitWords } from './capacity-words.ts';
import { capacityBanner } from './html/capacity-banner.ts';
import { dataTable, factTable } from './html/data-table.ts';
import { kneePlots, stepsTableId } from './html/knee-plots.ts';
import { stepTones } from './html/load-points.ts';
import { markup, type Content, type Markup } from './html/markup.ts';
import { renderPage, section } from './html/page.ts';
import { toneShape } from './html/status-mark.ts';
import { timeWords } from './html/time-words.ts';
import { capitalised, sentence } from './visible-text.ts';

/** `report.html` of a search: the verdict, the knee as plots, and every step, as one file that loads nothing. */
export function capacityHtml(record: CapacityRecord): string {
  const { conclusion, scenario, startedAt, hitgateVersion, id } = record;
  return renderPage({
    title: `${conclusion.outcome}: capacity of ${scenario.name}, ${timeWords(startedAt)}`,
    header: capacityBanner(record),
    contents: [
      ['knee', 'Load and latency'],
      ['steps', 'Steps'],
      ['search', 'The search'],
    ],
    main: [
      section('knee', 'Load and latency', kneePlots(record)),
      section('steps', 'Steps', stepsTable(record)),
      section('search', 'The search', searchFacts(record)),
    ],
    footer: markup`<p>hitgate ${hitgateVersion}, search <code>${id}</code>. Everything on this page is in <code>capacity.json</code> beside it; each step is a run of its own below <code>steps</code>.</p>`,
  });
}

const titles = (unit: string): string[] => [
  'Step',
  capitalised(unit),
  'Decision',
  'p95 of hits, ms',
  'p95 of misses, ms',
  'Hit rate',
  'Per second',
  'Mean, ms',
  'Requests',
  'Failed',
  'Time',
  'Why not',
];

function stepsTable({ steps, settings }: CapacityRecord): Markup {
  return dataTable({
    id: stepsTableId,
    caption: 'Every step in the order in which it was made, with 95 % intervals as if its length had been fixed',
    titles: titles(unitWords(settings.unit)),
    rows: steps.map(stepRow),
  });
}

function stepRow(step: CapacityStep): Content[] {
  const cells = stepCells(step);
  const tone = stepTones[step.outcome];
  return [
    markup`<a href="${step.folder}/report.html">${cells.number} ${cells.purpose}</a>`,
    cells.load,
    markup`<span class="status ${tone}">${toneShape(tone)} ${cells.outcome}</span>`,
    `${cells.hitP95} ${cells.hitInterval}`.trim(),
    `${cells.missP95} ${cells.missInterval}`.trim(),
    cells.hitRate,
    cells.rate,
    cells.mean,
    cells.requests,
    String(step.failed),
    cells.time,
    cells.gate,
  ];
}

function searchFacts(record: CapacityRecord): Markup {
  const { settings, scenario, leftOut } = record;
  const { unit, least, start, most, precision, maxSteps, stepMicros, confirmMicros, settleMicros } = settings;
  const near = precision.kind === 'share' ? `${precision.share * 100} %` : loadWords(precision.amount, unit);
  return factTable('How it was searched', [
    ['Scenario', markup`${scenario.description} <code>${scenario.file}</code>`],
    ['Gates', capacityGates(record).map((gate) => markup`<code>${gate}</code><br/>`)],
    [
      'Left out',
      leftOut.length === 0
        ? 'none'
        : leftOut.map(({ selector, source }) => markup`<code>${selector}: ${source}</code><br/>`),
    ],
    ['Loads', `from ${loadWords(start, unit)}, not below ${loadWords(least, unit)}, up to ${loadWords(most, unit)}`],
    ['Precision', near],
    [
      'Steps',
      `at most ${maxSteps} of at most ${formatDuration(stepMicros)}, with ${formatDuration(settleMicros)} between them; a confirmation of ${formatDuration(confirmMicros)}`,
    ],
    ['Certainty', sentence(certaintyWords(record))],
  ]);
}
