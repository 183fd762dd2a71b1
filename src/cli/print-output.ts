import { exitCodes, HitgateError } from '../errors.ts';
import { looksOf, type CliEnvironment, type Looks } from './environment.ts';
import { writeAtomically } from './write-atomically.ts';

const looksInFile: Looks = { color: false, width: 100 };

/**
 * Writes what a command has to say to standard output, or to the file of `--output`: there without colours, and whole or not at all.
 * @throws HitgateError (exit 6) when the file cannot be written
 */
export async function printOutput(
  environment: CliEnvironment,
  file: string | undefined,
  render: (looks: Looks) => string | Promise<string>,
): Promise<void> {
  if (file === undefined) {
    environment.stdout.write(await render(looksOf(environment)));
    return;
  }
  const text = await render(looksInFile);
  try {
    await writeAtomically(file, text);
  } catch (error) {
    throw new HitgateError(`${file} cannot be written`, {
      code: 'E_OUTPUT',
      exitCode: exitCodes.report,
      hint: 'choose another file with --output FILE',
      cause: error,
    });
  }
}
