import { exitCodes, type ExitCode } from '../../errors.ts';
import { compareReports } from '../../judge/comparison/compare.ts';
import type { ComparisonOutcome } from '../../judge/comparison/comparison.ts';
import { noiseFloorOf } from '../../judge/comparison/noise-floor.ts';
import { questionsOf } from '../../judge/comparison/questions.ts';
import { recordNoiseFloor } from '../../report/noise-floor-record.ts';
import { comparisonHtml } from '../../reporters/comparison-html.ts';
import { comparisonMarkdown } from '../../reporters/comparison-markdown.ts';
import { noiseFloorText } from '../../reporters/noise-floor-text.ts';
import { looksOf, type CliEnvironment } from '../environment.ts';
import { keepNoiseFloor } from '../noise-floors.ts';
import { outputError } from '../run/output-error.ts';
import type { Conclude } from './drive-pairs.ts';
import { writeSides } from './write-sides.ts';

type ConcludeOptions = { readonly environment: CliEnvironment; readonly out: string; readonly quiet?: true };

/**
 * Prints how much the target differs from itself and keeps it, unless the measurement cannot be trusted or was cut short.
 * The exit code is 1 when the comparison calls it a regression, which no comparison of a target with itself should.
 */
export function concludeNoiseFloor({ environment, out, quiet }: ConcludeOptions): Conclude {
  return async (reports, folder) => {
    const { stdout } = environment;
    const comparison = compareReports(reports.before, reports.after);
    const floor = noiseFloorOf(reports);
    const isKept = comparison.outcome !== 'INVALID' && !reports.before.aborted;
    stdout.write(
      noiseFloorText(
        { floor, questions: questionsOf(reports), comparison, isKept },
        { ...looksOf(environment), brief: quiet === true },
      ),
    );
    await writeSides(reports, folder, {
      files: {
        'comparison.json': `${JSON.stringify(comparison, null, 2)}\n`,
        'comparison.md': comparisonMarkdown(comparison),
        'comparison.html': comparisonHtml(comparison, reports),
      },
      summary: '',
      stepSummary: undefined,
    });
    if (isKept) {
      const file = await keepNoiseFloor(recordNoiseFloor(reports.before, floor), out).catch((cause: unknown) => {
        throw outputError(out, cause);
      });
      stdout.write(`floor      ${file}\n`);
    }
    stdout.write(`folder     ${folder.path}\n`);
    return exitCodeOfFloor(comparison.outcome);
  };
}

function exitCodeOfFloor(outcome: ComparisonOutcome): ExitCode {
  switch (outcome) {
    case 'INVALID':
      return exitCodes.invalid;
    case 'REGRESSED':
    case 'NO DATA':
      return exitCodes.fail;
    case 'CLAIM NOT MET':
    case 'INCONCLUSIVE':
    case 'IMPROVED':
    case 'NO REGRESSION':
      return exitCodes.pass;
  }
}
