import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { HitgateError, exitCodes } from '../errors.ts';
import type { ImportedBaseline } from '../importers/imported-baseline.ts';
import { isImportedBaseline, parseImportedBaseline } from '../importers/imported-schema.ts';
import { parseReport } from '../report/report-schema.ts';
import type { RunReport } from '../report/run-report.ts';
import { journalName } from './run/run-folder.ts';
import { recoverReport } from './run/recover-report.ts';

/** Where baselines are kept below the folder of the runs. */
export const baselinesFolder = 'baselines';

/** A stored run: its report and the folder (or file) that it came from. */
export type StoredRun = { readonly report: RunReport; readonly location: string };

/** A stored baseline of another tool and the file that it came from. */
export type StoredImport = { readonly baseline: ImportedBaseline; readonly location: string };

/**
 * Finds a stored run as `openStored` does. @throws HitgateError (exit 2) that lists where was looked, or says that it is an
 * imported baseline, which has nothing to judge or to render.
 */
export async function openStoredRun(name: string, root: string): Promise<StoredRun> {
  const found = await openStored(name, root);
  if ('report' in found) return found;
  const { tool, format } = found.baseline.source;
  throw new HitgateError(
    `${found.location} is a baseline imported from ${tool} (${format}), and not a run of hitgate`,
    {
      code: 'E_IMPORTED',
      exitCode: exitCodes.usage,
      hint: 'see it with `hitgate baseline show`, and set it beside a run with `hitgate compare`',
    },
  );
}

/**
 * Finds a stored run or an imported baseline by what a person would write: a folder, a `report.json`, `latest`, the id of a run, or the name of a
 * baseline. A run that died is recovered from its journal. @throws HitgateError (exit 2) that lists where was looked.
 */
export async function openStored(name: string, root: string): Promise<StoredRun | StoredImport> {
  const folder = name === 'latest' ? await latestFolder(root) : undefined;
  const candidates = folder === undefined ? candidatesFor(name, root) : [folder];
  for (const candidate of candidates) {
    const found = await openCandidate(candidate);
    if (found !== undefined) return found;
    const several = await severalRunsIn(candidate);
    if (several !== undefined) throw several;
  }
  throw new HitgateError(`No stored run named "${name}"`, {
    code: 'E_RUN',
    exitCode: exitCodes.usage,
    hint: `give a run folder, a report.json, "latest" or a baseline; looked at ${candidates.join(', ')}`,
  });
}

function candidatesFor(name: string, root: string): string[] {
  return [...new Set([name, path.join(root, name), path.join(root, baselinesFolder, `${name}.json`)])];
}

async function openCandidate(candidate: string): Promise<StoredRun | StoredImport | undefined> {
  const kind = await stat(candidate).catch(() => undefined);
  if (kind === undefined) return undefined;
  if (kind.isFile()) return parseStored(await readFile(candidate, 'utf8'), candidate);
  const file = path.join(candidate, 'report.json');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text !== undefined) return { report: parseReport(text, file), location: candidate };
  const journal = await readFile(path.join(candidate, journalName), 'utf8').catch(() => undefined);
  return journal === undefined ? undefined : { report: recoverReport(journal, candidate), location: candidate };
}

/** Why a folder is not one run: it holds several, which are runs themselves. Undefined when it does not. */
async function severalRunsIn(folder: string): Promise<HitgateError | undefined> {
  const holds = async (name: string): Promise<boolean> =>
    (await stat(path.join(folder, name)).catch(() => undefined))?.isDirectory() === true;
  const details = { code: 'E_RUN', exitCode: exitCodes.usage };
  if (await holds('before'))
    return new HitgateError(`${folder} holds two sides that were compared, and not one run`, {
      ...details,
      hint: `give ${path.join(folder, 'before')} or ${path.join(folder, 'after')}, or compare both again with: hitgate compare`,
    });
  if ((await stat(path.join(folder, 'rollout.json')).catch(() => undefined))?.isFile() === true)
    return new HitgateError(`${folder} holds a rollout with the runs of its stages, and not one run`, {
      ...details,
      hint: `give one of the folders in ${folder}; what became of it is in ${path.join(folder, 'rollout.md')}`,
    });
  if (await holds('steps'))
    return new HitgateError(`${folder} holds the steps of a search for a capacity, and not one run`, {
      ...details,
      hint: `give one of the folders in ${path.join(folder, 'steps')}`,
    });
  return undefined;
}

/** The report or the imported baseline that a stored text is. @throws HitgateError (exit 2) when it is neither. */
export function parseStored(text: string, location: string): StoredRun | StoredImport {
  if (isImportedBaseline(text)) return { baseline: parseImportedBaseline(text, location), location };
  return { report: parseReport(text, location), location };
}

/** Whether a folder is one of a run: a sign-off or the two sides of a comparison are kept beside runs and have neither file. */
async function holdsRun(folder: string): Promise<boolean> {
  const found = await Promise.all(
    ['report.json', journalName].map((name) => stat(path.join(folder, name)).catch(() => undefined)),
  );
  return found.some((kind) => kind?.isFile() === true);
}

async function latestFolder(root: string): Promise<string> {
  const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
  const runs = entries
    .filter((entry) => entry.isDirectory() && /^\d{4}-\d{2}-\d{2}-\d{6}-/u.test(entry.name))
    .map(({ name }) => name);
  for (const name of runs.toSorted().toReversed()) {
    const folder = path.join(root, name);
    if (await holdsRun(folder)) return folder;
  }
  throw new HitgateError(`There is no run in ${root} yet`, {
    code: 'E_RUN',
    exitCode: exitCodes.usage,
    hint: 'make one with `hitgate run`, or give the folder of the runs with --out DIR',
  });
}
