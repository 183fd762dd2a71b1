import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { parseRollout, type RolloutRecord } from '../../report/rollout-record.ts';
import { rolloutMarkdown } from '../../reporters/rollout-markdown.ts';
import { isUnfinished } from '../../rollout/take-up.ts';
import { outputError } from '../run/output-error.ts';
import { writeAtomically } from '../write-atomically.ts';

/** The name under which a rollout's state is kept in its folder. */
const rolloutFileName = 'rollout.json';

/** A rollout on disk and the folder that it is in. */
export type StoredRollout = { readonly record: RolloutRecord; readonly folder: string };

/**
 * The rollouts of a scenario below `root` that were neither completed nor rolled back, the last one last.
 * @throws HitgateError (exit 2) for one that cannot be read: nobody knows which share its canary has.
 */
export async function findUnfinished(root: string, scenario: string): Promise<readonly StoredRollout[]> {
  const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory() && isOfRollout(entry.name, scenario));
  const found: StoredRollout[] = [];
  for (const name of folders.map((entry) => entry.name).toSorted()) {
    const folder = path.join(root, name);
    const file = path.join(folder, rolloutFileName);
    const text = await readFile(file, 'utf8').catch(() => undefined);
    // The state is written before anything is done: without one nothing was.
    if (text === undefined) continue;
    const record = parseRollout(text, file);
    if (record.scenario === scenario && isUnfinished(record)) found.push({ record, folder });
  }
  return found;
}

/** By its name only, which may be that of a scenario whose name is longer as well. */
function isOfRollout(folder: string, scenario: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}-\d{6}-/u.exec(folder)?.[0];
  return time !== undefined && folder.slice(time.length).startsWith(`rollout-${scenario}`);
}

/** Keeps the state of a rollout, and how it reads, so that a reader sees the old one or the new one. @throws HitgateError (exit 6). */
export async function keepRollout({ record, folder }: StoredRollout): Promise<void> {
  try {
    await writeAtomically(path.join(folder, rolloutFileName), `${JSON.stringify(record, null, 2)}\n`);
    await writeAtomically(path.join(folder, 'rollout.md'), rolloutMarkdown(record));
  } catch (cause) {
    throw outputError(folder, cause);
  }
}
