import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { HitgateError, exitCodes, usageError } from '../../errors.ts';
import { parseReport } from '../../report/report-schema.ts';
import { reporters } from '../../reporters/index.ts';
import { baselineList } from '../../reporters/baseline-list.ts';
import { wantsColor } from '../environment.ts';
import type { CommandContext } from '../program.ts';
import { makeFolders } from '../run/run-folder.ts';
import { baselinesFolder, openStoredRun } from '../run-store.ts';
import { writeAtomically } from '../write-atomically.ts';

type Flags = { readonly out: string };

/** `hitgate baseline save|list|show`: runs that are kept by name, to be compared with. */
export function addBaselineCommand(program: Command, context: CommandContext): void {
  const baseline = program
    .command('baseline')
    .summary('keep runs by name and show them')
    .addHelpText(
      'after',
      '\nExamples:\n  $ hitgate baseline save latest --name pre-integration\n  $ hitgate baseline list\n  $ hitgate baseline show pre-integration',
    );
  baseline
    .command('save')
    .description('Keeps a stored run as a baseline. A run that was aborted or INVALID is refused.')
    .argument('[run]', 'run folder, report.json or "latest"', 'latest')
    .requiredOption('-n, --name <name>', 'name of the baseline: letters, digits, dots, dashes')
    .option('--force', 'replace a baseline of the same name')
    .option('-o, --out <dir>', 'folder of the runs', 'reports')
    .action((run: string, flags: Flags & { name: string; force?: true }) => save(run, flags, context));
  baseline
    .command('list')
    .description('Lists the baselines with their verdict, scenario, digest and time.')
    .option('-o, --out <dir>', 'folder of the runs', 'reports')
    .action((flags: Flags) => list(flags, context));
  baseline
    .command('show')
    .description('Shows a baseline as the terminal report of its run.')
    .argument('<name>', 'name of the baseline')
    .option('-o, --out <dir>', 'folder of the runs', 'reports')
    .action((name: string, flags: Flags) => show(name, flags, context));
}

async function save(
  run: string,
  flags: Flags & { name: string; force?: true },
  { environment }: CommandContext,
): Promise<void> {
  const file = path.join(flags.out, baselinesFolder, `${checkedName(flags.name)}.json`);
  const { report } = await openStoredRun(run, flags.out);
  if (report.aborted || report.verdict.outcome === 'INVALID') {
    throw usageError(
      `The run ${report.id} is ${report.aborted ? 'aborted' : 'INVALID'} and cannot be a baseline: ${report.verdict.reason}`,
      'run it again and save that run',
    );
  }
  if (flags.force !== true && (await exists(file))) {
    throw usageError(
      `A baseline named "${flags.name}" exists already (${file})`,
      'choose another name, or replace it with --force',
    );
  }
  try {
    makeFolders(path.resolve(path.dirname(file)));
    await writeAtomically(file, reporters.json(report));
  } catch (error) {
    throw new HitgateError(`The baseline ${file} cannot be written`, {
      code: 'E_OUTPUT',
      exitCode: exitCodes.report,
      cause: error,
    });
  }
  environment.stdout.write(`saved ${report.id} as baseline "${flags.name}" (${file})\n`);
}

function checkedName(name: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/u.test(name) && name !== 'latest') return name;
  throw usageError(
    `"${name}" cannot be the name of a baseline`,
    'use letters, digits, dots, dashes and underscores, as in pre-integration',
  );
}

async function list({ out }: Flags, { environment }: CommandContext): Promise<void> {
  const folder = path.join(out, baselinesFolder);
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json')).toSorted();
  const entries = await Promise.all(
    names.map(async (name) => {
      const file = path.join(folder, name);
      return { name: name.slice(0, -'.json'.length), report: parseReport(await readFile(file, 'utf8'), file) };
    }),
  );
  environment.stdout.write(baselineList(entries, folder));
}

async function show(name: string, { out }: Flags, { environment }: CommandContext): Promise<void> {
  const { stdout } = environment;
  const file = path.join(out, baselinesFolder, `${checkedName(name)}.json`);
  if (!(await exists(file))) {
    const names = (await readdir(path.dirname(file)).catch(() => [])).filter((entry) => entry.endsWith('.json'));
    const known = names.map((entry) => entry.slice(0, -'.json'.length)).join(', ');
    throw usageError(
      `There is no baseline named "${name}" in ${path.dirname(file)}`,
      known === '' ? 'keep one with: hitgate baseline save latest --name NAME' : `choose one of ${known}`,
    );
  }
  const { report, location } = await openStoredRun(file, out);
  stdout.write(
    reporters.terminal(report, { color: wantsColor(environment, stdout), width: stdout.columns, folder: location }),
  );
}

function exists(file: string): Promise<boolean> {
  return readFile(file).then(
    () => true,
    () => false,
  );
}
