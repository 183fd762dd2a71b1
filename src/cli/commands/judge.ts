import type { Command } from 'commander';
import type { CommandContext } from '../program.ts';
import { exitCodeOf } from '../../judge/exit-code.ts';
import { reporters } from '../../reporters/index.ts';
import { looksOf } from '../environment.ts';
import { rejudge } from '../run/rejudge.ts';
import { openStoredRun } from '../run-store.ts';
import { loadThresholds } from '../scenario-file/load-thresholds.ts';
import { onInconclusiveOption } from './options.ts';

type Flags = { readonly out: string; readonly sla?: string; readonly onInconclusive?: 'pass' | 'fail' };

/** `hitgate judge <run>`: a stored run judged again, without load; the exit code says the verdict. */
export function addJudgeCommand(program: Command, { environment, finish }: CommandContext): void {
  program
    .command('judge')
    .summary('judge a stored run again, without load')
    .description(
      'Judges a stored run by its own thresholds, or by those of another file. A limit that was not counted during the run\nis judged from the histograms, whose buckets leave a small range: PASS and FAIL then hold for every value in it.',
    )
    .argument('[run]', 'run folder, report.json, baseline name or "latest"', 'latest')
    .option('--sla <file>', 'scenario file, or a YAML or JSON file with thresholds alone')
    .option('-o, --out <dir>', 'folder of the runs', 'reports')
    .addOption(onInconclusiveOption())
    .addHelpText(
      'after',
      '\nExamples:\n  $ hitgate judge latest\n  $ hitgate judge reports/2026-01-31-120000-sla --sla stricter.yaml',
    )
    .action(async (run: string, { out, sla, onInconclusive }: Flags) => {
      const { stdout, cwd } = environment;
      const { report, location } = await openStoredRun(run, out);
      const thresholds = sla === undefined ? undefined : await loadThresholds(sla, { cwd, scenario: report.scenario });
      const judged = rejudge(report, thresholds);
      stdout.write(reporters.terminal(judged, { ...looksOf(environment), folder: location }));
      finish(exitCodeOf(judged.verdict, onInconclusive));
    });
}
