import { readFileSync, writeFileSync } from 'node:fs';
import { readFlags } from './harness/flags.ts';
import { replaceSection } from './harness/replace-section.ts';
import { readResult } from './harness/results.ts';
import { giveUp, say } from './harness/say.ts';
import { accuracyTable, type AccuracyResult } from './tables/accuracy-table.ts';
import { costTable, type CostResult } from './tables/cost-table.ts';
import { scaleTable, type ScaleResult } from './tables/scale-table.ts';

/** Writes the tables of docs/performance.md from the results that the benches stored. */
const flags = readFlags('Writes the stored results into the documentation.', {
  from: { default: 'bench/results', help: 'folder of the results' },
  to: { default: 'docs/performance.md', help: 'file with the markers' },
});

const folder = flags.text('from');
/* oxlint-disable typescript/no-unsafe-type-assertion -- only the benches write these files */
const tables: Readonly<Record<string, (result: string) => string>> = {
  cost: (result) => costTable(JSON.parse(result) as CostResult),
  accuracy: (result) => accuracyTable(JSON.parse(result) as AccuracyResult),
  scale: (result) => scaleTable(JSON.parse(result) as ScaleResult),
};
/* oxlint-enable typescript/no-unsafe-type-assertion */

const file = flags.text('to');
let text = readFileSync(file, 'utf8');
const written: string[] = [];
for (const [name, table] of Object.entries(tables)) {
  const result = readResult(folder, name);
  if (result === undefined) continue;
  text = replaceSection(text, name, table(result));
  written.push(name);
}
if (written.length === 0) giveUp(`There is no result in ${folder}`, 'run npm run bench:cost first');
writeFileSync(file, text);
say(`${file}: ${written.join(', ')}`);
