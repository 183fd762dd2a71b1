import { stat } from 'node:fs/promises';
import path from 'node:path';
import { HitgateError, exitCodes, usageError } from '../../../errors.ts';
import { makeFolders } from '../../run/run-folder.ts';
import { baselinesFolder } from '../../run-store.ts';
import { writeAtomically } from '../../write-atomically.ts';

/** The file of a baseline by its name. @throws HitgateError [E_USAGE] when the name cannot be a file's */
export function baselineFile(name: string, root: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/u.test(name) && name !== 'latest')
    return path.join(root, baselinesFolder, `${name}.json`);
  throw usageError(
    `"${name}" cannot be the name of a baseline`,
    'use letters, digits, dots, dashes and underscores, as in pre-integration',
  );
}

/** Throws unless the file is new or may be replaced. @throws HitgateError [E_USAGE] */
export async function refuseExisting(file: string, force: boolean): Promise<void> {
  if (force || !(await exists(file))) return;
  throw usageError(
    `A baseline named "${path.basename(file, '.json')}" exists already (${file})`,
    'choose another name, or replace it with --force',
  );
}

/** Writes a baseline with its folder. @throws HitgateError [E_OUTPUT], exit 6 */
export async function writeBaseline(file: string, text: string): Promise<void> {
  try {
    makeFolders(path.resolve(path.dirname(file)));
    await writeAtomically(file, text);
  } catch (error) {
    throw new HitgateError(`The baseline ${file} cannot be written`, {
      code: 'E_OUTPUT',
      exitCode: exitCodes.report,
      cause: error,
    });
  }
}

/** Whether there is something at a path. */
export function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
