import { InvalidArgumentError, Option, type Command } from 'commander';
import { renderReport, reportFormats, type ReportFormat } from '../run/render-report.ts';
import { printOutput } from '../print-output.ts';
import type { CommandContext } from '../program.ts';
import { openStoredRun } from '../run-store.ts';
import { outputOption } from './options.ts';

type Flags = { readonly out: string; readonly format: ReportFormat; readonly output?: string; readonly link?: string };

/** `hitgate report <run>`: a stored run rendered again, offline. */
export function addReportCommand(program: Command, { environment }: CommandContext): void {
  program
    .command('report')
    .summary('render a stored run again, offline')
    .argument('[run]', 'run folder, report.json, baseline name or "latest"', 'latest')
    .addOption(new Option('-f, --format <format>', 'what to render').choices(reportFormats).default('terminal'))
    .addOption(outputOption())
    .option('--link <url>', 'where the rest can be seen, for --format comment', linkOf)
    .option('-o, --out <dir>', 'folder of the runs', 'reports')
    .addHelpText(
      'after',
      '\nExamples:\n  $ hitgate report\n  $ hitgate report reports/2026-01-31-120000-sla --format junit --output junit.xml\n  $ hitgate report latest --format html > report.html\n  $ hitgate report latest --format hgrm > hit.hgrm\n  $ hitgate report latest --format comment --link https://ci.example/job/17 > comment.md',
    )
    .action(async (run: string, { out, format, output, link }: Flags) => {
      const stored = await openStoredRun(run, out);
      await printOutput(environment, output, (looks) =>
        renderReport(stored, format, { ...looks, ...(link === undefined ? {} : { link }) }),
      );
    });
}

/** A URL that may stand in a comment for all to see. @throws InvalidArgumentError */
function linkOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
  if (url !== undefined && isWeb && url.username === '' && url.password === '') return url.href;
  throw new InvalidArgumentError('Expected an http or https URL without user and password.');
}
