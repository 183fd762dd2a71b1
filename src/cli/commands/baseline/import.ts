import { Option, type Command } from 'commander';
import { importBaseline } from '../../../importers/import-baseline.ts';
import { importFormats, type ImportFormat } from '../../../importers/imported-baseline.ts';
import { valueUnits, type ImportRequest } from '../../../importers/importer.ts';
import { importers } from '../../../importers/registry.ts';
import { importedBaselineText } from '../../../reporters/imported-baseline-text.ts';
import { looksOf } from '../../environment.ts';
import type { CommandContext } from '../../program.ts';
import { packageVersion } from '../../version.ts';
import { baselineFile, refuseExisting, writeBaseline } from './baseline-file.ts';
import { readImportSource } from './read-import-source.ts';

type Flags = Pick<ImportRequest, 'unit' | 'metric' | 'tag'> & {
  readonly format: ImportFormat | 'auto';
  readonly name: string;
  readonly class?: 'hit' | 'miss' | 'all';
  readonly force?: true;
  readonly out: string;
};

const examples = `
Formats:
${importFormats.map((format) => `  ${format.padEnd(12)}${importers[format].title}`).join('\n')}

Examples:
  $ hitgate baseline import target/criterion --name benches
  $ hitgate baseline import pre-integration-benchmarks.txt --name benches
  $ hitgate baseline import k6.csv --name k6-before --metric query_time
  $ hitgate baseline import wrk.txt --name wrk-hits --class hit
  $ hitgate baseline import latency.hlog --name other --unit ns
  $ hitgate compare k6-before latest

A result is kept as what it is: means with intervals, percentiles, or a histogram; it is compared only with its like.`;

/** `hitgate baseline import`: keeps the result of another tool by name. */
export function addImportCommand(baseline: Command, context: CommandContext): void {
  baseline
    .command('import')
    .summary('keep the result of another tool')
    .description('Keeps the result of another tool as a baseline. A file with nothing measured in it is an error.')
    .argument('<source>', 'a file, or the folder target/criterion')
    .requiredOption('-n, --name <name>', 'name of the baseline: letters, digits, dots, dashes')
    .addOption(
      new Option('-f, --format <format>', 'what the file is').choices(['auto', ...importFormats]).default('auto'),
    )
    .addOption(
      new Option('--class <class>', 'what was measured; of a source with classes, the one to keep').choices([
        'hit',
        'miss',
        'all',
      ]),
    )
    .addOption(new Option('--unit <unit>', 'unit of the values of an hlog or hgrm file').choices([...valueUnits]))
    .option('--metric <name>', 'k6: the metric of times (default: http_req_duration)')
    .option('--tag <name>', 'k6: the tag that says hit or miss (default: cache)')
    .option('--force', 'replace a baseline of the same name')
    .option('-o, --out <dir>', 'folder of the runs', 'reports')
    .addHelpText('after', examples)
    .action((location: string, flags: Flags) => importResult(location, flags, context));
}

async function importResult(location: string, flags: Flags, { environment }: CommandContext): Promise<void> {
  const { stdout } = environment;
  const file = baselineFile(flags.name, flags.out);
  await refuseExisting(file, flags.force === true);
  const { format, unit, metric, tag } = flags;
  const baseline = importBaseline(await readImportSource(location), {
    format,
    ...(flags.class === undefined ? {} : { cacheClass: flags.class }),
    ...(unit === undefined ? {} : { unit }),
    ...(metric === undefined ? {} : { metric }),
    ...(tag === undefined ? {} : { tag }),
    formatTime: (wallMillis) => new Date(wallMillis).toISOString(),
    hitgateVersion: packageVersion(),
    importedAt: new Date(environment.clock.wallMillis()).toISOString(),
  });
  await writeBaseline(file, `${JSON.stringify(baseline, null, 2)}\n`);
  const { title } = importers[baseline.source.format];
  const how = format === 'auto' ? 'took' : 'read';
  stdout.write(`${how} ${location} as ${baseline.source.format}: ${title}\n`);
  stdout.write(importedBaselineText(flags.name, baseline, looksOf(environment)));
  stdout.write(`kept as baseline "${flags.name}" (${file})\n`);
}
