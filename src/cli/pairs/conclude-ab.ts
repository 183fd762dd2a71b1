import { compareReports } from '../../judge/comparison/compare.ts';
import { comparisonExitCode } from '../../judge/exit-code.ts';
import { comparisonHtml } from '../../reporters/comparison-html.ts';
import { comparisonJunit } from '../../reporters/comparison-junit.ts';
import { comparisonMarkdown } from '../../reporters/comparison-markdown.ts';
import { comparisonText } from '../../reporters/comparison-text.ts';
import { annotateComparison } from '../annotate.ts';
import { looksOf, type CliEnvironment } from '../environment.ts';
import type { Conclude } from './drive-pairs.ts';
import { writeSides } from './write-sides.ts';

type ConcludeOptions = {
  readonly environment: CliEnvironment;
  readonly quiet?: true;
  readonly onInconclusive?: 'pass' | 'fail';
};

/** Compares the sides, prints the verdict before writing it, so that a full disk does not hide it, and returns its exit code. */
export function concludeComparison({ environment, quiet, onInconclusive }: ConcludeOptions): Conclude {
  return async (reports, folder) => {
    const { stdout, env } = environment;
    const comparison = compareReports(reports.before, reports.after);
    stdout.write(
      quiet === true
        ? `${comparison.outcome} ${reports.after.scenario.name}: ${comparison.reason} (${folder.path})\n`
        : comparisonText(comparison, {
            ...looksOf(environment),
            folder: folder.path,
          }),
    );
    annotateComparison(comparison, reports.after.scenario, environment);
    const markdown = comparisonMarkdown(comparison);
    await writeSides(reports, folder, {
      files: {
        'comparison.json': `${JSON.stringify(comparison, null, 2)}\n`,
        'comparison.md': markdown,
        'comparison.html': comparisonHtml(comparison, reports),
        'junit.xml': comparisonJunit(comparison, onInconclusive === 'pass' ? { inconclusive: 'skipped' } : {}),
      },
      summary: markdown,
      stepSummary: env['GITHUB_STEP_SUMMARY'],
    });
    return comparisonExitCode(comparison, onInconclusive);
  };
}
