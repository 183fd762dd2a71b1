import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reporters } from '../../src/reporters/index.ts';
import { releaseReport, wholeEvidence } from '../report/signoff/build-evidence.ts';
import { hitgate, onlyRun, scratchFolder, writeScenario, type Finished } from './run-hitgate.ts';

let scratch: Awaited<ReturnType<typeof scratchFolder>>;
let flags: Readonly<Record<string, string>>;
beforeAll(async () => {
  scratch = await scratchFolder();
  flags = await writeEvidence();
});
afterAll(() => scratch.remove());

/** Trace files of 100 lines, so many of which are covered. */
const coverages: Readonly<Record<string, (covered: number) => string>> = {
  'lcov.info': (covered) =>
    `SF:a.rs\n${Array.from({ length: 100 }, (_, line) => `DA:${line + 1},${line < covered ? 1 : 0}\n`).join('')}end_of_record\n`,
  'cobertura.xml': (covered) =>
    `<?xml version="1.0"?>\n<coverage line-rate="${covered / 100}" lines-covered="${covered}" lines-valid="100" version="1"><packages/></coverage>\n`,
  'coverage-summary.json': (covered) => JSON.stringify({ total: { lines: { total: 100, covered } } }),
};

/** Writes the evidence that backs every row, and returns the flags that name it. */
async function writeEvidence(): Promise<Record<string, string>> {
  const { probes, rollout, comparison } = wholeEvidence();
  const { target, ...rolledOut } = rollout.record;
  const files = {
    'run/report.json': reporters.json(releaseReport()),
    'lcov.info': coverages['lcov.info']?.(91) ?? '',
    'probe/probes.json': JSON.stringify(probes[0]?.record),
    'rollout/rollout.json': JSON.stringify({ ...rolledOut, target: { url: target[0] } }),
    'ab/comparison.json': JSON.stringify({ ...comparison.record, evidence: 'pairs', gates: [] }),
  };
  for (const [name, text] of Object.entries(files)) await write(name, text);
  return {
    '--coverage': at('lcov.info'),
    '--probes': at('probe'),
    '--rollout': at('rollout'),
    '--comparison': at('ab'),
  };
}

function at(name: string): string {
  return path.join(scratch.path, name);
}

