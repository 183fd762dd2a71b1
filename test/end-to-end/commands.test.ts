import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fewQuestions, hitgate, onlyRun, scratchFolder, writeScenario } from './run-hitgate.ts';

let scratch: Awaited<ReturnType<typeof scratchFolder>>;
let out: string;
let folder: string;
let workload: Awaited<ReturnType<typeof fewQuestions>>;

/** Few users, so that a busy machine can drive them; enough of them that every class is judged. */
const phases = { warmup: { kind: 'prefill' }, measure: { executor: 'constant-vus', vus: 8, duration: '3s' } };

/** One short run that all commands on stored runs work with. */
beforeAll(async () => {
  scratch = await scratchFolder();
  out = path.join(scratch.path, 'reports');
  workload = await fewQuestions(scratch.path);
  const file = await writeScenario(scratch.path, {
    workload,
    phases,
    thresholds: { 'http_req_duration{cache:hit}': ['p(95)<1000'], http_req_failed: ['rate<0.5'] },
  });
  const { code, stdout, stderr } = await hitgate(['run', file, '--out', out]);
  if (code !== 0) throw new Error(`the run ended with ${code}: ${stdout}${stderr}`);
  folder = await onlyRun(out);
});
afterAll(() => scratch.remove());

describe('judge', () => {
  it('judges a stored run again with the same verdict', async () => {
    expect(await hitgate(['judge', folder])).toMatchObject({ code: 0 });
  });

  it('judges it by other limits, without load', async () => {
    const sla = path.join(scratch.path, 'strict.yaml');
    // A limit on the wait for an answer, because a tenth of one on its duration would be held against the generator too.
    await writeFile(sla, "thresholds:\n  'http_req_waiting{cache:miss}': ['p(95)<60']\n");
    const { code, stdout } = await hitgate(['judge', folder, '--sla', sla]);
    expect(code).toBe(1);
    expect(stdout).toContain('p(95)<60');
  });
});

describe('report', () => {
  it.each([
    ['terminal', 'PASS'],
    ['json', '"schemaVersion"'],
    ['csv', 'hit'],
    ['markdown', '# '],
    ['junit', '<testsuite'],
    ['hlog', 'Tag=hit'],
    ['html', '<!DOCTYPE html>'],
    ['hgrm', 'Percentile'],
  ])('renders a stored run as %s', async (format, part) => {
    const { code, stdout } = await hitgate(['report', folder, '--format', format]);
    expect(code).toBe(0);
    expect(stdout).toContain(part);
  });

  it('renders the latest run when none is named', async () => {
    expect((await hitgate(['report', '--out', out])).stdout).toContain('PASS');
  });

  it('says where it looked when there is no such run', async () => {
    const { code, stderr } = await hitgate(['report', 'no-such-run', '--out', out]);
    expect(code).toBe(2);
    expect(stderr).toContain('No stored run named "no-such-run"');
  });
});

describe('baseline and compare', () => {
  it('keeps a run by name, lists it, shows it and compares it with itself', async () => {
    expect((await hitgate(['baseline', 'save', folder, '--name', 'before', '--out', out])).code).toBe(0);
    expect((await hitgate(['baseline', 'save', folder, '--name', 'before', '--out', out])).stderr).toContain('--force');
    expect((await hitgate(['baseline', 'list', '--out', out])).stdout).toContain('before');
    expect((await hitgate(['baseline', 'show', 'before', '--out', out])).stdout).toContain('PASS');
    const { code, stdout } = await hitgate(['compare', 'before', folder, '--out', out]);
    expect(code).toBe(3);
    expect(stdout).toContain('suggestive: a side has one run');
    expect(stdout).toContain('p(95){cache:hit}');
  });

  it('refuses to compare runs of different request sequences', async () => {
    const other = path.join(scratch.path, 'other');
    const file = await writeScenario(scratch.path, {
      workload,
      phases,
      thresholds: { http_req_failed: ['rate<0.5'] },
    });
    expect((await hitgate(['run', file, '--out', other, '--seed', '8'])).code).toBe(0);
    const { code, stderr } = await hitgate(['compare', folder, await onlyRun(other)]);
    expect(code).toBe(2);
    expect(stderr).toContain('digest');
  });
});

