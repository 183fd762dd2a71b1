import { exitCodes, HitgateError } from '../errors.ts';
import { wantsColor, type CliEnvironment } from './environment.ts';
import { writeAtomically } from './write-atomically.ts';

/** How a text is to look where it is read. */
export type Looks = {
  readonly color: boolean;
  /** In columns. */
  readonly width: number;
};

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
  const { stdout } = environment;
  if (file === undefined) {
    stdout.write(await render({ color: wantsColor(environment, stdout), width: stdout.columns }));
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
