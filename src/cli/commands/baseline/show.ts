import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { usageError } from '../../../errors.ts';
import { importedBaselineText } from '../../../reporters/imported-baseline-text.ts';
import { reporters } from '../../../reporters/index.ts';
import { looksOf } from '../../environment.ts';
import type { CommandContext } from '../../program.ts';
import { openStored } from '../../run-store.ts';
import { baselineFile, exists } from './baseline-file.ts';

/** `hitgate baseline show`: a baseline as the report of its run, or what was imported. */
export function addShowCommand(baseline: Command, context: CommandContext): void {
  baseline
    .command('show')
    .description('Shows a baseline: the terminal report of its run, or the figures that were imported.')
    .argument('<name>', 'name of the baseline')
    .option('-o, --out <dir>', 'folder of the runs', 'reports')
    .action((name: string, flags: { readonly out: string }) => show(name, flags.out, context));
}

async function show(name: string, out: string, { environment }: CommandContext): Promise<void> {
  const { stdout } = environment;
  const file = baselineFile(name, out);
  if (!(await exists(file))) {
    const names = (await readdir(path.dirname(file)).catch(() => [])).filter((entry) => entry.endsWith('.json'));
    const known = names.map((entry) => entry.slice(0, -'.json'.length)).join(', ');
    throw usageError(
      `There is no baseline named "${name}" in ${path.dirname(file)}`,
      known === '' ? 'keep one with: hitgate baseline save latest --name NAME' : `choose one of ${known}`,
    );
  }
  const stored = await openStored(file, out);
  const options = looksOf(environment);
  stdout.write(
    'report' in stored
      ? reporters.terminal(stored.report, { ...options, folder: stored.location })
      : importedBaselineText(name, stored.baseline, options),
  );
}
