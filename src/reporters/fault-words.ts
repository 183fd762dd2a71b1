import type { FaultRecord, FaultWindow, Snapshot } from '../recorder/snapshot.ts';
import type { RunReport } from '../report/run-report.ts';
import type { ScheduledFault } from '../scenario/fault.ts';
import { isLeftInEffect, isNotBroughtAbout } from '../judge/fault-findings.ts';
import { failuresOf } from '../recorder/phase-counts.ts';
import { formatCount, formatDuration, formatShare, microsPerSecond } from '../units.ts';

/** A fault of a run for a table: what was done and when, and what was due meanwhile. */
export type FaultRow = {
  readonly run: number;
  readonly name: string;
  readonly action: string;
  /** 'from 10 s for 10 s'. */
  readonly planned: string;
  /** When it began, was brought about, and was undone. */
  readonly happened: string;
  /** 'undone', or what went wrong. */
  readonly outcome: string;
  readonly isBad: boolean;
  /** '2 774 requests, 0.00 % failed'; '' for a fault that did not begin. */
  readonly requests: string;
};

/** The titles of a table of faults, in the order of its cells. */
export const faultTitles = ['Fault', 'Run', 'What was done', 'Planned', 'In effect', 'Outcome', 'Requests due in it'];

/** A row for each fault of each run. */
export function faultRows({ runs }: Pick<RunReport, 'runs'>): FaultRow[] {
  return runs.flatMap((snapshot) => (snapshot.faults ?? []).map((fault) => rowOf(fault, snapshot)));
}

/** A line for each fault of each run: '10.00 s to 20.01 s: inject fact-down; undone; 2 774 requests, 0.00 % failed'. */
export function faultLines(report: Pick<RunReport, 'runs'>): { readonly text: string; readonly isBad: boolean }[] {
  const several = report.runs.length > 1;
  return faultRows(report).map(({ run, name, action, happened, outcome, requests, isBad }) => {
    const parts = [`${name}${several ? ` in run ${run}` : ''}, ${happened}`, action, outcome, requests];
    return { text: parts.filter((part) => part !== '').join('; '), isBad };
  });
}

/** A planned fault: 'fact-gone  from 10 s for 10 s: inject fact-down'. */
export function plannedFaultWords({ name, atMicros, forMicros, action }: ScheduledFault): string {
  const done =
    action.kind === 'inject'
      ? `inject ${action.faults.join(', ')}`
      : `run ${action.run.run}, undo ${action.undo.run}, each within ${formatDuration(action.run.timeoutMicros)}`;
  return `${name}, ${sayPlanned(atMicros, forMicros)}: ${done}`;
}

function rowOf(fault: FaultRecord, { run, measure }: Snapshot): FaultRow {
  const { name, action, plannedAtMicros, plannedForMicros } = fault;
  const window = measure.windows?.find((each) => each.name === name);
  return {
    run,
    name,
    action,
    planned: sayPlanned(plannedAtMicros, plannedForMicros),
    happened: sayHappened(fault),
    ...sayOutcome(fault),
    requests: window === undefined || fault.beganMicros === undefined ? '' : sayRequests(window),
  };
}

function sayPlanned(atMicros: number, forMicros: number): string {
  return `from ${formatDuration(atMicros)} for ${formatDuration(forMicros)}`;
}

function sayHappened({ beganMicros, broughtAboutMicros, undoneMicros }: FaultRecord): string {
  if (beganMicros === undefined) return 'not begun';
  const there = broughtAboutMicros === undefined ? '' : ` (there after ${seconds(broughtAboutMicros - beganMicros)})`;
  return `${seconds(beganMicros)}${there} to ${undoneMicros === undefined ? 'the end' : seconds(undoneMicros)}`;
}

function sayOutcome(fault: FaultRecord): Pick<FaultRow, 'outcome' | 'isBad'> {
  const { injection, undos, beganMicros } = fault;
  if (beganMicros === undefined) return { outcome: '', isBad: true };
  const failed = isNotBroughtAbout(fault);
  const brought = failed && injection !== undefined ? `NOT BROUGHT ABOUT: it ${injection.how}; ` : '';
  if (isLeftInEffect(fault))
    return { outcome: `${brought}NOT UNDONE: its undo ${undos.at(-1)?.how ?? 'was not begun'}`, isBad: true };
  const second = undos.length > 1 ? ` at the second attempt (the first ${undos[0]?.how ?? 'failed'})` : '';
  return { outcome: `${brought}undone${second}`, isBad: failed };
}

function sayRequests(window: FaultWindow): string {
  const { requests } = window;
  if (requests === 0) return 'no request';
  const dropped = window.dropped === 0 ? '' : `, ${formatCount(window.dropped)} more dropped`;
  return `${formatCount(requests)} requests, ${formatShare(failuresOf(window) / requests)} failed${dropped}`;
}

function seconds(micros: number): string {
  return `${(micros / microsPerSecond).toFixed(2)} s`;
}