async function write(name: string, text: string): Promise<string> {
  const file = at(name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
  return file;
}

/** Signs off the run with all evidence but what `changes` say, into a folder `name`. */
function signOff(
  name: string,
  changes: Readonly<Record<string, string | undefined>> = {},
  env: Readonly<Record<string, string>> = {},
): Promise<Finished> {
  const given = Object.entries({ ...flags, ...changes }).flatMap(([flag, value]) =>
    value === undefined ? [] : [flag, value],
  );
  return hitgate(['signoff', at('run'), '--out', at(name), ...given], { env: { ...env } });
}

describe('hitgate signoff', () => {
  it('says GO when every row is backed, and leaves what it rests on with its SHA-256', async () => {
    const summary = await write('summary.md', '');
    const { code, stdout, stderr } = await signOff('go', {}, { GITHUB_STEP_SUMMARY: summary });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^GO {2}sla on /u);
    const folder = await onlyRun(at('go'));
    expect(new Set(await readdir(folder))).toEqual(new Set(['signoff.json', 'signoff.md', 'signoff.html']));
    const written = JSON.parse(await readFile(path.join(folder, 'signoff.json'), 'utf8')) as unknown;
    const evidence = [
      'run/report.json',
      'lcov.info',
      'probe/probes.json',
      'rollout/rollout.json',
      'ab/comparison.json',
    ];
    const digests = await Promise.all(
      evidence.map(async (name) => ({
        path: at(name),
        sha256: createHash('sha256')
          .update(await readFile(at(name)))
          .digest('hex'),
      })),
    );
    expect(written).toMatchObject({ decision: 'GO', evidence: digests });
    expect(await readFile(summary, 'utf8')).toBe(await readFile(path.join(folder, 'signoff.md'), 'utf8'));
  });

  it.each(['--coverage', '--probes', '--rollout', '--comparison'])('is a NO-GO without %s', async (flag) => {
    const { code, stdout } = await signOff(`without${flag}`, { [flag]: undefined });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^NO-GO/u);
  });

  it.each([
    ['passed', 'pass', 0],
    ['failed', 'fail', 1],
    ['had no data', 'no-data', 1],
  ])('reads the probes of the run itself, which %s after its load', async (_, status, code) => {
    const { startedAt } = releaseReport();
    const pass = (each: string): unknown => ({
      results: [{ name: 'health', status: each, reason: 'why', evidence: [], startedAt, millis: 3 }],
      requests: 1,
      startedAt,
      millis: 3,
    });
    const report: unknown = JSON.parse(await readFile(at('run/report.json'), 'utf8'));
    const probes = { before: pass('pass'), after: pass(status) };
    await write(`probed-${status}/report.json`, JSON.stringify(Object.assign({}, report, { probes })));
    const { '--probes': __, ...others } = flags;
    const given = Object.entries(others).flat();
    const ended = await hitgate(['signoff', at(`probed-${status}`), '--out', at(`probed-${status}-out`), ...given]);
    expect(ended.code).toBe(code);
  });

  it.each(
    Object.keys(coverages).flatMap((name) => [
      { name, covered: 89, code: 1 },
      { name, covered: 90, code: 1 },
      { name, covered: 91, code: 0 },
    ]),
  )('of a $name with $covered of 100 lines covered ends with $code', async ({ name, covered, code }) => {
    const file = await write(`${covered}-${name}`, coverages[name]?.(covered) ?? '');
    const ended = await signOff(`${covered}-${name}-out`, { '--coverage': file });
    expect(ended.code).toBe(code);
    expect(ended.stdout).toContain(`${covered}.00 %`);
  });

  it.each([
    ['a file that there is not', '--rollout', undefined, 'cannot be read'],
    ['a file that is cut off', '--probes', '{"kind":"probes"', 'is not complete JSON'],
    ['a file of another kind', '--rollout', '{"kind":"probes"}', 'is not usable as rollout'],
    ['a coverage without a line', '--coverage', 'SF:a\nLF:0\nLH:0\nend_of_record\n', 'counts no lines'],
    ['a cost without a number', '--current-cost', undefined, 'Expected a number and its unit'],
  ])('refuses %s with exit code 2, and writes nothing', async (_, flag, text, message) => {
    const file = text === undefined ? at('none') : await write(`bad${flag}`, text);
    const { code, stdout, stderr } = await signOff('refused', { [flag]: file });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    await expect(readdir(at('refused'))).rejects.toThrow('ENOENT');
  });

  it('names every file that is not usable at once', async () => {
    const missing = Object.fromEntries(Object.keys(flags).map((flag) => [flag, at(`no${flag}`)]));
    const { code, stderr } = await signOff('refused', missing);
    expect(code).toBe(2);
    for (const flag of Object.keys(flags)) expect(stderr).toContain(at(`no${flag}`));
  });

  it('says what it decided before it fails to write it', async () => {
    const { code, stdout, stderr } = await signOff('unwritten', {}, { GITHUB_STEP_SUMMARY: at('run') });
    expect(code).toBe(6);
    expect(stdout).toMatch(/^GO {2}sla/u);
    expect(stderr).toContain('could not be written');
  });

  it('reads what a run and a comparison leave, and is no GO on the reference target', async () => {
    const file = await writeScenario(scratch.path, {
      phases: { warmup: { kind: 'none' }, measure: { executor: 'constant-vus', vus: 4, duration: '1s' } },
    });
    for (const name of ['before', 'after']) await hitgate(['run', file, '--out', at(name), '--no-calibration']);
    const [before, after] = await Promise.all(['before', 'after'].map((name) => onlyRun(at(name))));
    const compared = await hitgate(['compare', before ?? '', after ?? '', '--format', 'json']);
    const comparison = await write('compared.json', compared.stdout);
    const out = at('reference');
    const { code, stdout } = await hitgate(['signoff', after ?? '', '--comparison', comparison, '--out', out]);
    expect(code).toBe(1);
    expect(stdout).toContain('reference target');
    const written = await readFile(path.join(await onlyRun(out), 'signoff.json'), 'utf8');
    expect(JSON.parse(written)).toMatchObject({
      decision: 'NO-GO',
      rows: expect.arrayContaining([
        expect.objectContaining({
          item: 'Before and after',
          evidence: [expect.objectContaining({ kind: 'comparison', path: comparison })],
        }),
      ]),
    });
  });
});
