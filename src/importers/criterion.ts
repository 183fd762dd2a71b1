import { isCriterionFile, readCriterionFolder } from './criterion-folder.ts';
import { readCriterionText, recogniseCriterionText } from './criterion-text.ts';
import { ImportProblems } from './import-problems.ts';
import type { ImportedEntry } from './imported-baseline.ts';
import type { Importer } from './importer.ts';
import { fileText, linesOf, textOf } from './source-text.ts';

const title = 'criterion’s console text, or its folder target/criterion';
const batches =
  'a sample of criterion is the mean of a batch of iterations: it has no percentile, and is compared with another mean only';
const typical =
  'time is criterion’s typical value: the slope, or the mean where it made no regression; the text does not say the confidence of its interval';

/** criterion: the folder says more than the text (which estimate, what confidence, how many samples). */
export const criterion: Importer = {
  format: 'criterion',
  title,
  uses: [],
  recognise: (source) => {
    if (source.kind === 'file') return recogniseCriterionText(linesOf(textOf(source)));
    return source.files.some(({ path }) => isCriterionFile(path)) ? 'surely' : 'weakly';
  },
  read: (source) => {
    if (source.kind === 'folder') {
      const entries = readCriterionFolder(source.path, source.files);
      return { tool: 'criterion', entries, notes: [batches, ...histogramNote(entries)] };
    }
    const problems = new ImportProblems(source.path);
    const entries = readCriterionText(linesOf(fileText(source, title)), problems);
    problems.throwIfAny();
    return { tool: 'criterion', entries, notes: [batches, typical] };
  },
};

function histogramNote(entries: readonly ImportedEntry[]): string[] {
  const names = entries.filter(({ figure }) => figure.kind === 'histogram').map(({ name }) => name);
  return names.length === 0 ? [] : [`each sample is one iteration, and so makes a histogram: ${names.join(', ')}`];
}
