import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { expressionsOf, readAction } from './composite-action.ts';

const action = readAction();
const { steps } = action.runs;
const scripts = readdirSync('action').filter((name) => name.endsWith('.sh'));
const docs = readFileSync('docs/ci.md', 'utf8');

const workflowShape = z.object({
  jobs: z.object({
    load: z.object({
      steps: z.array(z.object({ uses: z.string().optional(), with: z.record(z.string(), z.string()).optional() })),
    }),
  }),
});

describe('the action', () => {
  it('names only inputs and outputs of steps that there are', () => {
    const ids = new Set(steps.flatMap(({ id }) => (id === undefined ? [] : [id])));
    const all = expressionsOf(readFileSync('action/action.yml', 'utf8')).join(' ');
    const inputs = [...all.matchAll(/inputs\.([\w-]+)/gu)].map(([, name = '']) => name);
    const outputs = [...all.matchAll(/steps\.([\w-]+)\./gu)].map(([, id = '']) => id);
    expect(new Set(inputs)).toEqual(new Set(Object.keys(action.inputs)));
    expect(outputs.filter((id) => !ids.has(id))).toEqual([]);
  });

  it('puts no expression into a script, where its text would be run', () => {
    expect(steps.flatMap((step) => ('run' in step ? expressionsOf(step.run) : []))).toEqual([]);
    expect(scripts.flatMap((name) => expressionsOf(readFileSync(`action/${name}`, 'utf8')))).toEqual([]);
  });

  it.each(scripts)('gives %s the variables that it reads, and no others but the token', (name) => {
    const step = steps.find((each) => 'run' in each && each.run.includes(name));
    const given = step !== undefined && 'env' in step ? Object.keys(step.env ?? {}) : [];
    const text = readFileSync(`action/${name}`, 'utf8');
    const read = [...text.matchAll(/\$\{?([A-Z][A-Z_]+)/gu)].map(([, variable = '']) => variable);
    const own = read.filter((variable) => !/^(?:GITHUB|RUNNER)_/u.test(variable));
    expect(new Set(given.filter((variable) => variable !== 'GH_TOKEN'))).toEqual(new Set(own));
  });

  it('keeps the report and gives the verdict after a failure too', () => {
    const after = steps.slice(steps.findIndex(({ id }) => id === 'run') + 1);
    expect(after).toHaveLength(3);
    for (const { if: condition } of after) expect(condition).toContain('always()');
  });
});

const inWords: unknown = expect.any(String);

describe('docs/ci.md', () => {
  it('has each input of the action with its default, and each output', () => {
    const rows = docs.split('\n').filter((line) => /^\| `[\w-]+` +\|/u.test(line));
    const documented = rows.map((row) => row.split('|').map((cell) => cell.trim().replaceAll('`', '')));
    const defaults = Object.fromEntries(documented.map(([, name = '', value = '']) => [name, value]));
    const wanted = Object.entries(action.inputs).map(([name, input]) => [
      name,
      // What is said in words: no default, or that of the job.
      input.required === true ? 'required' : input.default === '' || name === 'token' ? inWords : input.default,
    ]);
    expect(defaults).toEqual(Object.fromEntries(wanted));
    for (const name of Object.keys(action.outputs)) expect(docs).toContain(`\`${name}\``);
  });

  it('has a workflow that uses only inputs and outputs of the action', () => {
    const [, workflow = ''] = /```yaml github\n([\s\S]*?)```/u.exec(docs) ?? [];
    const { jobs } = workflowShape.parse(parse(workflow));
    const given = jobs.load.steps.find(({ uses }) => uses === './action')?.with ?? {};
    expect(given['scenario']).toBeDefined();
    expect(Object.keys(given).filter((name) => action.inputs[name] === undefined)).toEqual([]);
    const outputs = [...workflow.matchAll(/steps\.hitgate\.outputs\.([\w-]+)/gu)].map(([, name = '']) => name);
    expect(outputs.length).toBeGreaterThan(0);
    expect(outputs.filter((name) => action.outputs[name] === undefined)).toEqual([]);
  });
});
