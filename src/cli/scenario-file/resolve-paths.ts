import { access, constants } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { scenarioError, type Problem } from '../../errors.ts';
import type { SourcedOverride } from '../../scenario/overrides.ts';
import type { Locate, Path } from '../../scenario/problem-reporter.ts';
import { mapTlsPaths } from '../../scenario/map-tls-paths.ts';
import type { Scenario } from '../../scenario/scenario.ts';

/** Where a scenario was read, and what was put in place of what it says. */
type Origin = {
  readonly absolutePath: string;
  readonly locate: Locate;
  readonly overrides: readonly SourcedOverride[];
};

/** A file that a scenario names: the place of its path in the scenario, or the flag or variable that gave it. */
type Named = { readonly path: Path; readonly file: string; readonly source?: string };

/**
 * The scenario with the paths of its corpus, its replay log and its TLS files made absolute, from the folder of the
 * scenario file. @throws HitgateError (exit 2) with the line of each path that cannot be read.
 */
export async function resolvePaths(scenario: Scenario, origin: Origin): Promise<Scenario> {
  const resolved = withAbsolutePaths(scenario, dirname(origin.absolutePath));
  const problems: Problem[] = [];
  for (const named of filesOf(resolved, origin.overrides)) {
    if (!(await isReadable(named.file))) problems.push(unreadable(named, scenario.file, origin.locate));
  }
  if (problems.length > 0) throw scenarioError(problems);
  return resolved;
}

function withAbsolutePaths(scenario: Scenario, folder: string): Scenario {
  const { target, workload } = scenario;
  const { popularity } = workload;
  const { tls } = target;
  return {
    ...scenario,
    target: tls === undefined ? target : { ...target, tls: mapTlsPaths(tls, (file) => resolve(folder, file)) },
    workload: {
      ...workload,
      queries: resolve(folder, workload.queries),
      popularity: popularity.kind === 'replay' ? { ...popularity, file: resolve(folder, popularity.file) } : popularity,
    },
  };
}

function filesOf({ target, workload }: Scenario, overrides: readonly SourcedOverride[]): readonly Named[] {
  const { queries, popularity } = workload;
  const files: Named[] = [{ path: ['workload', 'queries'], file: queries }];
  if (popularity.kind === 'replay') files.push({ path: ['workload', 'popularity', 'file'], file: popularity.file });
  for (const name of ['ca', 'cert', 'key'] as const) {
    const file = target.tls?.[name];
    const source = overrides.find(({ field }) => field === name)?.source;
    if (file === undefined) continue;
    files.push({ path: ['target', 'tls', name], file, ...(source === undefined ? {} : { source }) });
  }
  return files;
}

function unreadable({ path, file, source }: Named, scenarioFile: string, locate: Locate): Problem {
  const message = `${source ?? path.join('.')} names a file that cannot be read: ${file}`;
  if (source !== undefined) return { message, hint: 'write the path as seen from the current folder' };
  const hint = 'write the path as seen from the folder of the scenario file';
  return { message, file: scenarioFile, ...locate(path), hint };
}

async function isReadable(file: string): Promise<boolean> {
  try {
    await access(file, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
