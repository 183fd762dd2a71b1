import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { isCriterionFile } from '../../../importers/criterion-folder.ts';
import { importError } from '../../../importers/import-problems.ts';
import type { ImportSource, SourceFile } from '../../../importers/importer.ts';

/** A text has to fit into one string of Node, with room to work on it. */
const mostBytes = 256 * 1024 * 1024;
const mostFiles = 10_000;

/**
 * Reads what is to be imported: a file, or of a folder the files that criterion writes. Links are not followed.
 * @throws HitgateError [E_IMPORT] when there is nothing, or it is too great
 */
export async function readImportSource(location: string): Promise<ImportSource> {
  const found = await stat(location).catch(() => undefined);
  if (found === undefined) {
    throw importError([{ file: location, message: 'There is no file or folder of this name', hint: 'check the path' }]);
  }
  if (!found.isDirectory()) return { kind: 'file', path: location, text: await readText(location, found.size) };
  const names: string[] = [];
  await findFiles(location, names);
  const files: SourceFile[] = [];
  for (const name of names) {
    const { size } = await stat(name);
    files.push({ path: name.split(path.sep).join('/'), text: await readText(name, size) });
  }
  return { kind: 'folder', path: location, files };
}

async function findFiles(folder: string, found: string[]): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const name = path.join(folder, entry.name);
    if (entry.isDirectory()) await findFiles(name, found);
    else if (entry.isFile() && isCriterionFile(name.split(path.sep).join('/'))) found.push(name);
    if (found.length > mostFiles) {
      throw importError([
        {
          file: folder,
          message: `Expected at most ${mostFiles} files of criterion, got more`,
          hint: 'give the folder of one group of benchmarks',
        },
      ]);
    }
  }
}

async function readText(file: string, bytes: number): Promise<string> {
  if (bytes > mostBytes) {
    throw importError([
      {
        file,
        message: `Expected a file of at most 256 MB, got ${Math.round(bytes / 1024 / 1024)} MB`,
        hint: 'of a k6 CSV, keep the header and the lines of the metric that is needed',
      },
    ]);
  }
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw importError([{ file, message: `The file cannot be read: ${reason}`, hint: 'check its permissions' }]);
  }
}
