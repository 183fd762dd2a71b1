import { access, constants } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { scenarioError, type Problem } from '../../errors.ts';
import type { Locate, Path } from '../../scenario/problem-reporter.ts';
import type { Scenario } from '../../scenario/scenario.ts';

/**
 * The scenario with the paths of its corpus and its replay log made absolute, from the folder of the scenario file.
 * @throws HitgateError (exit 2) with the line of each path that cannot be read.
 */
export async function resolvePaths(scenario: Scenario, absolutePath: string, locate: Locate): Promise<Scenario> {
  const folder = dirname(absolutePath);
  const { workload } = scenario;
  const queries = resolve(folder, workload.queries);
  const popularity =
    workload.popularity.kind === 'replay'
      ? { ...workload.popularity, file: resolve(folder, workload.popularity.file) }
      : workload.popularity;
  const wanted: { readonly path: Path; readonly file: string }[] = [{ path: ['workload', 'queries'], file: queries }];
  if (popularity.kind === 'replay') wanted.push({ path: ['workload', 'popularity', 'file'], file: popularity.file });
  const problems: Problem[] = [];
  for (const { path, file } of wanted) {
    if (await isReadable(file)) continue;
    const message = `${path.join('.')} names a file that cannot be read: ${file}`;
    const hint = 'write the path as seen from the folder of the scenario file';
    problems.push({ message, file: scenario.file, ...locate(path), hint });
  }
  if (problems.length > 0) throw scenarioError(problems);
  return { ...scenario, workload: { ...workload, queries, popularity } };
}

async function isReadable(file: string): Promise<boolean> {
  try {
    await access(file, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
