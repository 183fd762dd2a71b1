/**
 * Goes the way of docs/runbook.md from an empty folder, with the package as it would be published and with the stand-ins: `npm run runbook`.
 *
 * Every block of the page is run as it stands, by one shell that ends at the first command that fails. Only times are shortened: those in the copied scenario and the
 * length of the watch. It takes about half an hour; a busy machine ends it with INVALID, as it should.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';

const shorter = "sed -i.long \"s/hold: '5m'/hold: '40s'/g\" scenarios/release.ts";

/** The shell blocks of the page, each with its heading. */
function blocksOf(page: string): string[] {
  return page.split(/^## /mu).flatMap((section) => {
    const heading = section.slice(0, section.indexOf('\n'));
    const blocks = [...section.matchAll(/^```sh[^\n]*\n(.*?)^```/gmsu)].map(([, block = '']) => block);
    return blocks.length === 0 ? [] : [`printf '\\n== %s\\n' ${JSON.stringify(heading)}\n${blocks.join('\n')}`];
  });
}

/** The page as one script. With `set -m`, a job is a group of processes of its own, so that what `npx` starts in the background is ended too. */
function scriptOf(page: string, packed: string): string {
  const blocks = blocksOf(page)
    .join('\n')
    .replace('npm install --save-dev hitgate', `npm install --no-audit --no-fund --save-dev ${packed}`)
    .replace('--for 24h', '--for 2m')
    .replace(/^cp -r .*$/mu, `$&\n${shorter}`);
  return `set -meuo pipefail\ntrap 'for job in $(jobs -p); do kill -- -$job 2>/dev/null; done' EXIT\n${blocks}\n`;
}

const folder = mkdtempSync(path.join(tmpdir(), 'hitgate-runbook-'));
const pack = spawnSync('npm', ['pack', '--silent', '--pack-destination', folder], { encoding: 'utf8' });
const script = scriptOf(readFileSync('docs/runbook.md', 'utf8'), path.join(folder, pack.stdout.trim()));
const work = mkdtempSync(path.join(folder, 'empty-'));
writeFileSync(path.join(folder, 'runbook.sh'), script);
const { status } = spawnSync('bash', [path.join(folder, 'runbook.sh')], { cwd: work, stdio: 'inherit' });
process.stdout.write(`\nthe runbook ended with ${status ?? 'a signal'}${status === 0 ? '' : `; see ${work}`}\n`);
if (status === 0) rmSync(folder, { recursive: true });
process.exitCode = status ?? 1;
