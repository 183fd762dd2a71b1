import { usageError, type ExitCode } from '../../errors.ts';
import { exitCodeOf } from '../../judge/exit-code.ts';
import type { ComparableSide } from '../../report/comparable-side.ts';
import { compareImported } from '../../report/compare-imported.ts';
import type { ImportedComparison } from '../../report/imported-comparison.ts';
import { importedComparisonMarkdown } from '../../reporters/imported-comparison-markdown.ts';
import { importedComparisonText } from '../../reporters/imported-comparison-text.ts';
import type { CliEnvironment, Looks } from '../environment.ts';
import { printOutput } from '../print-output.ts';
import { openStored } from '../run-store.ts';

type Names = { readonly before: string; readonly after: string };
type Flags = {
  readonly out: string;
  readonly format: 'terminal' | 'markdown' | 'json' | 'junit' | 'html';
  readonly output?: string;
  readonly onInconclusive?: 'pass' | 'fail';
};

/**
 * `hitgate compare` where either side is an imported baseline: prints it, and returns the exit code of what decides nothing, so that no
 * pipeline takes it for a pass; undefined, without a word, when both sides are runs.
 * @throws HitgateError (exit 2) when a side is not found, or the sides are not alike
 */
export async function compareWithImported(
  names: Names,
  { out, format, output, onInconclusive }: Flags,
  environment: CliEnvironment,
): Promise<ExitCode | undefined> {
  const [before, after] = await Promise.all([openSide(names.before, out), openSide(names.after, out)]);
  if (before.kind === 'run' && after.kind === 'run') return undefined;
  const comparison = compareImported(before, after);
  await printOutput(environment, output, (looks) => render(comparison, format, looks));
  return exitCodeOf({ outcome: 'INCONCLUSIVE' }, onInconclusive);
}

async function openSide(name: string, out: string): Promise<ComparableSide> {
  const stored = await openStored(name, out);
  return 'report' in stored
    ? { kind: 'run', name, report: stored.report }
    : { kind: 'imported', name, baseline: stored.baseline };
}

function render(comparison: ImportedComparison, format: Flags['format'], looks: Looks): string {
  switch (format) {
    case 'terminal':
      return importedComparisonText(comparison, looks);
    case 'markdown':
      return importedComparisonMarkdown(comparison);
    case 'json':
      return `${JSON.stringify(comparison, null, 2)}\n`;
    case 'junit':
    case 'html':
      throw usageError(
        `A comparison with an imported baseline has no verdict, and so nothing to show as ${format}`,
        'print it as terminal, markdown or json, or compare two runs of hitgate',
      );
  }
}
