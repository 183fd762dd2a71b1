import { exitCodes, HitgateError, type ExitCode } from '../../errors.ts';
import { worstExitCode } from '../../judge/exit-code.ts';
import { createProgress } from '../progress.ts';
import { renderError } from '../render-error.ts';
import { resolveSecrets } from '../resolve-secrets.ts';
import { describeLength } from './describe-length.ts';
import { measureSides } from './measure-sides.ts';
import { openPairFolder, type PairFolder } from './pair-folder.ts';
import type { PairOptions } from './pair-session.ts';
import type { PlannedSides } from './side.ts';
import type { SideReports } from './write-sides.ts';

/** How a comparison is driven and where it is kept. */
export type DrivePairsOptions = PairOptions & {
  readonly out: string;
  readonly quiet?: true;
  /** `ab` or `aa`, which the name of the folder has. */
  readonly kind: 'ab' | 'aa';
};

/** Prints and writes what the whole pairs gave; the code says the verdict on them. */
export type Conclude = (reports: SideReports, folder: PairFolder) => Promise<ExitCode>;

/**
 * Measures two sides in pairs and has the whole ones concluded.
 * @returns the worst of the conclusion's code, 130 when Ctrl-C ended it and 5 when a side failed.
 * @throws HitgateError when a side failed before a pair was whole; then no folder is left.
 */
export async function drivePairs(
  sides: PlannedSides,
  options: DrivePairsOptions,
  conclude: Conclude,
): Promise<ExitCode> {
  const { environment, kind, out, quiet } = options;
  const { stderr } = environment;
  const { scenario } = sides.before.plan;
  const secrets = resolveSecrets(scenario.target.request, environment.env);
  const startedMillis = environment.clock.wallMillis();
  const abort = new AbortController();
  const stopListening = environment.onInterrupt(() => abort.abort());
  const progress = createProgress(stderr, quiet === true);
  let opened: PairFolder | undefined;
  try {
    const folder = openPairFolder({ root: out, name: `${kind}-${scenario.name}`, startedMillis, environment });
    opened = folder;
    if (quiet !== true) stderr.write(`${describeLength(scenario, options.pairs)}\n`);
    const session = { options, secrets, folder, startedMillis, progress, signal: abort.signal };
    const { reports, cut, pairs } = await measureSides(sides, session);
    progress.stop();
    folder.close();
    if (reports === undefined) {
      await folder.discard();
      if (cut instanceof HitgateError) throw cut;
      stderr.write('interrupted before a pair was whole; there is nothing to report\n');
      return exitCodes.interrupted;
    }
    const codes: ExitCode[] = [await concludeOrFail(() => conclude(reports, folder), stderr.write)];
    if (cut instanceof HitgateError) {
      stderr.write(renderError(cut));
      codes.push(cut.exitCode);
    } else if (cut !== undefined) {
      stderr.write(`interrupted: ${pairs} of ${options.pairs} pairs are whole and kept\n`);
      codes.push(exitCodes.interrupted);
    }
    return worstExitCode(codes);
  } finally {
    progress.stop();
    stopListening();
    opened?.close();
  }
}

/** A report that could not be written hides neither Ctrl-C nor a side that failed. */
async function concludeOrFail(conclude: () => Promise<ExitCode>, write: (text: string) => void): Promise<ExitCode> {
  try {
    return await conclude();
  } catch (error) {
    if (!(error instanceof HitgateError)) throw error;
    write(renderError(error));
    return error.exitCode;
  }
}
