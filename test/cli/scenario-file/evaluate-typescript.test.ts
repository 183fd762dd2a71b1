import { afterEach, describe, expect, it } from 'vitest';
import { loadScenarioFile } from '../../../src/cli/scenario-file/load-scenario-file.ts';
import { refusalText } from './render-problems.ts';
import { folderWith } from './scratch-files.ts';

const good = `
  name: 'x',
  target: { preset: 'doc-rag' },
  workload: { queries: 'q.jsonl' },
  thresholds: { http_req_failed: ['rate<0.01'] },`;

const plainFiles = { 'q.jsonl': '', 'package.json': '{}' };

function folderOf(files: Readonly<Record<string, string>>): string {
  return folderWith({ ...plainFiles, ...files });
}

const load = (file: string, cwd: string) => loadScenarioFile(file, { cwd, env: {}, flags: {} });
const refusal = (text: string, file = 's.ts') =>
  refusalText(file, { cwd: folderOf({ [file]: text }), env: {}, flags: {} });

describe('a scenario in TypeScript', () => {
  it.each([
    ['a call', `import { defineScenario } from 'hitgate';\nexport default defineScenario({${good}});`],
    ['satisfies', `import type { ScenarioInput } from 'hitgate';\nexport default {${good}} satisfies ScenarioInput;`],
    ['a constant', `const scenario = {${good}} as const;\nexport { scenario as default };`],
    ['top-level await', `const vus = await Promise.resolve(5);\nexport default {${good} load: { vus } };`],
    [
      'a module of Node',
      `import { cpus } from 'node:os';\nexport default {${good} load: { vus: Math.max(1, cpus().length) } };`,
    ],
    ['its own place', `if (!import.meta.url.endsWith('/s.ts')) throw new Error('lost');\nexport default {${good}};`],
  ])('may be exported through %s', async (_, text) => {
    expect(await load('s.ts', folderOf({ 's.ts': text }))).toMatchObject({ name: 'x', file: 's.ts' });
  });

  it('may share parts with other files', async () => {
    const base = `export const base: { runs: number } = { runs: 4 };`;
    const folder = folderOf({
      'base.ts': base,
      's.mts': `import { base } from './base.ts';\nexport default { ...base,${good} };`,
    });
    expect(await load('s.mts', folder)).toMatchObject({ runs: 4 });
  });

  afterEach(() => {
    delete process.env['SCENARIO_RUNS'];
  });

  it('is evaluated anew each time', async () => {
    const folder = folderOf({ 's.ts': `export default {${good} runs: Number(process.env.SCENARIO_RUNS) };` });
    process.env['SCENARIO_RUNS'] = '2';
    expect(await load('s.ts', folder)).toMatchObject({ runs: 2 });
    process.env['SCENARIO_RUNS'] = '3';
    expect(await load('s.ts', folder)).toMatchObject({ runs: 3 });
  });
});

describe('a bad scenario in TypeScript', () => {
  it('has all its problems listed by line, through constants, spreads and computed keys', async () => {
    const text = `import { defineScenario } from 'hitgate';

const load = { executor: 'constant-vus', vus: 0 } as const;
const shared = {
  runs: 0,
};
const name = 'http_req_failed';

export default defineScenario({
  ...shared,
  name: 'bad',
  target: { preset: 'doc-rag' },
  workload: { queries: 'q.jsonl', sede: 3 },
  load,
  thresholds: {
    [name]: ['rate<5'],
    'http_req_duration{cache:hit}': [
      'p(95)<23',
      'p95<23',
    ],
  },
} satisfies object);
`;
    expect(await refusal(text)).toMatchInlineSnapshot(`
      "error: load.vus must be at least 1, got 0 (s.ts:3:42) [E_SCENARIO]
       hint: set load.vus to the number of users that send requests at the same time, at least 1
      error: runs must be at least 1, got 0 (s.ts:5:3) [E_SCENARIO]
       hint: set runs to the number of repetitions, at least 1
      error: workload.sede is not a key that is known here (s.ts:13:35) [E_SCENARIO]
       hint: did you mean "seed"?
      error: thresholds.http_req_failed[0] cannot be read: the limit 5 of "rate<5" is above 1, and a rate is a share of 1 (s.ts:15:3) [E_SCENARIO]
       hint: write a share of 1: 0.05 for 5 %
      error: thresholds["http_req_duration{cache:hit}"][1] cannot be read: expected an aggregation (avg, min, max, med, p(N)), got "p95" at column 1 of "p95<23" (s.ts:19:7) [E_SCENARIO]
       hint: write p(95)
      "
    `);
  });

  it.each([
    [
      'throws',
      `const read = (name: string): string => {\n  throw new Error(name + ' is not set');\n};\nexport default { name: read('SERVICE') };`,
    ],
    ['throws no error', `throw 'text';`],
    ['is cut off', `export default {\n  name: 'bad'\n  runs: 1,\n};`],
    ['imports what is not there', `import { load } from './gone.ts';\n\nexport default { load };`],
    ['imports a package that is not there', `import x from 'no-such-package';\nexport default { x };`],
    ['has no default export', `export const scenario = { name: 'bad' };`],
    ['exports a function', `export default () => ({ name: 'bad' });`],
    ['exports a list', `export default [];`],
    ['is empty', ''],
    ['is no module', 'module.exports = {};'],
    ['has values of no JSON', `export default {${good} runs: () => 1, description: Symbol('x'), load: { vus: 10n } };`],
  ])('that %s is refused with its place', async (_, text) => {
    expect(await refusal(text)).toMatchSnapshot();
  });

  it('names the imported file in which it throws', async () => {
    const folder = folderOf({
      'base.ts': `\nthrow new TypeError('no base');`,
      's.ts': `import './base.ts';\nexport default {};`,
    });
    expect(await refusalText('s.ts', { cwd: folder, env: {}, flags: {} })).toContain(
      'TypeError: no base (base.ts:2:7)',
    );
  });
});
