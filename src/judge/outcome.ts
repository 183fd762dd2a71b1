import type { Snapshot } from '../recorder/snapshot.ts';
import { socketErrorsCode } from './socket-errors.ts';
import type { GateResult, GateStatus, ValidityFinding, Verdict } from './verdict.ts';

type Conclusion = Pick<Verdict, 'outcome' | 'reason'>;
type Runs = { readonly snapshots: readonly Snapshot[]; readonly aborted: boolean };

/**
 * The outcome of gates and validity: INVALID, FAIL, INCONCLUSIVE, PASS, the first that holds. PASS needs at least one gate,
 * all of them passed, a trusted measurement, and runs that completed.
 */
export function concludeOutcome(
  gates: readonly GateResult[],
  validity: readonly ValidityFinding[],
  { snapshots, aborted }: Runs,
): Conclusion {
  const cut = sayCutOff(snapshots, aborted, validity);
  const suffix = cut === undefined ? '' : `; ${cut}`;
  const [invalid] = validity;
  if (invalid !== undefined) return { outcome: 'INVALID', reason: `${invalid.seen}; ${invalid.remedy}${suffix}` };
  const broken = firstOf(gates, ['invalid']);
  if (broken !== undefined) return { outcome: 'INVALID', reason: `${sayGate(broken)}${suffix}` };
  if (cut !== undefined && snapshots.every(({ measure }) => measure.requests + measure.dropped === 0))
    return { outcome: 'INCONCLUSIVE', reason: `${cut} before anything was measured` };
  const failed = firstOf(gates, ['fail', 'no-data']);
  const alone = snapshots.length === 1 && cut === undefined ? '; judged on one run' : '';
  if (failed !== undefined)
    return { outcome: 'FAIL', reason: `${sayGate(failed)}${sayOthers(gates)}${suffix}${alone}` };
  if (cut !== undefined) return { outcome: 'INCONCLUSIVE', reason: `${cut}, so that no gate can pass` };
  const open = firstOf(gates, ['inconclusive']);
  if (open !== undefined) return { outcome: 'INCONCLUSIVE', reason: `${sayGate(open)}${alone}` };
  if (gates.length === 0) return { outcome: 'INCONCLUSIVE', reason: 'the scenario has no gate: nothing was judged' };
  const runs = snapshots.length === 1 ? 'one run' : `${snapshots.length} runs`;
  const all = gates.length === 1 ? 'the only gate' : `all ${gates.length} gates`;
  return { outcome: 'PASS', reason: `${all} passed, judged on ${runs}` };
}

function firstOf(gates: readonly GateResult[], statuses: readonly GateStatus[]): GateResult | undefined {
  return gates.find(({ status }) => statuses.includes(status));
}

function sayGate({ threshold, reason }: GateResult): string {
  return `${threshold.selector}: ${threshold.source}: ${reason}`;
}

function sayOthers(gates: readonly GateResult[]): string {
  const others = gates.filter(({ status }) => status === 'fail' || status === 'no-data').length - 1;
  if (others === 0) return '';
  return others === 1 ? '; one more gate failed' : `; ${others} more gates failed`;
}

function sayCutOff(
  snapshots: readonly Snapshot[],
  aborted: boolean,
  validity: readonly ValidityFinding[],
): string | undefined {
  if (snapshots.some(({ ended }) => ended === 'target-lost')) return sayLost(validity);
  if (aborted || snapshots.some(({ ended }) => ended === 'aborted')) return 'the run was cut off';
  return undefined;
}

function sayLost(validity: readonly ValidityFinding[]): string {
  return isTargetLost(validity) ? 'the target was lost during the run' : 'in the end no connection could be opened';
}

/** Whether a run that ended because nothing could be reached lost its target, and not its own means to connect. */
export function isTargetLost(validity: readonly ValidityFinding[]): boolean {
  return validity.every(({ code }) => code !== socketErrorsCode);
}
