import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fingerprintMachine } from '../../src/cli/machine-fingerprint.ts';
import type { MachineFingerprint } from '../../src/report/run-report.ts';
import { cores } from './children.ts';

/** Where, when and with what something was measured. */
export type Circumstances = {
  readonly at: string;
  readonly machine: MachineFingerprint;
  /** Whether client and target had a core each. */
  readonly pinned: boolean;
  /** The state of the sources, as git names it; absent outside a clone. */
  readonly commit?: string;
  /** Version by client. */
  readonly versions: Readonly<Record<string, string>>;
  /** Clients that were looked for and not found. */
  readonly missing: readonly string[];
};

/** Names the machine, the time and the commit. */
export function describeCircumstances(
  versions: Readonly<Record<string, string>>,
  missing: readonly string[],
): Circumstances {
  const commit = describeCommit();
  return {
    at: new Date().toISOString(),
    machine: fingerprintMachine(),
    pinned: cores !== undefined,
    ...(commit === undefined ? {} : { commit }),
    versions,
    missing,
  };
}

function describeCommit(): string | undefined {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return undefined;
  }
}

/** Writes a result as `<folder>/<name>.json`; said after every round, so that a bench that is cut off leaves what it has. */
export function writeResult(folder: string, name: string, result: unknown): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, `${name}.json`), `${JSON.stringify(result, null, 1)}\n`);
}

/** The file of a result as `writeResult` wrote it; undefined when there is none. */
export function readResult(folder: string, name: string): string | undefined {
  const file = path.join(folder, `${name}.json`);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
