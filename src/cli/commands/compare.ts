import type { Command } from 'commander';
import { Option } from 'commander';
import { compareReports } from '../../judge/compare.ts';
import { comparisonMarkdown } from '../../reporters/comparison-markdown.ts';
import { comparisonText } from '../../reporters/comparison-text.ts';
import { wantsColor } from '../environment.ts';
import type { CommandContext } from '../program.ts';
import { openStoredRun } from '../run-store.ts';

type Flags = { readonly out: string; readonly format: 'terminal' | 'markdown' | 'json' };

/** `hitgate compare <before> <after>`: two stored runs side by side; refuses different request sequences. */
export function addCompareCommand(program: Command, { environment }: CommandContext): void {
  program
    .command('compare')
    .summary('put two stored runs side by side')
    .description(
      'Shows every class and quantile before and after. Refuses runs whose request sequences differ. It describes; it gives no verdict.',
    )
    .argument('<before>', 'run folder, report.json, baseline name or "latest"')
    .argument('<after>', 'run folder, report.json, baseline name or "latest"')
    .option('-o, --out <dir>', 'folder of the runs', 'reports')
    .addOption(
      new Option('-f, --format <format>', 'how to print it')
        .choices(['terminal', 'markdown', 'json'])
        .default('terminal'),
    )
    .addHelpText(
      'after',
      '\nExamples:\n  $ hitgate compare pre-integration latest\n  $ hitgate compare reports/A reports/B --format markdown',
    )
    .action(async (before: string, after: string, { out, format }: Flags) => {
      const { stdout } = environment;
      const [first, second] = await Promise.all([openStoredRun(before, out), openStoredRun(after, out)]);
      const comparison = compareReports(first.report, second.report);
      switch (format) {
        case 'terminal':
          stdout.write(comparisonText(comparison, { color: wantsColor(environment, stdout), width: stdout.columns }));
          break;
        case 'markdown':
          stdout.write(comparisonMarkdown(comparison));
          break;
        case 'json':
          stdout.write(`${JSON.stringify(comparison, null, 2)}\n`);
          break;
      }
    });
}
