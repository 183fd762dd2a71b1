import { spawnSync } from 'node:child_process';

/** The version that a program prints, by the first group of a pattern; what it printed first when that is not found. */
export function versionIn(file: string, args: readonly string[], pattern: RegExp): string {
  const { stdout, stderr } = spawnSync(file, args, { encoding: 'utf8', timeout: 10_000 });
  const text = `${stdout}\n${stderr}`.trim();
  return pattern.exec(text)?.[1] ?? 'of unknown version';
}
