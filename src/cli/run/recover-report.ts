import { HitgateError, exitCodes } from '../../errors.ts';
import { applyProbes } from '../../judge/apply-probes.ts';
import { judge } from '../../judge/judge.ts';
import { judgedLatency, limitCountersOf } from '../../judge/limit-counters.ts';
import type { ClosedSlice } from '../../recorder/closed-slice.ts';
import { foldSlices } from '../../recorder/fold-slices.ts';
import type { PhaseName } from '../../recorder/sample.ts';
import type { Snapshot } from '../../recorder/snapshot.ts';
import type { RunReport } from '../../report/run-report.ts';
import { settingOf } from '../../report/run-setting.ts';
import { activeCheckNames } from '../../scenario/active-check-names.ts';
import { withCounters } from './hold-all.ts';
import type { JournalHeader, JournalRecord, JournalSlice, RunHeader } from './journal.ts';

/**
 * The report of a run that died, from its journal: all but the last second, marked aborted. The generator's health, lateness
 * and predictions were never written, so the verdict can be FAIL or INVALID and never PASS.
 * @throws HitgateError (exit 2) when the journal does not even hold its header.
 */
export function recoverReport(journal: string, location: string): RunReport {
  const records = journal.split('\n').flatMap(parseRecord);
  const header = records.findLast((record): record is JournalHeader => record.kind === 'header');
  if (header === undefined) {
    throw new HitgateError(`The run in ${location} ended before anything was sent: its journal is empty`, {
      code: 'E_RUN',
      exitCode: exitCodes.usage,
      hint: 'run the scenario again',
    });
  }
  const slices = records.filter((record): record is JournalSlice => record.kind === 'slice');
  return assemble(header.header, slices);
}

/** The last line may be cut off by the crash; such a line is left out. */
function parseRecord(line: string): JournalRecord[] {
  if (line === '') return [];
  try {
    // The journal is written by this package alone; a line that parses is whole.
    const record: JournalRecord = JSON.parse(line);
    return [record];
  } catch {
    return [];
  }
}

function assemble(header: RunHeader, records: readonly JournalSlice[]): RunReport {
  const { scenario } = header;
  const count = Math.max(1, ...records.map(({ run }) => run));
  const snapshots = Array.from({ length: count }, (_, index) => foldRun(header, index + 1, records));
  const expectedChecks = snapshots.map(() => null);
  return {
    ...header,
    plan: { ...header.plan, predictions: [], expectedChecks },
    endedAt: endOf(header.startedAt, records),
    runs: snapshots,
    verdict: applyProbes(
      withCounters(
        judge({ scenario, snapshots, expectedChecks, setting: settingOf(header), aborted: true }),
        scenario,
        {
          counters: [],
          runs: snapshots.length,
        },
      ),
      header.probes,
    ),
    aborted: true,
  };
}

function foldRun(header: RunHeader, run: number, records: readonly JournalSlice[]): Snapshot {
  const { scenario } = header;
  const own = records.filter((record) => record.run === run).map(({ slice }) => slice);
  const phase = (name: PhaseName): Snapshot['measure'] =>
    foldSlices(
      own.filter((slice) => slice.phase === name),
      {
        limits: limitCountersOf(scenario),
        checkNames: activeCheckNames(scenario.checks),
        ...(name === 'measure' ? { blocksOf: judgedLatency(scenario.load) } : {}),
      },
    );
  return {
    run,
    startedAt: header.startedAt,
    warmup: phase('warmup'),
    measure: phase('measure'),
    ended: 'aborted',
  };
}

function endOf(startedAt: string, records: readonly { readonly slice: ClosedSlice }[]): string {
  const starts = records.map(({ slice }) => slice.startMicros);
  const seconds = starts.length === 0 ? 0 : (Math.max(...starts) - Math.min(...starts)) / 1_000_000 + 1;
  return new Date(Date.parse(startedAt) + seconds * 1000).toISOString();
}
