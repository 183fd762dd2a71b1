import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';

/** Whether promtool is on the PATH. @throws Error when it is not and HITGATE_REQUIRE_PROMTOOL is 1. */
export function hasPromtool(): boolean {
  try {
    execFileSync('promtool', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    if (process.env['HITGATE_REQUIRE_PROMTOOL'] === '1')
      throw new Error('HITGATE_REQUIRE_PROMTOOL is 1, but there is no promtool: install Debian’s package prometheus');
    return false;
  }
}

/** What promtool said of files in a folder of their own, and whether it was content. */
export type PromtoolResult = { readonly ok: boolean; readonly output: string };

/** Writes files into a folder of their own and runs promtool there. */
export function promtool(
  argv: readonly string[],
  { files = {}, input }: { readonly files?: Readonly<Record<string, string>>; readonly input?: string },
): PromtoolResult {
  const cwd = mkdtempSync(path.join(tmpdir(), 'hitgate-promtool-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(cwd, name), text);
    const { status, stdout, stderr } = spawnSync('promtool', argv, {
      cwd,
      encoding: 'utf8',
      ...(input === undefined ? {} : { input }),
    });
    return { ok: status === 0, output: `${stdout}${stderr}` };
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}
