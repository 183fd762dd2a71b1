import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadScenarioFile } from '../../../src/cli/scenario-file/load-scenario-file.ts';
import { loadThresholds } from '../../../src/cli/scenario-file/load-thresholds.ts';
import { refusalText } from './render-problems.ts';
import { folderWith } from './scratch-files.ts';

const cwd = fileURLToPath(new URL('../../../fixtures/scenarios', import.meta.url));
const options = { cwd, env: {}, flags: {} };

describe('a scenario file', () => {
  it('gives the same scenario in TypeScript, YAML and JSON', async () => {
    const [typescript, yaml, json] = await Promise.all(
      ['good/full.ts', 'good/full.yaml', 'good/full.json'].map((path) => loadScenarioFile(path, options)),
    );
    expect(typescript).toStrictEqual({ ...yaml, file: 'good/full.ts' });
    expect(json).toStrictEqual({ ...yaml, file: 'good/full.json' });
  });

  it('finds its corpus and its log from its own folder', async () => {
    const { workload } = await loadScenarioFile('good/replay.yaml', options);
    expect(workload.queries).toBe(join(cwd, 'queries.jsonl'));
    expect(workload.popularity).toMatchObject({ file: join(cwd, 'replay.jsonl') });
  });

  it('is overridden by flags before variables', async () => {
    const env = { HITGATE_VUS: '150', HITGATE_SEED: '4' };
    const { load, workload } = await loadScenarioFile('good/full.ts', { cwd, env, flags: { vus: 200 } });
    expect(load).toMatchObject({ vus: 200 });
    expect(workload.seed).toBe(4);
  });

  it('reports problems of the environment, of overrides and of itself together', async () => {
    const env = { HITGATE_VUZ: '5', HITGATE_RUNS: 'few' };
    expect(await refusalText('bad/runs-zero.yaml', { cwd, env, flags: { vus: 0 } })).toMatchInlineSnapshot(`
      "error: HITGATE_VUZ is not a variable that hitgate knows [E_SCENARIO]
       hint: did you mean HITGATE_VUS?
      error: --vus must be at least 1, got 0 [E_SCENARIO]
       hint: set load.vus to the number of users that send requests at the same time, at least 1
      error: HITGATE_RUNS must be a number, got "few" [E_SCENARIO]
       hint: set runs to the number of repetitions, at least 1
      "
    `);
  });

  it('may name a secret in a variable of hitgate’s own prefix', async () => {
    const text =
      'name: x\ntarget: { preset: doc-rag, apiKeyEnv: HITGATE_KEY }\nworkload: { queries: q.jsonl }\nthresholds: { http_req_failed: rate<0.1 }\n';
    const folder = folderWith({ 's.yaml': `\uFEFF${text}`, 'q.jsonl': '' });
    const scenario = await loadScenarioFile('s.yaml', { cwd: folder, env: { HITGATE_KEY: 'hunter2' }, flags: {} });
    expect(JSON.stringify(scenario)).not.toContain('hunter2');
  });
});

describe('the TLS files of a scenario', () => {
  const text =
    'name: x\ntarget: { preset: doc-rag, url: "https://h", tls: { ca: ca.pem } }\nworkload: { queries: q.jsonl }\nthresholds: { http_req_failed: rate<0.1 }\n';

  it('are found from its own folder, and those of flags and variables from the current one', async () => {
    const scenarios = folderWith({ 's.yaml': text, 'q.jsonl': '', 'ca.pem': '' });
    const here = folderWith({ 'c.pem': '', 'k.pem': '' });
    const file = join(scenarios, 's.yaml');
    const env = { HITGATE_KEY: 'k.pem' };
    const { target } = await loadScenarioFile(file, { cwd: here, env, flags: { cert: 'c.pem' } });
    expect(target.tls).toStrictEqual({
      ca: join(scenarios, 'ca.pem'),
      cert: join(here, 'c.pem'),
      key: join(here, 'k.pem'),
      insecure: false,
    });
  });

  it('that are not there are refused by the flag that named them', async () => {
    const folder = folderWith({ 's.yaml': text, 'q.jsonl': '', 'ca.pem': '' });
    const refused = await refusalText('s.yaml', { cwd: folder, env: {}, flags: { ca: 'no.pem' } });
    expect(refused).toBe(
      'error: --ca names a file that cannot be read: no.pem [E_SCENARIO]\n hint: write the path as seen from the current folder\n',
    );
  });
});

describe('a path that is no scenario', () => {
  it.each([
    ['good/fulll.yaml', 'does not exist', 'did you mean good/full.yaml?'],
    ['good/full', 'does not exist', 'did you mean good/full.json?'],
    ['good/full.yml', 'does not exist', 'did you mean good/full.json?'],
    ['good', 'is a folder, not a scenario file', 'good/full.ts'],
    ['nowhere/x.yaml', 'does not exist', 'check the path'],
    ['queries.jsonl', 'has the extension .jsonl', 'use one of .ts'],
    ['good/full.ts/x.ts', 'does not exist', 'check the path'],
  ])('%s %s', async (path, what, hint) => {
    const text = await refusalText(path, options);
    expect(text).toContain(`the scenario file ${path} ${what}`);
    expect(text).toContain(hint);
  });

  it.skipIf(process.getuid?.() === 0)('is refused when it may not be read', async () => {
    const folder = folderWith({ 's.yaml': 'name: x' });
    chmodSync(join(folder, 's.yaml'), 0);
    expect(await refusalText('s.yaml', { ...options, cwd: folder })).toContain('give yourself the right to read it');
  });
});

describe('thresholds for judging again', () => {
  it('come from a file with thresholds alone, with the gates that the run implies', async () => {
    const scenario = await loadScenarioFile('good/full.yaml', options);
    const folder = folderWith({ 'sla.yaml': "thresholds: { 'http_req_duration{cache:hit}': p(95)<20 }\n" });
    const gates = await loadThresholds('sla.yaml', { cwd: folder, scenario });
    expect(gates.map(({ selector, source, implicit }) => [selector, source, implicit])).toStrictEqual([
      ['http_req_duration{cache:hit}', 'p(95)<20', false],
      ['cache_unknown_rate', 'rate==0', true],
      ['checks{check:citations}', 'rate==1', true],
      ['checks{check:consensus}', 'rate==1', true],
      ['checks{check:same-answer-on-hit}', 'rate==1', true],
    ]);
  });

  it('come from another scenario', async () => {
    const scenario = await loadScenarioFile('good/full.yaml', options);
    expect(await loadThresholds('good/full.ts', { cwd, scenario })).toStrictEqual(scenario.thresholds);
  });

  it('are refused with their line', async () => {
    const scenario = await loadScenarioFile('good/replay.yaml', options);
    const folder = folderWith({ 'sla.yaml': 'threshold: {}\nthresholds:\n  checks: rate>0.9\n  http_reqs: cuont>1\n' });
    await expect(loadThresholds('sla.yaml', { cwd: folder, scenario })).rejects.toMatchObject({
      problems: [
        { line: 1, hint: 'did you mean "thresholds"?' },
        { line: 3, message: 'thresholds.checks has nothing to judge, as no check is made' },
        { line: 4, hint: 'did you mean "count"?' },
      ],
    });
  });
});
