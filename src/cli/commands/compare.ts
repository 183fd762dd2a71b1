import { Option, type Command } from 'commander';
import { compareReports } from '../../judge/comparison/compare.ts';
import type { ComparedRun, Sides } from '../../judge/comparison/compared-run.ts';
import type { Comparison } from '../../judge/comparison/comparison.ts';
import { comparisonExitCode } from '../../judge/exit-code.ts';
import { comparisonHtml } from '../../reporters/comparison-html.ts';
import { comparisonJunit } from '../../reporters/comparison-junit.ts';
import { comparisonMarkdown } from '../../reporters/comparison-markdown.ts';
import { comparisonText } from '../../reporters/comparison-text.ts';
import { annotateComparison } from '../annotate.ts';
import type { Looks } from '../environment.ts';
import { printOutput } from '../print-output.ts';
import type { CommandContext } from '../program.ts';
import { openStoredRun } from '../run-store.ts';
import { compareWithImported } from './compare-imported.ts';
import { onInconclusiveOption, outputOption } from './options.ts';

const formats = ['terminal', 'markdown', 'html', 'json', 'junit'] as const;

type Flags = {
  readonly out: string;
  readonly format: (typeof formats)[number];
  readonly output?: string;
  readonly details?: true;
  readonly onInconclusive?: 'pass' | 'fail';
};

const examples = `
Examples:
  $ hitgate compare pre-integration latest                  a baseline and the last run
  $ hitgate compare reports/A reports/B --details           every class and quantile
  $ hitgate compare reports/2026-01-31-120000-ab-sla/before reports/2026-01-31-120000-ab-sla/after
  $ hitgate compare pre-integration latest --format html --output comparison.html
  $ hitgate compare pre-integration latest --format markdown >> "$GITHUB_STEP_SUMMARY"

Exit codes: 0 IMPROVED or NO REGRESSION; 1 REGRESSED, NO DATA or CLAIM NOT MET; 2 not comparable (another request sequence);
            3 INCONCLUSIVE, or a verdict that decides nothing by itself (one run a side, other machines, an imported
            baseline); 4 INVALID`;

/** `hitgate compare <before> <after>`: the verdict on two stored runs of the same request sequence. */
export function addCompareCommand(program: Command, { environment, finish }: CommandContext): void {
  program
    .command('compare')
    .summary('say whether a stored run is worse than another')
    .description(
      'Compares two stored runs class by class: REGRESSED, NO REGRESSION, IMPROVED or INCONCLUSIVE, with intervals and margins. Refuses runs whose request sequences differ. Runs that were measured as pairs (hitgate ab) are judged as pairs.',
    )
    .argument('<before>', 'run folder, report.json, baseline name or "latest"')
    .argument('<after>', 'run folder, report.json, baseline name or "latest"; its scenario gives the margins')
    .option('-o, --out <dir>', 'folder of the runs', 'reports')
    .addOption(new Option('-f, --format <format>', 'how to print it').choices(formats).default('terminal'))
    .addOption(outputOption())
    .option('--details', 'also show every class and quantile, on the terminal')
    .addOption(onInconclusiveOption())
    .addHelpText('after', examples)
    .action(async (before: string, after: string, flags: Flags) => {
      const descriptive = await compareWithImported({ before, after }, flags, environment);
      if (descriptive !== undefined) {
        finish(descriptive);
        return;
      }
      const [first, second] = await Promise.all([openStoredRun(before, flags.out), openStoredRun(after, flags.out)]);
      const comparison = compareReports(first.report, second.report);
      const sides = { before: first.report, after: second.report };
      await printOutput(environment, flags.output, (looks) => render(comparison, { ...flags, sides }, looks));
      if (flags.format === 'terminal') annotateComparison(comparison, second.report.scenario, environment);
      finish(comparisonExitCode(comparison, flags.onInconclusive));
    });
}

function render(
  comparison: Comparison,
  { format, details, onInconclusive, sides }: Flags & { readonly sides: Sides<ComparedRun> },
  looks: Looks,
): string {
  switch (format) {
    case 'terminal':
      return comparisonText(comparison, { ...looks, detailed: details === true });
    case 'markdown':
      return comparisonMarkdown(comparison);
    case 'html':
      return comparisonHtml(comparison, sides);
    case 'junit':
      return comparisonJunit(comparison, onInconclusive === 'pass' ? { inconclusive: 'skipped' } : {});
    case 'json':
      return `${JSON.stringify(comparison, null, 2)}\n`;
  }
}
