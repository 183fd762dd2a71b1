import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  noiseFloorKey,
  parseNoiseFloor,
  type NoiseFloorRecord,
  type NoiseFloorSetting,
} from '../report/noise-floor-record.ts';
import { makeFolders } from './run/run-folder.ts';
import { writeAtomically } from './write-atomically.ts';

/** Where noise floors are kept below the folder of the runs. */
const noiseFloorsFolder = 'noise-floor';

/** Keeps a noise floor in place of an older one for the same setting, and returns its file. */
export async function keepNoiseFloor(record: NoiseFloorRecord, root: string): Promise<string> {
  const file = fileOf(record, root);
  makeFolders(path.dirname(file));
  await writeAtomically(file, `${JSON.stringify(record, null, 2)}\n`);
  return file;
}

/** The noise floor that was measured for a setting, and its file; undefined when there is none. @throws HitgateError (exit 2) when it cannot be read. */
export async function findNoiseFloor(
  setting: NoiseFloorSetting,
  root: string,
): Promise<{ readonly record: NoiseFloorRecord; readonly file: string } | undefined> {
  const file = fileOf(setting, root);
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : { record: parseNoiseFloor(text, file), file };
}

function fileOf(setting: NoiseFloorSetting, root: string): string {
  const hash = createHash('sha256').update(noiseFloorKey(setting)).digest('hex');
  return path.join(root, noiseFloorsFolder, `${setting.digest.slice(0, 12)}-${hash.slice(0, 12)}.json`);
}
