import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { openRunFolder, runId } from '../../src/cli/run/run-folder.ts';

it.each([
  ['sla', '2026-01-31-120000-sla'],
  ['SLA of FACT', '2026-01-31-120000-sla-of-fact'],
  ['../../etc/passwd', '2026-01-31-120000-etc-passwd'],
  ['…', '2026-01-31-120000-scenario'],
])('names the run of scenario "%s" %s', (name, id) => {
  expect(runId(Date.UTC(2026, 0, 31, 12, 0, 0), name)).toBe(id);
});

it('makes the folder of a run below folders that are not there yet, and another one for a second run of the same second', () => {
  const scratch = mkdtempSync(path.join(tmpdir(), 'hitgate-folder-'));
  try {
    const root = path.join(scratch, 'a', 'b');
    const folders = [openRunFolder(root, 'run'), openRunFolder(root, 'run')];
    for (const folder of folders) folder.close();
    expect(folders.map(({ id }) => id)).toEqual(['run', 'run-2']);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
});

it('refuses a folder that cannot be made, before anything is sent', () => {
  const scratch = mkdtempSync(path.join(tmpdir(), 'hitgate-folder-'));
  try {
    const file = path.join(scratch, 'file');
    writeFileSync(file, '');
    expect(() => openRunFolder(path.join(file, 'reports'), 'run')).toThrow('cannot be made');
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
});
