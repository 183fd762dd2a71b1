import { mkdir, readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { builtHitgate, pathWith, runScript, runStep, type StepEnd } from './action-runner.ts';
import { scratchFolder, writeScenario } from './run-hitgate.ts';

let scratch: Awaited<ReturnType<typeof scratchFolder>>;
let workspace: string;
beforeEach(async () => {
  scratch = await scratchFolder();
  workspace = path.join(scratch.path, 'checkout');
  await mkdir(workspace);
});
afterEach(() => scratch.remove());

/** Four users for a second: enough for a gate on a rate that is far from its limit. */
const phases = { warmup: { kind: 'none' }, measure: { executor: 'constant-vus', vus: 4, duration: '1s' } };

async function step(
  name: string,
  values: Readonly<Record<string, string>>,
  programs: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
): Promise<StepEnd> {
  const PATH = await pathWith(path.join(scratch.path, 'bin'), programs);
  return runStep(name, values, { workspace, env: { PATH, ...env } });
}

async function run(
  changes: Readonly<Record<string, unknown>>,
  env: Readonly<Record<string, string>> = {},
  more = '',
): Promise<StepEnd> {
  await writeScenario(workspace, { phases, ...changes });
  const values = { 'inputs.scenario': 'scenario.json', 'inputs.args': `--no-pin\n--no-calibration${more}` };
  return step('Run', values, { hitgate: builtHitgate }, env);
}

describe('the step that runs', () => {
  it('leaves a PASS as outputs, with the report and the step summary, and marks nothing', async () => {
    const { code, stderr, outputs, summary } = await run({ thresholds: { http_req_failed: ['rate<0.5'] } });
    expect(outputs).toMatchObject({ verdict: 'PASS', 'exit-code': '0' });
    expect(code).toBe(0);
    expect(JSON.parse(await readFile(path.join(outputs['report'] ?? '', 'report.json'), 'utf8'))).toMatchObject({
      verdict: { outcome: 'PASS' },
    });
    expect(outputs['report']).toMatch(/^\//u);
    expect(summary).toContain('PASS');
    expect(stderr).not.toContain('::');
  });

  it('ends well after a FAIL, whose exit code is an output, and marks the gate in the scenario file', async () => {
    const { code, stdout, stderr, outputs } = await run({ thresholds: { http_req_failed: ['rate>0.5'] } });
    expect(outputs).toMatchObject({ verdict: 'FAIL', 'exit-code': '1' });
    expect(code).toBe(0);
    const [line = '', ...others] = stderr.split('\n').filter((each) => each.startsWith('::'));
    expect(others).toEqual([]);
    const lines = (await readFile(path.join(workspace, 'scenario.json'), 'utf8')).split('\n');
    const written = lines.findIndex((each) => each.includes('http_req_failed')) + 1;
    expect(line).toMatch(
      new RegExp(
        `^::error file=scenario\\.json,line=${written},col=\\d+,title=e2e%3A http_req_failed%3A rate>0\\.5::`,
        'u',
      ),
    );
    expect(stdout).not.toContain('::');
  });

  it('names the scenario file as the repository does, wherever it is run', async () => {
    await mkdir(path.join(workspace, 'load'));
    await writeScenario(path.join(workspace, 'load'), { phases, thresholds: { http_req_failed: ['rate>0.5'] } });
    const values = {
      'inputs.working-directory': 'load',
      'inputs.scenario': 'scenario.json',
      'inputs.args': '--no-pin --no-calibration',
    };
    const { stderr, outputs } = await step('Run', values, { hitgate: builtHitgate });
    expect(stderr).toContain('::error file=load/scenario.json,line=');
    expect(outputs['report']).toContain('/load/reports/');
  });

  it.each([
    ['outside GitHub', '', { GITHUB_ACTIONS: '' }],
    ['without annotations', '\n--no-annotations', {}],
  ])('marks nothing %s', async (_, more, env) => {
    const { stdout, stderr, outputs } = await run({ thresholds: { http_req_failed: ['rate>0.5'] } }, env, more);
    expect(outputs['verdict']).toBe('FAIL');
    expect(`${stdout}${stderr}`).not.toContain('::');
  });

  it('leaves a report from which the comment is written', async () => {
    const { outputs } = await run({ thresholds: { http_req_failed: ['rate>0.5'] } });
    const values = { 'steps.run.outputs.report': outputs['report'] ?? '', 'github.event.pull_request.number': '5' };
    const programs = { hitgate: builtHitgate, gh: fakeGh([[]]) };
    const ended = await step('Comment on the pull request', values, programs);
    expect(ended).toMatchObject({ code: 0, stdout: '', stderr: '' });
    const text = await readFile(path.join(scratch.path, 'hitgate-comment.md'), 'utf8');
    expect(text).toMatch(/^<!-- hitgate-comment e2e -->\n\n### ✗ FAIL: e2e\n/u);
    expect(text).toContain('(<https://git.example/team/service/actions/runs/17>)');
    expect((await asked())[1]).toContain(`<body=@${path.join(scratch.path, 'hitgate-comment.md')}>`);
  });

  it('has no secret in what it marks, not even in a name', async () => {
    const secret = 'e2e-0123456789';
    const thresholds = { http_req_failed: ['rate>0.5'] };
    const { stderr } = await run({ thresholds, name: secret }, { SERVICE_TOKEN: secret });
    const lines = stderr.split('\n').filter((each) => each.startsWith('::error'));
    expect(lines).toHaveLength(1);
    expect(lines.join('')).not.toContain(secret);
  });

  it.each([
    ['a scenario that there is not', { 'inputs.scenario': 'none.json' }],
    ['a folder that there is not', { 'inputs.scenario': 'scenario.json', 'inputs.working-directory': 'none' }],
  ])('gives exit code 2 and no report for %s', async (_, values) => {
    const { code, outputs } = await step('Run', values, { hitgate: builtHitgate });
    expect({ code, outputs }).toEqual({ code: 0, outputs: { 'exit-code': '2' } });
  });

  it('never runs what is written in an input', async () => {
    const hostile = '$(touch hacked) `touch hacked`; touch hacked #';
    const names = ['scenario', 'target', 'baseline', 'args', 'on-inconclusive', 'out'];
    const values = Object.fromEntries(names.map((name) => [`inputs.${name}`, hostile]));
    await step('Run', values, { hitgate: 'exit 2' });
    expect(await readdir(workspace)).not.toContain('hacked');
  });
});

/** A hitgate that leaves a report and ends by `HITGATE_RUN`, or by `HITGATE_COMPARE` when it compares. */
const scripted = `
printf '<%s>' "$@" >>calls; echo >>calls
if [ "$1" = compare ]; then exit "$HITGATE_COMPARE"; fi
mkdir -p reports/2026-01-31-120000-e2e
echo '{"verdict":{"outcome":"PASS"}}' >reports/2026-01-31-120000-e2e/report.json
exit "$HITGATE_RUN"`;

describe('the comparison with a baseline', () => {
  it.each([
    ['0', '0', '0'],
    ['0', '1', '1'],
    ['0', '3', '3'],
    ['1', '0', '1'],
    ['3', '1', '3'],
    ['4', '0', '4'],
  ])('of a run that ends with %s ends, at %s of its own, with %s', async (ran, compared, code) => {
    const values = { 'inputs.scenario': 'a.ts', 'inputs.baseline': 'main', 'inputs.on-inconclusive': 'fail' };
    const env = { HITGATE_RUN: ran, HITGATE_COMPARE: compared };
    const { outputs } = await step('Run', values, { hitgate: scripted }, env);
    expect(outputs['exit-code']).toBe(code);
    const calls = (await readFile(path.join(workspace, 'calls'), 'utf8')).split('\n');
    expect(calls.slice(0, 2)).toEqual([
      '<run><--out><reports><--on-inconclusive><fail><--><a.ts>',
      '<compare><--out><reports><--on-inconclusive><fail><--><main><reports/2026-01-31-120000-e2e>',
    ]);
  });
});

describe('the last step', () => {
  it.each([
    ['0', 0],
    ['1', 1],
    ['130', 130],
    ['', 70],
  ])('ends the job by the exit code %j', async (exitCode, code) => {
    const ended = await step('Verdict', { 'steps.run.outputs.exit-code': exitCode }, {});
    expect(ended.code).toBe(code);
  });
});

/** A gh that keeps what it is asked, and lists two pages of comments. */
const fakeGh = (pages: readonly unknown[]): string => `
printf '<%s>' "$@" >>"$RUNNER_TEMP/gh"; echo >>"$RUNNER_TEMP/gh"
if [ -n "\${GH_FAILS:-}" ]; then exit 1; fi
if [ "$2" = --paginate ]; then cat <<'END'
${pages.map((page) => JSON.stringify(page)).join('\n')}
END
fi`;

function comment(id: number, type: string, body: string): unknown {
  return { id, user: { type }, body };
}

/** What gh was asked, a line for each call. */
async function asked(): Promise<string[]> {
  return (await readFile(path.join(scratch.path, 'gh'), 'utf8')).trim().split('\n');
}

describe('the comment', () => {
  const marker = '<!-- hitgate-comment e2e -->';
  const values = {
    'inputs.token': 'secret-token',
    'github.event.pull_request.number': '5',
    'steps.upload.outputs.artifact-url': 'https://git.example/artefact/9',
  };
  const hitgate = `while [ "$1" != --output ]; do shift; done; printf '%s\\n\\nbody\\n' '${marker}' >"$2"`;

  it.each([
    [
      'is made when there is none',
      [[], []],
      /^<api><--silent><--method><POST><repos\/team\/service\/issues\/5\/comments>/u,
    ],
    [
      'is made beside one that a person quoted and one of another scenario',
      [[comment(1, 'User', `${marker}\n`)], [comment(2, 'Bot', '<!-- hitgate-comment e2e-soak -->')]],
      /<POST>/u,
    ],
    [
      'replaces that of an earlier run, on whatever page it is',
      [[comment(1, 'User', 'hello')], [comment(7, 'Bot', `${marker}\n\nold`)]],
      /^<api><--silent><--method><PATCH><repos\/team\/service\/issues\/comments\/7>/u,
    ],
  ])('%s', async (_, pages, call) => {
    const ended = await step('Comment on the pull request', values, { hitgate, gh: fakeGh(pages) });
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    const calls = await asked();
    expect(calls).toHaveLength(2);
    expect(calls[1]).toMatch(call);
    expect(`${ended.stdout}${calls.join('\n')}`).not.toContain('secret-token');
  });

  it.each([
    ['GitHub refuses it', { GH_FAILS: '1' }, hitgate],
    ['there is no report', {}, 'exit 2'],
  ])('that cannot be written, as %s, is a warning and hides nothing', async (_, env, program) => {
    const ended = await step('Comment on the pull request', values, { hitgate: program, gh: fakeGh([[]]) }, env);
    expect(ended.code).toBe(0);
    expect(ended.stdout).toContain('::warning::');
  });
});

describe('the installation', () => {
  it('of the source builds it where the action is, and what is on the path is this revision', async () => {
    const { code, paths } = await step('Install hitgate', {}, { npm: 'echo "$PWD $*" >>"$RUNNER_TEMP/npm"' });
    expect(code).toBe(0);
    const asked = await readFile(path.join(scratch.path, 'npm'), 'utf8');
    expect(asked).toBe(`${path.resolve('.')} ci --include=dev --no-audit --no-fund\n`);
    const env = { PATH: `${paths.trim()}:${process.env['PATH'] ?? ''}` };
    const version = await runScript('hitgate --version', { cwd: workspace, env });
    const { version: ours } = z
      .object({ version: z.string() })
      .parse(JSON.parse(await readFile('package.json', 'utf8')));
    expect(version).toEqual({ code: 0, stdout: `${ours}\n`, stderr: '' });
  });

  it.each(['latest; touch hacked', '../evil', 'http://evil.example/a.tgz', '$(touch hacked)'])(
    'refuses the version %j',
    async (version) => {
      const ended = await step('Install hitgate', { 'inputs.version': version }, { npm: 'touch hacked' });
      expect(ended.code).toBe(2);
      expect(await readdir(workspace)).toEqual([]);
    },
  );

  it('of a version takes it from npm into a folder of its own', async () => {
    const ended = await step(
      'Install hitgate',
      { 'inputs.version': '0.1.0' },
      { npm: 'echo "$*" >"$RUNNER_TEMP/npm"' },
    );
    expect(ended.code).toBe(0);
    const asked = await readFile(path.join(scratch.path, 'npm'), 'utf8');
    expect(asked).toMatch(/^install --global .*--prefix \S+\/hitgate hitgate@0\.1\.0\n$/u);
  });
});
