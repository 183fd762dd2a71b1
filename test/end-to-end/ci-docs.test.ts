import { mkdir, readFile, readdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { parseReport } from '../../src/report/report-schema.ts';
import { builtHitgate, pathWith, runScript, type StepEnd } from './action-runner.ts';
import { onlyReport, scratchFolder } from './run-hitgate.ts';

const gitlab = z.object({
  load: z.object({
    script: z.array(z.string()),
    artifacts: z.object({ reports: z.object({ junit: z.literal('reports/*/junit.xml') }) }),
  }),
});

let scratch: Awaited<ReturnType<typeof scratchFolder>>;
let docs: string;
let PATH: string;
beforeAll(async () => {
  scratch = await scratchFolder();
  docs = await readFile('docs/ci.md', 'utf8');
  // A package that is installed already: nothing is fetched.
  await mkdir(path.join(scratch.path, 'modules'));
  await symlink(path.resolve('.'), path.join(scratch.path, 'modules', 'hitgate'));
  const npm = `if [ "$1" = root ]; then echo ${JSON.stringify(path.join(scratch.path, 'modules'))}; fi`;
  PATH = await pathWith(path.join(scratch.path, 'bin'), { hitgate: builtHitgate, npm });
});
afterAll(() => scratch.remove());

function blocksOf(info: string): string[] {
  return [...docs.matchAll(new RegExp(`^\`\`\`${info}\\n([\\s\\S]*?)^\`\`\``, 'gmu'))].map(([, text = '']) => text);
}

/** Runs a script in a folder; a run is short, as what it finds is not what is tested. */
function inFolder(folder: string, script: string): Promise<Pick<StepEnd, 'code' | 'stdout' | 'stderr'>> {
  return runScript(script, { cwd: folder, env: { PATH, HOME: scratch.path, HITGATE_DURATION: '1s' } });
}

const exitCodes = { PASS: 0, FAIL: 1, INCONCLUSIVE: 3, INVALID: 4 } as const;

describe('docs/ci.md from an empty folder', { timeout: 120_000 }, () => {
  it('leaves a scenario, ends by the verdict of a plain shell with all that is kept, and signs off what is missing', async () => {
    const [install = '', shell = '', release = '', ...others] = blocksOf('sh');
    expect(others).toEqual([]);
    const folder = path.join(scratch.path, 'shell');
    await mkdir(folder);
    expect(await inFolder(folder, install)).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(new Set(await readdir(folder))).toEqual(new Set(['scenarios', 'fixtures']));
    const { code, stdout } = await inFolder(folder, shell);
    const artefacts = path.join(folder, 'artefacts');
    const { verdict } = await onlyReport(artefacts);
    expect(stdout).toMatch(new RegExp(`^${verdict.outcome} smoke: `, 'u'));
    expect(code).toBe(exitCodes[verdict.outcome]);
    const signed = await inFolder(folder, release);
    expect(signed.code).toBe(verdict.outcome === 'INVALID' ? 4 : 1);
    expect(signed.stdout).toContain('Rollback: NOT BACKED: no rollout was given');
  });

  it('has a job for GitLab whose script leaves the JUnit file that it names', async () => {
    const { script } = gitlab.parse(parse(blocksOf('yaml gitlab')[0] ?? '')).load;
    const folder = path.join(scratch.path, 'gitlab');
    await mkdir(folder);
    await inFolder(folder, blocksOf('sh')[0] ?? '');
    const { code } = await inFolder(folder, script.join('\n'));
    const [run = ''] = await readdir(path.join(folder, 'reports'));
    const file = path.join(folder, 'reports', run, 'report.json');
    expect(code).toBe(exitCodes[parseReport(await readFile(file, 'utf8'), file).verdict.outcome]);
    expect(await readdir(path.dirname(file))).toContain('junit.xml');
  });
});
