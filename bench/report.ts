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
const [cost, accuracy, scale] = [
  readResult<CostResult>(folder, 'cost'),
  readResult<AccuracyResult>(folder, 'accuracy'),
  readResult<ScaleResult>(folder, 'scale'),
];
const sections = {
  ...(cost === undefined ? {} : { cost: costTable(cost) }),
  ...(accuracy === undefined ? {} : { accuracy: accuracyTable(accuracy) }),
  ...(scale === undefined ? {} : { scale: scaleTable(scale) }),
};
if (Object.keys(sections).length === 0) giveUp(`There is no result in ${folder}`, 'run npm run bench:cost first');

const file = flags.text('to');
let text = readFileSync(file, 'utf8');
for (const [name, section] of Object.entries(sections)) text = replaceSection(text, name, section);
writeFileSync(file, text);
say(`${file}: ${Object.keys(sections).join(', ')}`);
