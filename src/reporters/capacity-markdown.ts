import type { CapacityRecord } from '../report/capacity-record.ts';
import {
  capacityGates,
  capacityHeadline,
  capacityNotes,
  certaintyWords,
  intervalWords,
  kneeWords,
  leftOutWords,
  loadWords,
  stepCells,
  unitWords,
} from './capacity-words.ts';
import { markdownCode, markdownTable, markdownText, type Title } from './markdown-table.ts';
import { targetWords } from './report-words.ts';
import { sentence } from './visible-text.ts';

const right = true as const;

/** A search in GitHub's Markdown: the verdict, a row for each step, and what a reader must not overlook; ends with a line end. */
export function capacityMarkdown(record: CapacityRecord): string {
  const { conclusion, scenario, settings, id } = record;
  const knee = kneeWords(record);
  const leftOut = leftOutWords(record);
  const asked = settings.atLeast === undefined ? '' : ` at least ${loadWords(settings.atLeast, settings.unit)}`;
  const facts = [
    `- interval: ${markdownText(intervalWords(record))}`,
    ...(knee === undefined ? [] : [`- knee: ${markdownText(knee)}`]),
    `- target: ${markdownText(targetWords(record))}`,
    ...(leftOut === undefined ? [] : [`- left out: ${markdownText(leftOut)}`]),
    `- certainty: ${markdownText(certaintyWords(record))}`,
    ...capacityNotes(record).map((note) => `- ${markdownText(note)}`),
  ];
  const sections = [
    `## ${conclusion.outcome}${asked}: capacity of ${markdownText(scenario.name)}`,
    markdownText(sentence(capacityHeadline(record))),
    facts.join('\n'),
    stepTable(record),
    `Gates: ${capacityGates(record).map(markdownCode).join(', ')}. Report: ${markdownCode(id)}.`,
  ];
  return `${sections.join('\n\n')}\n`;
}

function stepTable({ steps, settings }: CapacityRecord): string {
  const titles: readonly Title[] = [
    { title: '' },
    { title: 'Step' },
    { title: unitWords(settings.unit), right },
    { title: 'Requests', right },
    { title: 'p95 of hits, ms', right },
    { title: 'p95 of misses, ms', right },
    { title: 'Hit rate', right },
    { title: 'Per second', right },
    { title: 'Mean, ms', right },
    { title: 'Time', right },
    { title: 'Why not' },
  ];
  const rows = steps.map((step) => {
    const cells = stepCells(step);
    return [
      cells.mark,
      `${cells.number} ${cells.purpose}, ${cells.outcome}`,
      cells.load,
      cells.requests,
      `${cells.hitP95} ${cells.hitInterval}`,
      `${cells.missP95} ${cells.missInterval}`,
      cells.hitRate,
      cells.rate,
      cells.mean,
      cells.time,
      cells.gate,
    ].map((cell) => markdownText(cell.trim()));
  });
  return markdownTable(titles, rows);
}
