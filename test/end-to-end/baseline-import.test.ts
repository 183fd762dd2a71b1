import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseImportedBaseline } from '../../src/importers/imported-schema.ts';
import { hitgate, scratchFolder, writeScenario, type Finished } from './run-hitgate.ts';

let scratch: Awaited<ReturnType<typeof scratchFolder>>;
let out: string;

/** The shipped example is the run that imported baselines are set beside. */
beforeAll(async () => {
  scratch = await scratchFolder();
  out = path.join(scratch.path, 'reports');
  await mkdir(out);
  await cp('reports/example', path.join(out, 'example'), { recursive: true });
});
afterAll(() => scratch.remove());

function importFixture(file: string, ...flags: readonly string[]): Promise<Finished> {
  return hitgate(['baseline', 'import', `fixtures/baselines/${file}`, '--out', out, ...flags]);
}

describe('baseline import', () => {
  it('says what it took the file for, keeps it, lists it and shows it', async () => {
    const { code, stdout } = await importFixture('k6.csv', '--name', 'k6', '--metric', 'query_time');
    expect(code).toBe(0);
    expect(stdout).toContain('took fixtures/baselines/k6.csv as k6-csv');
    expect(stdout).toContain('hit, service time');
    const file = path.join(out, 'baselines', 'k6.json');
    expect(parseImportedBaseline(await readFile(file, 'utf8'), file).source).toMatchObject({ format: 'k6-csv' });
    expect((await hitgate(['baseline', 'list', '--out', out])).stdout).toMatch(/k6 +imported +k6-csv: histogram/u);
    expect((await hitgate(['baseline', 'show', 'k6', '--out', out])).stdout).toContain('IMPORTED  k6');
  });

  it('reads the folder target/criterion', async () => {
    const { code, stdout } = await importFixture('target-criterion', '--name', 'benches');
    expect(code).toBe(0);
    expect(stdout).toContain('search_operations/search/What is A/B: testing?');
  });

  it('replaces a baseline of the same name with --force only', async () => {
    expect((await importFixture('wrk.txt', '--name', 'twice')).code).toBe(0);
    const refused = await importFixture('wrk.txt', '--name', 'twice');
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('--force') });
    expect((await importFixture('wrk2.txt', '--name', 'twice', '--force')).code).toBe(0);
  });

  it('refuses a file in which nothing was measured, with its line, and keeps nothing', async () => {
    const { code, stderr } = await importFixture('libtest-zero-measured.txt', '--name', 'nothing');
    expect(code).toBe(2);
    expect(stderr).toContain('0 measured');
    expect(stderr).toContain('libtest-zero-measured.txt:5');
    expect((await hitgate(['baseline', 'list', '--out', out])).stdout).not.toContain('nothing');
  });

  it('refuses what is not there, and names that cannot be files', async () => {
    expect(await importFixture('no-such-file', '--name', 'a')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('There is no file'),
    });
    expect(await importFixture('wrk.txt', '--name', '../a')).toMatchObject({ code: 2 });
  });
});

describe('an imported baseline', () => {
  beforeAll(async () => {
    await hitgate(['baseline', 'import', path.join(out, 'example', 'latency.hlog'), '--name', 'hlog', '--out', out]);
    await importFixture('criterion-first-run.txt', '--name', 'first');
    await importFixture('criterion-second-run-with-change.txt', '--name', 'second');
  });

  it('is set beside a run of the same samples without a change', async () => {
    const { code, stdout } = await hitgate(['compare', 'hlog', 'example', '--out', out]);
    expect(code).toBe(3);
    expect(stdout).toMatch(/hit, service time\n(?:.+\n)*? +p95 +(\S+) ms +\1 ms +0\.0 %/u);
    expect(stdout).toContain('nothing is decided here');
  });

  it.each(['terminal', 'markdown', 'json'])('is set beside another one, printed as %s', async (format) => {
    const { code, stdout } = await hitgate(['compare', 'first', 'second', '--out', out, '--format', format]);
    expect(code).toBe(3);
    expect(stdout).toContain('search');
  });

  it('decides nothing, so that its exit code is that of what is undecided, and JUnit has no test case for it', async () => {
    const pass = await hitgate(['compare', 'first', 'second', '--out', out, '--on-inconclusive', 'pass']);
    expect(pass.code).toBe(0);
    const junit = await hitgate(['compare', 'first', 'second', '--out', out, '--format', 'junit']);
    expect(junit).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('nothing to show as junit') });
  });

  it('of means is not set beside a run', async () => {
    const { code, stderr } = await hitgate(['compare', 'first', 'example', '--out', out]);
    expect(code).toBe(2);
    expect(stderr).toContain('a mean of batches says nothing about a percentile');
    expect(stderr).toContain('[E_NOT_ALIKE]');
  });

  it.each([['judge'], ['report'], ['baseline', 'save']])('is no run for %s %s', async (...command) => {
    const { code, stderr } = await hitgate([
      ...command,
      'hlog',
      '--out',
      out,
      ...(command[1] === 'save' ? ['--name', 'b'] : []),
    ]);
    expect(code).toBe(2);
    expect(stderr).toContain('imported from hitgate (hlog), and not a run of hitgate');
  });

  it('cannot be the baseline of a scenario, whose run is refused before anything is sent', async () => {
    const file = await writeScenario(scratch.path, { baseline: { name: 'hlog' } });
    const { code, stderr } = await hitgate(['run', file, '--out', out]);
    expect(code).toBe(2);
    expect(stderr).toContain('imported from hitgate (hlog), and not a run of hitgate');
    expect(stderr).toContain('[E_IMPORTED]');
  });

  it('that was damaged on disk is an error that says how to mend it', async () => {
    await writeFile(path.join(out, 'baselines', 'bad.json'), '{"kind":"imported-baseline","schemaVersion":"1.0"}');
    const { code, stderr } = await hitgate(['baseline', 'show', 'bad', '--out', out]);
    expect(code).toBe(2);
    expect(stderr).toContain('import it again with --force');
  });
});
