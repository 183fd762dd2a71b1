import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { baselineList, type ListedBaseline } from '../../../reporters/baseline-list.ts';
import type { CommandContext } from '../../program.ts';
import { baselinesFolder, parseStored } from '../../run-store.ts';

/** `hitgate baseline list`: the baselines of the folder of runs. */
export function addListCommand(baseline: Command, { environment }: CommandContext): void {
  baseline
    .command('list')
    .description('Lists the baselines with their verdict, scenario, digest and time; imported ones with their format.')
    .option('-o, --out <dir>', 'folder of the runs', 'reports')
    .action(async ({ out }: { readonly out: string }) => {
      const folder = path.join(out, baselinesFolder);
      const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json')).toSorted();
      const entries = await Promise.all(names.map((name) => readListed(path.join(folder, name))));
      environment.stdout.write(baselineList(entries, folder));
    });
}

async function readListed(file: string): Promise<ListedBaseline> {
  const name = path.basename(file, '.json');
  const stored = parseStored(await readFile(file, 'utf8'), file);
  return 'report' in stored ? { name, report: stored.report } : { name, baseline: stored.baseline };
}
