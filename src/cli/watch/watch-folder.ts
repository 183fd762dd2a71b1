import path from 'node:path';
import type { RollbackRecord, WatchRecord } from '../../report/watch-record.ts';
import { rollbackMarkdown } from '../../reporters/rollback-markdown.ts';
import { renderError } from '../render-error.ts';
import { makeRunFolder, runId } from '../run/run-folder.ts';
import { outputError } from '../run/output-error.ts';
import { writeAtomically } from '../write-atomically.ts';

/** Where a watch writes its state and its reports; a disk that is full is told once and ends nothing. */
export type WatchFolder = {
  readonly path: string;
  readonly id: string;
  /** Whether anything could not be written. */
  readonly hasFailed: () => boolean;
  /** Replaces `watch.json`; one after the other. */
  readonly writeState: (record: WatchRecord) => Promise<void>;
  /** Writes the report of the n-th trigger that fired and asks for the same (rollback, review), from 1, as Markdown and JSON; again when more is known. */
  readonly writeReport: (record: RollbackRecord, number: number) => Promise<void>;
};

/** Makes the folder of a watch below `root`. @throws HitgateError (exit 2) when it cannot be written. */
export function openWatchFolder(
  root: string,
  { wallMillis, scenario }: { readonly wallMillis: number; readonly scenario: string },
  say: (text: string) => void,
): WatchFolder {
  const folder = makeRunFolder(root, runId(wallMillis, `watch-${scenario}`));
  let failed = false;
  let last = Promise.resolve();
  const write = (files: Readonly<Record<string, string>>): Promise<void> => {
    last = last.then(async () => {
      try {
        for (const [name, text] of Object.entries(files)) await writeAtomically(path.join(folder, name), text);
      } catch (error) {
        if (!failed) say(renderError(outputError(folder, error)));
        failed = true;
      }
    });
    return last;
  };
  return {
    path: folder,
    id: path.basename(folder),
    hasFailed: () => failed,
    writeState: (record) => write({ 'watch.json': jsonText(record) }),
    writeReport: (record, number) => {
      const { action } = record.trigger;
      const name = number === 1 ? `${action}-report` : `${action}-report-${number}`;
      return write({ [`${name}.json`]: jsonText(record), [`${name}.md`]: rollbackMarkdown(record) });
    },
  };
}

function jsonText(record: unknown): string {
  return `${JSON.stringify(record, null, 2)}\n`;
}
