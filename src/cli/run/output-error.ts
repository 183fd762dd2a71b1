import { HitgateError, exitCodes } from '../../errors.ts';

/** A report that could not be written although the result is known: exit code 6. */
export function outputError(folder: string, cause: unknown): HitgateError {
  return new HitgateError(`The report could not be written to ${folder}`, {
    code: 'E_OUTPUT',
    exitCode: exitCodes.report,
    hint: 'free the disk or choose another folder with --out DIR; the journal of the run is kept where it could be written',
    cause,
  });
}