describe('bad input', () => {
  it('sends nothing for a bad scenario, and names line and hint', async () => {
    let requests = 0;
    const server = createServer((_, response) => {
      requests += 1;
      response.end('{"status":"healthy"}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const file = await writeScenario(scratch.path, { treshold: {} });
    const { code, stderr } = await hitgate(['run', file, '--target', `http://127.0.0.1:${port}`, '--out', out]);
    server.close();
    expect(code).toBe(2);
    expect(stderr).toMatch(/treshold.*\(.*scenario\.json:\d+/u);
    expect(stderr).toContain('thresholds');
    expect(requests).toBe(0);
  });

  it.each([
    [['run', '--vuss', '10'], '--vus'],
    [['rnu'], 'run'],
    [['run', '--vus', 'ten'], 'whole number'],
    [['report', '--format', 'pdf'], 'Allowed choices'],
    [['run', '--on-inconclusive', 'maybe'], 'Allowed choices'],
  ])('refuses %s with exit 2', async (argv, words) => {
    const { code, stderr } = await hitgate(argv);
    expect(code).toBe(2);
    expect(stderr).toContain(words);
  });

  it('refuses a misspelt variable', async () => {
    const file = await writeScenario(scratch.path, {});
    const { code, stderr } = await hitgate(['plan', file], { env: { HITGATE_TARGTE: 'http://127.0.0.1:1' } });
    expect(code).toBe(2);
    expect(stderr).toContain('HITGATE_TARGET');
  });

  it('prints help with examples and the version', async () => {
    expect((await hitgate(['--help'])).stdout).toContain('Examples:');
    expect((await hitgate(['run', '--help'])).stdout).toContain('$ hitgate run');
    const { version } = JSON.parse(await readFile('package.json', 'utf8'));
    expect((await hitgate(['--version'])).stdout.trim()).toBe(version);
  });
});

describe('plan', () => {
  it('refuses a gate that no target can reach, with its line and a hint', async () => {
    const file = await writeScenario(scratch.path, { thresholds: { cache_hit_rate: ['rate>0.95'] } });
    const { code, stderr } = await hitgate(['plan', file]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/cannot be reached: the greatest attainable hit rate .* \(.*scenario\.json:\d+:\d+\)/u);
    expect(stderr).toContain('hint:');
  });

  it('prints the digest, which does not depend on the number of users', async () => {
    const file = await writeScenario(scratch.path, { thresholds: { http_req_failed: ['rate<0.5'] } });
    const digests = await Promise.all(
      ['10', '1000'].map(async (vus) => {
        const { stdout, code } = await hitgate(['plan', file, '--vus', vus]);
        expect(code).toBe(0);
        return /[0-9a-f]{64}/u.exec(stdout)?.[0];
      }),
    );
    expect(digests[0]).toBeDefined();
    expect(digests[0]).toBe(digests[1]);
  });

  it('takes the rate of a flag or of a stored run, and prints its figures as data', async () => {
    const file = await writeScenario(scratch.path, { thresholds: { http_req_failed: ['rate<0.5'] } });
    const planned = async (...flags: string[]): Promise<unknown> =>
      JSON.parse((await hitgate(['plan', file, '--format', 'json', ...flags])).stdout);
    expect(await planned('--assume-rate', '12.5')).toMatchObject({
      length: { ratePerSecond: 12.5, from: 'assumed rate' },
    });
    expect(await planned('--from', folder)).toMatchObject({
      length: { rateFrom: path.basename(folder), from: 'assumed rate' },
      gates: [{ least: { deff: expect.any(Number), chances: [{ power: expect.any(Number) }] } }],
    });
  });

  it.each([
    [['--assume-rate', '0'], 'Expected a number above 0'],
    [['--from', 'nowhere'], 'No stored run named "nowhere"'],
  ])('refuses %s', async (flags, message) => {
    const file = await writeScenario(scratch.path, {});
    const { code, stderr } = await hitgate(['plan', file, ...flags]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  it('refuses an assumed rate where the load has one', async () => {
    const { code, stderr } = await hitgate(['plan', 'scenarios/open.ts', '--assume-rate', '10']);
    expect(code).toBe(2);
    expect(stderr).toContain('--assume-rate has no meaning with the executor constant-arrival-rate');
  });
});

describe('a scenario with a baseline', () => {
  it('is refused while the baseline is missing, runs without it, and is compared once it is there', async () => {
    const home = path.join(scratch.path, 'with-baseline');
    const baseline = { name: 'pre', margins: { 'p(95){cache:hit}': 0.5 } };
    const file = await writeScenario(scratch.path, { workload, phases, baseline });
    const refused = await hitgate(['run', file, '--out', home]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('hitgate baseline save latest --name pre');
    await hitgate(['run', file, '--out', home, '--no-baseline']);
    await hitgate(['baseline', 'save', 'latest', '--name', 'pre', '--out', home]);
    const { stdout } = await hitgate(['run', file, '--out', home]);
    expect(stdout).toMatch(/^baseline +[A-Z ]+ \(suggestive\) against pre: /mu);
  });
});
