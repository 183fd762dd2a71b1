import { closeSync, mkdirSync, openSync, statSync, writeSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { HitgateError, exitCodes } from '../../errors.ts';
import type { JournalRecord } from './journal.ts';

/** The name under which the journal of a run that has not ended is kept in its folder. */
export const journalName = 'journal.jsonl';

/**
 * The folder of a run while it runs: opened before the first byte is sent, appended to once a second. The journal and
 * `latency.hlog` are written through, so that a crash loses at most the last second; the journal goes once the report is written.
 */
export type RunFolder = {
  readonly path: string;
  readonly id: string;
  /** Appends one record to the journal. */
  readonly journal: (record: JournalRecord) => void;
  /** Appends text to `latency.hlog`. */
  readonly appendLog: (text: string) => void;
  /** Appends text to `samples.csv`, which is made at the first call. */
  readonly appendSamples: (text: string) => void;
  readonly close: () => void;
  readonly removeJournal: () => Promise<void>;
  /** Removes the folder: nothing was sent, so that there is nothing to read. */
  readonly discard: () => Promise<void>;
};

/** `2026-11-24-020133-sla`: sorts by time, names the scenario, is safe as a folder name. */
export function runId(wallMillis: number, scenarioName: string): string {
  const [day = '', time = ''] = new Date(wallMillis).toISOString().split('T');
  const name = scenarioName
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/gu, '-')
    .replaceAll(/^[-.]+|-+$/gu, '');
  return `${day}-${time.slice(0, 8).replaceAll(':', '')}-${name === '' ? 'scenario' : name}`;
}

/** Makes the folder of a run below `root`. @throws HitgateError (exit 2) when it cannot be written: nothing was sent. */
export function openRunFolder(root: string, id: string): RunFolder {
  const folder = makeRunFolder(root, id);
  const files = new Map<string, number>();
  const append = (name: string, text: string): void => {
    let handle = files.get(name);
    if (handle === undefined) {
      handle = openSync(path.join(folder, name), 'a');
      files.set(name, handle);
    }
    writeSync(handle, text);
  };
  append(journalName, '');
  const close = (): void => {
    for (const handle of files.values()) closeSync(handle);
    files.clear();
  };
  return {
    path: folder,
    id: path.basename(folder),
    journal: (record) => append(journalName, `${JSON.stringify(record)}\n`),
    appendLog: (text) => append('latency.hlog', text),
    appendSamples: (text) => append('samples.csv', text),
    close,
    discard: () => {
      close();
      return rm(folder, { recursive: true, force: true });
    },
    removeJournal: () => rm(path.join(folder, journalName), { force: true }),
  };
}

/** Makes a folder of this name below `root`, with a number behind it when there is one already, and returns its path. @throws HitgateError (exit 2). */
export function makeRunFolder(root: string, id: string): string {
  for (let attempt = 1; attempt <= 100; attempt += 1) {
    const folder = path.join(root, attempt === 1 ? id : `${id}-${attempt}`);
    try {
      makeFolders(root);
      mkdirSync(folder);
      return folder;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST' || attempt === 100) throw unwritable(folder, error);
    }
  }
  throw unwritable(root, undefined);
}

/**
 * Makes a folder and those above it, one by one. (Node's own recursive call never returns where a parent answers that
 * it does not exist although it does, as below /proc.)
 */
export function makeFolders(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return;
  const parent = path.dirname(folder);
  if (parent !== folder) makeFolders(parent);
  mkdirSync(folder);
}

function unwritable(folder: string, error: unknown): HitgateError {
  return new HitgateError(`The run folder ${folder} cannot be made: ${codeOf(error)}`, {
    code: 'E_OUTPUT',
    exitCode: exitCodes.usage,
    hint: 'give a folder that can be written with --out DIR; nothing was sent',
    cause: error,
  });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
