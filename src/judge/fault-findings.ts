import type { FaultRecord, FaultStep, Snapshot } from '../recorder/snapshot.ts';
import type { ValidityFinding, Warning } from './verdict.ts';

/** Whether a fault was begun and not undone. */
export function isLeftInEffect({ beganMicros, undoneMicros }: FaultRecord): boolean {
  return beganMicros !== undefined && undoneMicros === undefined;
}

/** Whether what was to bring a fault about failed; not so for one that Ctrl-C cut short. */
export function isNotBroughtAbout({ injection }: FaultRecord): boolean {
  return injection?.status === 'failed' || injection?.status === 'timed out';
}

/** How a step ended, with the last line that it printed: 'ended with code 1 (no such deployment)'. */
export function sayStep({ how, output }: FaultStep): string {
  const line = lastLine(output);
  return line === undefined ? how : `${how} (${line})`;
}

/** Faults that were not brought about as planned: whatever was measured, it was not the service with that fault. */
export function findMissingFaults(snapshots: readonly Snapshot[]): ValidityFinding[] {
  return snapshots.flatMap((snapshot) => (snapshot.faults ?? []).flatMap((fault) => missing(fault, snapshot)));
}

function missing(fault: FaultRecord, { run, ended, endedEarly, faults = [] }: Snapshot): ValidityFinding[] {
  const { name, injection, beganMicros } = fault;
  if (injection !== undefined && isNotBroughtAbout(fault))
    return [
      {
        code: 'fault-not-brought-about',
        seen: `the fault ${name} could not be brought about in run ${run}: it ${injection.how}`,
        cause: lastLine(injection.output) ?? 'the command failed and printed nothing',
        remedy: 'run its command by hand until it works, then run again',
      },
    ];
  if (ended !== 'completed' || endedEarly !== undefined) return [];
  if (injection?.status === 'interrupted')
    return [
      {
        code: 'fault-not-brought-about',
        seen: `the fault ${name} could not be brought about in run ${run}: its command was ended with the measured phase`,
        cause: 'the measured phase ended before its command did',
        remedy: 'measure longer, or let it begin earlier',
      },
    ];
  if (beganMicros !== undefined) return [];
  const stuck = faults.find(isLeftInEffect);
  return [
    {
      code: 'fault-not-begun',
      seen: `the fault ${name} did not begin in run ${run}`,
      cause:
        stuck === undefined ? 'the measured phase ended before its time' : `the fault ${stuck.name} was not undone`,
      remedy: stuck === undefined ? 'measure longer, or let it begin earlier' : 'undo it by hand and correct its undo',
    },
  ];
}

/** Faults that are still in effect: worth a line above all others. */
export function warnOfLeftFaults(snapshots: readonly Snapshot[]): Warning[] {
  return snapshots.flatMap(({ run, faults = [] }) =>
    faults.filter(isLeftInEffect).map(({ name, action, undos }) => {
      const last = undos.at(-1);
      return {
        code: 'fault-not-undone',
        seen: `THE FAULT ${name} OF RUN ${run} WAS NOT UNDONE (${action})`,
        cause: last === undefined ? 'its undo was not begun' : `its undo ${sayStep(last)}, ${undos.length} times tried`,
        remedy: 'undo it by hand now',
      };
    }),
  );
}

function lastLine(output: string): string | undefined {
  const line = output.trim().split('\n').at(-1);
  return line === '' ? undefined : line;
}
