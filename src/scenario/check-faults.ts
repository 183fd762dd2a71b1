import { formatDuration, parseDuration } from '../units.ts';
import { didYouMean } from './did-you-mean.ts';
import type { ValidFaults } from './fault-schema.ts';
import { holdsOutsideFaults, limitsFailures, outsideFaults } from './fault-tags.ts';
import type { ValidLoad } from './load-schema.ts';
import { plannedMicros } from './load-length.ts';
import { normaliseLoad } from './normalise-load.ts';
import type { Path, ProblemReporter } from './problem-reporter.ts';
import type { Gate } from './read-gates.ts';
import { sideOf } from './side-of.ts';

type Report = ProblemReporter['report'];
type ValidFault = ValidFaults[number];

const resolutionMillis = 1_000;

/** Reports faults without, or with two, ways to bring them about, names that are taken, and times that overlap or lie beyond the load. */
export function checkFaults(faults: ValidFaults, load: ValidLoad | undefined, report: Report): void {
  const length = load === undefined ? Infinity : plannedMicros(normaliseLoad(load));
  for (const [index, fault] of faults.entries()) {
    const path = ['faults', index];
    checkAction(fault, path, report);
    if (fault.name === outsideFaults)
      report([...path, 'name'], `is taken: {during:${outsideFaults}} means outside all faults`, 'choose another name');
    if (faults.slice(0, index).some(({ name }) => name === fault.name))
      report([...path, 'name'], `"${fault.name}" is given twice`, 'give each fault a name of its own');
    const [, end] = spanOf(fault);
    if (end > length)
      report(
        path,
        `ends ${formatDuration(end)} into the measured phase, which lasts ${formatDuration(length)}`,
        'let the fault begin earlier or last shorter, or measure longer',
      );
    checkOverlap(faults, index, report);
  }
}

function checkAction({ inject, run, undo, timeout }: ValidFault, path: Path, report: Report): void {
  const hint =
    'give inject: "fact-down" for the reference target, or run and undo: two commands for any other, of which undo always runs';
  if (inject !== undefined && (run ?? undo) !== undefined)
    report(path, 'has both inject and commands, and needs one of them', hint);
  else if (inject === undefined && (run === undefined || undo === undefined))
    report(path, `needs ${missing(run, undo)}`, hint);
  if (inject !== undefined && timeout !== undefined)
    report([...path, 'timeout'], 'has no meaning without commands', 'remove it');
}

function missing(run: string | undefined, undo: string | undefined): string {
  if (run === undefined && undo === undefined) return 'something that brings it about';
  return run === undefined ? 'run beside undo' : 'undo beside run';
}

/** One fault at a time: what is seen during a fault has to be of that fault. */
function checkOverlap(faults: ValidFaults, index: number, report: Report): void {
  const fault = faults[index];
  if (fault === undefined) return;
  const [start, end] = spanOf(fault);
  const other = faults.slice(0, index).find((earlier) => {
    const [otherStart, otherEnd] = spanOf(earlier);
    return start < otherEnd && otherStart < end;
  });
  if (other === undefined) return;
  const hint =
    'let one begin when the other has ended; faults that belong together are one: inject: ["slow-fact:20ms", …]';
  report(['faults', index], `overlaps the fault "${other.name}"`, hint);
}

function spanOf({ at, for: lasts }: ValidFault): readonly [startMicros: number, endMicros: number] {
  const start = parseDuration(at) ?? 0;
  return [start, start + (parseDuration(lasts) ?? 0)];
}

/** Reports gates on faults that there are not, and recovery times that nothing defines or that are finer than a second. */
export function checkFaultGates(
  gates: readonly Gate[],
  faults: readonly { readonly name: string }[],
  report: Report,
): void {
  const names = faults.map(({ name }) => name);
  for (const { threshold, path } of gates) {
    const { tags, metric, source, operator, limit } = threshold;
    const part = tags['during'];
    if (part !== undefined && faults.length === 0)
      report(path, `is of a part of the run, but the scenario has no fault`, 'add faults, or remove the tag during');
    else if (part !== undefined && part !== outsideFaults && !names.includes(part))
      report(path, `is of the fault "${part}", which there is not`, didYouMean(part, [...names, outsideFaults]));
    if (metric !== 'recovery_time') continue;
    const fault = tags['fault'];
    if (fault === undefined)
      report(path, 'does not say from which fault', `write recovery_time{fault:${names[0] ?? 'fact-gone'}}`);
    else if (!names.includes(fault))
      report(path, `is of the fault "${fault}", which there is not`, didYouMean(fault, names));
    if (sideOf(operator) === 'below' && limit < resolutionMillis)
      report(path, `can never hold: "${source}" is finer than a second`, 'set a limit of 1000 (one second) or more');
    if (!gates.some((gate) => saysRecovered(gate)))
      report(
        path,
        'has nothing that says what recovered is',
        'add a gate on http_req_failed or availability, of the whole run or {during:none}',
      );
  }
}

/** Whether a gate says of errors what is good outside a fault. */
function saysRecovered({ threshold }: Gate): boolean {
  return holdsOutsideFaults(threshold) && limitsFailures(threshold);
}
