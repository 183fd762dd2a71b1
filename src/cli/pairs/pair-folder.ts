import { rmdir } from 'node:fs/promises';
import path from 'node:path';
import type { PairSide } from '../../plan/pair-order.ts';
import type { ClosedSlice } from '../../recorder/closed-slice.ts';
import type { CliEnvironment } from '../environment.ts';
import { latencyLog } from '../run/latency-log.ts';
import { makeRunFolder, openRunFolder, runId, type RunFolder } from '../run/run-folder.ts';

/**
 * The folder of a comparison while it is measured, with a run folder for each side. A side's `latency.hlog` grows by whole pairs, its journal by
 * the second.
 */
export type PairFolder = {
  readonly path: string;
  /** Name of the folder: `<time>-ab-<scenario>`. */
  readonly id: string;
  readonly sides: Readonly<Record<PairSide, RunFolder>>;
  /** Takes a closed second of a side; it is in the log when its pair is kept. */
  readonly takeSlice: (side: PairSide, pair: number, slice: ClosedSlice) => void;
  /** Puts the seconds since the last call into the logs. */
  readonly keepPair: () => void;
  readonly close: () => void;
  /** Removes the folder: there is nothing to read. */
  readonly discard: () => Promise<void>;
};

type PairFolderOptions = {
  readonly root: string;
  /** `ab-sla`, which the folder's name ends with. */
  readonly name: string;
  readonly startedMillis: number;
  readonly environment: CliEnvironment;
};

/** Makes the folder of a comparison below `root`. @throws HitgateError (exit 2) when it cannot be written: nothing was sent. */
export function openPairFolder({ root, name, startedMillis, environment }: PairFolderOptions): PairFolder {
  const folder = makeRunFolder(root, runId(startedMillis, name));
  const sides = { before: openRunFolder(folder, 'before'), after: openRunFolder(folder, 'after') };
  const lines: Record<PairSide, string[]> = { before: [], after: [] };
  const log = latencyLog(environment, startedMillis);
  for (const { appendLog } of Object.values(sides)) appendLog(log.header);
  return {
    path: folder,
    id: path.basename(folder),
    sides,
    takeSlice: (side, pair, slice) => {
      sides[side].journal({ kind: 'slice', run: pair, slice });
      lines[side].push(log.linesOf(slice));
    },
    keepPair: () => {
      for (const side of ['before', 'after'] as const) sides[side].appendLog(lines[side].splice(0).join(''));
    },
    close: () => {
      sides.before.close();
      sides.after.close();
    },
    discard: async () => {
      await Promise.all([sides.before.discard(), sides.after.discard()]);
      await rmdir(folder);
    },
  };
}
