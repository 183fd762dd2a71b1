import { spawn } from 'node:child_process';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { readAction } from '../action/composite-action.ts';

/** What a step of the action left behind: its exit code, what it printed and set, and what it added to the step summary and the path. */
export type StepEnd = {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly paths: string;
};

/** The checkout in which a step runs, and the variables of its job. */
export type StepJob = { readonly workspace: string; readonly env?: Readonly<Record<string, string>> };

/**
 * Runs the script of one step of the action as GitHub's runner would: the values stand for `${{ … }}` in its variables, by what is in the braces, and
 * what is not given is an input's default or empty.
 */
export async function runStep(
  name: string,
  values: Readonly<Record<string, string>>,
  { workspace, env = {} }: StepJob,
): Promise<StepEnd> {
  const action = readAction();
  const step = action.runs.steps.find((each) => each.name === name);
  if (step === undefined || !('run' in step)) throw new Error(`Expected a script in the step ${name}`);
  const valueOf = (expression: string): string =>
    values[expression] ?? action.inputs[expression.replace(/^inputs\./u, '')]?.default ?? '';
  const variables = Object.entries(step.env ?? {}).map(([variable, text]) => [
    variable,
    text.replaceAll(/\$\{\{\s*(.*?)\s*\}\}/gu, (_, expression: string) => valueOf(expression)),
  ]);
  const files = await commandFiles(workspace);
  const ended = await runScript(step.run, {
    cwd: workspace,
    env: { ...jobEnv(workspace), ...files, ...env, ...Object.fromEntries(variables) },
  });
  return {
    ...ended,
    outputs: outputsOf(await readFile(files.GITHUB_OUTPUT, 'utf8')),
    summary: await readFile(files.GITHUB_STEP_SUMMARY, 'utf8'),
    paths: await readFile(files.GITHUB_PATH, 'utf8'),
  };
}

/** A folder with programs of these texts, and before all others on the path. @returns the path. */
export async function pathWith(folder: string, programs: Readonly<Record<string, string>>): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(programs)) {
    const file = path.join(folder, name);
    await writeFile(file, `#!/usr/bin/env bash\n${text}\n`);
    await chmod(file, 0o755);
  }
  return `${folder}:${process.env['PATH'] ?? ''}`;
}

/** The text of a program that is the built command line. */
export const builtHitgate = `exec ${JSON.stringify(process.execPath)} ${JSON.stringify(path.resolve('dist/cli/main.js'))} "$@"`;

/** Runs a script in bash as GitHub does: it ends at the first command that fails. */
export function runScript(
  script: string,
  { cwd, env }: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<Pick<StepEnd, 'code' | 'stdout' | 'stderr'>> {
  const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
    cwd,
    env: { ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const texts = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (texts.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (texts.stderr += chunk.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, ...texts })));
}

function jobEnv(workspace: string): Record<string, string> {
  return {
    HOME: process.env['HOME'] ?? '',
    PATH: process.env['PATH'] ?? '',
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTION_PATH: path.resolve('action'),
    GITHUB_WORKSPACE: workspace,
    GITHUB_SERVER_URL: 'https://git.example',
    GITHUB_REPOSITORY: 'team/service',
    GITHUB_RUN_ID: '17',
    RUNNER_TEMP: path.dirname(workspace),
  };
}

/** Empty files for what a step sets. */
async function commandFiles(
  workspace: string,
): Promise<Record<'GITHUB_OUTPUT' | 'GITHUB_STEP_SUMMARY' | 'GITHUB_PATH', string>> {
  const fileOf = (name: string): string => path.join(path.dirname(workspace), name);
  const files = {
    GITHUB_OUTPUT: fileOf('output'),
    GITHUB_STEP_SUMMARY: fileOf('summary'),
    GITHUB_PATH: fileOf('path'),
  };
  for (const file of Object.values(files)) await writeFile(file, '');
  return files;
}

function outputsOf(text: string): Record<string, string> {
  const lines = text.split('\n').filter((line) => line !== '');
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}
