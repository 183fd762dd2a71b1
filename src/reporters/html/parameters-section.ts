import type { RunReport } from '../../report/run-report.ts';
import { floorWords } from '../generator-words.ts';
import { parameterRows } from '../parameter-rows.ts';
import { targetWords, truthWords } from '../report-words.ts';
import { factTable } from './data-table.ts';
import { markup, type Content, type Markup } from './markup.ts';
import { section } from './page.ts';

/** What was run, with what, on what, to repeat it: target, parameters, digest, machine, and how true the figures are. */
export function parametersSection(report: RunReport): Markup {
  const truth = truthWords(report);
  const facts: (readonly [string, Content])[] = [
    ['target', targetWords(report)],
    ['floor', floorWords(report)],
    ...(truth === undefined ? [] : [['against the reference target’s own record', truth] as const]),
    ...parameterRows(report).map(([name, value]) => [name, markup`<code>${value}</code>`] as const),
  ];
  return section('parameters', 'What was run, on what', factTable('To repeat this run', facts));
}
