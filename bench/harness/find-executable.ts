import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

/** The path of a program in the folders of `HITGATE_BENCH_PEERS`, else of `PATH`; undefined when it is in none. */
export function findExecutable(name: string): string | undefined {
  const folders = [process.env['HITGATE_BENCH_PEERS'], process.env['PATH'], '/usr/sbin']
    .flatMap((list) => (list ?? '').split(path.delimiter))
    .filter((folder) => folder !== '');
  return folders.map((folder) => path.join(folder, name)).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
