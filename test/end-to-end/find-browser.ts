import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

const names = ['chromium', 'chromium-browser', 'google-chrome'];

/**
 * The Chromium of this machine: CHROMIUM_PATH, or the first of its usual names on PATH; undefined where there is none.
 * @throws Error where there is none although HITGATE_REQUIRE_BROWSER=1 asks for one.
 */
export function findBrowser(): string | undefined {
  const given = process.env['CHROMIUM_PATH'] ?? '';
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  const candidates = given === '' ? names.flatMap((name) => folders.map((folder) => path.join(folder, name))) : [given];
  const found = candidates.find(isProgram);
  if (found === undefined && process.env['HITGATE_REQUIRE_BROWSER'] === '1')
    throw new Error(`HITGATE_REQUIRE_BROWSER=1, but none of these can be run: ${candidates.join(', ')}`);
  return found;
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
