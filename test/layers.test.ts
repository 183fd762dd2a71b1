import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { afterEach, expect, it } from 'vitest';

const oxlint = path.resolve('node_modules/oxlint/bin/oxlint');
const planted: string[] = [];

afterEach(() => {
  for (const folder of planted.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function lint(layer: string, code: string): string {
  const folder = mkdtempSync(path.join('src', layer, 'planted-'));
  planted.push(folder);
  const file = path.join(folder, 'planted.ts');
  writeFileSync(file, code);
  try {
    return execFileSync(process.execPath, [oxlint, '--no-ignore', file], { encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    return error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error);
  }
}

it.each([
  ['stats', `export const time = Date.now();\n`, 'no-restricted-globals'],
  ['plan', `export const chance = Math.random();\n`, 'no-restricted-properties'],
  [
    'judge',
    `import { readFileSync } from 'node:fs';\nexport const text = readFileSync('a');\n`,
    'no-restricted-imports',
  ],
  ['reporters', `export const print = (): void => console.log('a');\n`, 'no-console'],
  [
    'recorder',
    `import { runShare } from '../../engine/run-share.ts';\nexport const engine = runShare;\n`,
    'no-restricted-imports',
  ],
  ['scenario', `export const later = (): unknown => setTimeout(() => 1, 1);\n`, 'no-restricted-globals'],
  ['importers', `export const now = new Date();\n`, 'no-restricted-globals'],
  [
    'importers',
    `import { judge } from '../../judge/judge.ts';\nexport const verdict = judge;\n`,
    'no-restricted-imports',
  ],
  [
    'judge',
    `import { importers } from '../../importers/registry.ts';\nexport const all = importers;\n`,
    'no-restricted-imports',
  ],
  ['report', `export const folder = process.cwd();\n`, 'no-restricted-globals'],
  ['rules', `export const now = performance.now();\n`, 'no-restricted-globals'],
  ['rules', `import { judge } from '../../judge/judge.ts';\nexport const verdict = judge;\n`, 'no-restricted-imports'],
  ['rollout', `export const now = Date.now();\n`, 'no-restricted-globals'],
  [
    'rollout',
    `import { rolloutLine } from '../../reporters/rollout-text.ts';\nexport const line = rolloutLine;\n`,
    'no-restricted-imports',
  ],
  ['counters', `export const now = Date.now();\n`, 'no-restricted-globals'],
  [
    'counters',
    `import { judge } from '../../judge/judge.ts';\nexport const verdict = judge;\n`,
    'no-restricted-imports',
  ],
  [
    'recorder',
    `import { readScrape } from '../../counters/read-scrape.ts';\nexport const scrape = readScrape;\n`,
    'no-restricted-imports',
  ],
  ['capacity', `export const now = performance.now();\n`, 'no-restricted-globals'],
  [
    'capacity',
    `import { totalsOf } from '../../report/run-totals.ts';\nexport const totals = totalsOf;\n`,
    'no-restricted-imports',
  ],
  [
    'judge',
    `import { nextStep } from '../../capacity/next-step.ts';\nexport const next = nextStep;\n`,
    'no-restricted-imports',
  ],
  ['watch', `export const now = Date.now();\n`, 'no-restricted-globals'],
  ['watch', `import { judge } from '../../judge/judge.ts';\nexport const verdict = judge;\n`, 'no-restricted-imports'],
  [
    'rules',
    `import { Watcher } from '../../watch/watcher.ts';\nexport const watch = Watcher;\n`,
    'no-restricted-imports',
  ],
  ['probes', `export const now = performance.now();\n`, 'no-restricted-globals'],
  ['probes', `import { judge } from '../../judge/judge.ts';\nexport const verdict = judge;\n`, 'no-restricted-imports'],
  ['target', `import { judge } from '../../judge/judge.ts';\nexport const verdict = judge;\n`, 'no-restricted-imports'],
])('fails the lint when %s breaks its layer with %s', (layer, code, rule) => {
  expect(lint(layer, code)).toContain(rule);
});

it('passes the lint when a layer imports what it may', () => {
  expect(
    lint(
      'judge',
      `import { quantileRank } from '../../recorder/histogram.ts';\nexport const rank = quantileRank(0.95, 100);\n`,
    ),
  ).not.toContain('no-restricted');
});
