import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readFlags } from './harness/flags.ts';
import { replaceSection } from './harness/replace-section.ts';
import { readResult } from './harness/results.ts';
import { giveUp, say } from './harness/say.ts';
import { accuracyTable, type AccuracyResult } from './tables/accuracy-table.ts';
import { costTable, type CostResult } from './tables/cost-table.ts';
import { scaleTable, type ScaleResult } from './tables/scale-table.ts';
import { verdictsTable, type VerdictsResult } from './tables/verdicts-table.ts';

/** Writes the tables of docs/performance.md and docs/statistics.md from the results that the benches stored. */
const flags = readFlags('Writes the stored results into the documentation.', {
  from: { default: 'bench/results', help: 'folder of the results' },
  to: { default: 'docs', help: 'folder of the pages with the markers' },
});

const folder = flags.text('from');
/* oxlint-disable typescript/no-unsafe-type-assertion -- only the benches write these files */
const pages: Readonly<Record<string, Readonly<Record<string, (result: string) => string>>>> = {
  'performance.md': {
    cost: (result) => costTable(JSON.parse(result) as CostResult),
    accuracy: (result) => accuracyTable(JSON.parse(result) as AccuracyResult),
    scale: (result) => scaleTable(JSON.parse(result) as ScaleResult),
  },
  'statistics.md': { verdicts: (result) => verdictsTable(JSON.parse(result) as VerdictsResult) },
};
/* oxlint-enable typescript/no-unsafe-type-assertion */

const written = Object.entries(pages).flatMap(([page, tables]) => writePage(path.join(flags.text('to'), page), tables));
if (written.length === 0) giveUp(`There is no result in ${folder}`, 'run npm run bench:cost first');
say(written.join('\n'));

/** Puts the tables of stored results into a page; says which, or nothing when none is stored. */
function writePage(file: string, tables: Readonly<Record<string, (result: string) => string>>): string[] {
  const sections = Object.entries(tables).flatMap(([name, table]) => {
    const result = readResult(folder, name);
    return result === undefined ? [] : [{ name, section: table(result) }];
  });
  if (sections.length === 0) return [];
  const text = sections.reduce(
    (page, { name, section }) => replaceSection(page, name, section),
    readFileSync(file, 'utf8'),
  );
  writeFileSync(file, text);
  return [`${file}: ${sections.map(({ name }) => name).join(', ')}`];
}
