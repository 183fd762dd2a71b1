import { HitgateError } from '../../../src/errors.ts';
import { renderError } from '../../../src/cli/render-error.ts';
import { loadScenarioFile, type LoadOptions } from '../../../src/cli/scenario-file/load-scenario-file.ts';

/** What loading a scenario is refused with. @throws Error when it is not, and what is no `HitgateError`. */
export async function refusalOf(path: string, options: LoadOptions): Promise<HitgateError> {
  try {
    await loadScenarioFile(path, options);
  } catch (error) {
    if (error instanceof HitgateError) return error;
    throw error;
  }
  throw new Error(`${path} was accepted`);
}

/** The text that a person reads, with the working folder left out. */
export async function refusalText(path: string, options: LoadOptions): Promise<string> {
  return renderError(await refusalOf(path, options)).replaceAll(`${options.cwd}/`, '');
}
