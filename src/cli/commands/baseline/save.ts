import type { Command } from 'commander';
import { usageError } from '../../../errors.ts';
import { reporters } from '../../../reporters/index.ts';
import type { CommandContext } from '../../program.ts';
import { openStoredRun } from '../../run-store.ts';
import { baselineFile, refuseExisting, writeBaseline } from './baseline-file.ts';

type Flags = { readonly out: string; readonly name: string; readonly force?: true };

/** `hitgate baseline save`: keeps a stored run by name. */
export function addSaveCommand(baseline: Command, context: CommandContext): void {
  baseline
    .command('save')
    .description('Keeps a stored run as a baseline. A run that was aborted, is INVALID or measured nothing is refused.')
    .argument('[run]', 'run folder, report.json or "latest"', 'latest')
    .requiredOption('-n, --name <name>', 'name of the baseline: letters, digits, dots, dashes')
    .option('--force', 'replace a baseline of the same name')
    .option('-o, --out <dir>', 'folder of the runs', 'reports')
    .action((run: string, flags: Flags) => save(run, flags, context));
}

async function save(run: string, flags: Flags, { environment }: CommandContext): Promise<void> {
  const file = baselineFile(flags.name, flags.out);
  const { report } = await openStoredRun(run, flags.out);
  if (report.aborted || report.verdict.outcome === 'INVALID') {
    throw usageError(
      `The run ${report.id} is ${report.aborted ? 'aborted' : 'INVALID'} and cannot be a baseline: ${report.verdict.reason}`,
      'run it again and save that run',
    );
  }
  if (report.runs.length === 0) {
    throw usageError(
      `The run ${report.id} measured nothing and cannot be a baseline: ${report.verdict.reason}`,
      'run it again and save that run',
    );
  }
  await refuseExisting(file, flags.force === true);
  await writeBaseline(file, reporters.json(report));
  environment.stdout.write(`saved ${report.id} as baseline "${flags.name}" (${file})\n`);
}
