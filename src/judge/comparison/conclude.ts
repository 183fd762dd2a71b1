import type { ComparedGate, Comparison, ComparisonOutcome } from './comparison.ts';
import { changeSign, lossOfMargin } from './loss.ts';

type Concluded = Pick<Comparison, 'gates' | 'claims' | 'validity' | 'reservations' | 'evidence'>;

/**
 * The outcome of a comparison and why. The first of these that holds: INVALID (a side cannot be trusted), REGRESSED, NO DATA, CLAIM NOT MET,
 * INCONCLUSIVE (a gate or a claim is open, or there is none), IMPROVED (at least one figure by its margin, and no other is worse), NO REGRESSION.
 */
export function concludeComparison(parts: Concluded): Pick<Comparison, 'outcome' | 'reason'> {
  const { validity, gates, claims } = parts;
  const [invalid] = validity;
  if (invalid !== undefined)
    return { outcome: 'INVALID', reason: `${invalid.side}: ${invalid.seen}; ${invalid.remedy}` };
  const decided = gates.filter(({ status }) => status !== 'not-compared');
  const regressed = first(decided, 'regressed');
  if (regressed !== undefined) return { outcome: 'REGRESSED', reason: sayGate(regressed, decided, 'regressed') };
  const empty = first(decided, 'no-data');
  if (empty !== undefined) return { outcome: 'NO DATA', reason: sayGate(empty, decided, 'no-data') };
  const missed = claims.find(({ status }) => status === 'does-not-hold' || status === 'no-data');
  if (missed !== undefined) return { outcome: 'CLAIM NOT MET', reason: `${missed.name}: ${missed.reason}` };
  const open = first(decided, 'inconclusive') ?? claims.find(({ status }) => status === 'inconclusive');
  if (open !== undefined) return { outcome: 'INCONCLUSIVE', reason: `${open.name}: ${open.reason}` };
  if (decided.length === 0) return { outcome: 'INCONCLUSIVE', reason: 'there was nothing to compare' };
  return concludeGood(decided, gates);
}

/** What an outcome decides by itself: a pass, a failure, or nothing, when it has reservations or is open. */
export function decisionOf({
  outcome,
  reservations,
}: Pick<Comparison, 'outcome' | 'reservations'>): 'pass' | 'fail' | 'inconclusive' | 'invalid' {
  const decisions: Readonly<Record<ComparisonOutcome, 'pass' | 'fail' | 'inconclusive' | 'invalid'>> = {
    INVALID: 'invalid',
    REGRESSED: 'fail',
    'NO DATA': 'fail',
    'CLAIM NOT MET': 'fail',
    INCONCLUSIVE: 'inconclusive',
    IMPROVED: 'pass',
    'NO REGRESSION': 'pass',
  };
  const decision = decisions[outcome];
  if (reservations.length === 0 || outcome === 'NO DATA') return decision;
  return decision === 'invalid' ? decision : 'inconclusive';
}

function concludeGood(
  decided: readonly ComparedGate[],
  gates: readonly ComparedGate[],
): Pick<Comparison, 'outcome' | 'reason'> {
  const left = gates.filter(({ status }) => status === 'not-compared').map(({ name }) => name);
  const note = left.length === 0 ? '' : `; not compared, as the side before has none: ${left.join(', ')}`;
  const improved = decided.filter(({ status }) => status === 'improved');
  const names = improved.map(({ name }) => name).join(', ');
  if (improved.some(isByItsMargin))
    return { outcome: 'IMPROVED', reason: `${names}; nothing got worse by more than its margin${note}` };
  const all = decided.length === 1 ? 'the only figure' : `all ${decided.length} figures`;
  const slightly = improved.length === 0 ? '' : `; better, but by less than the margin: ${names}`;
  return { outcome: 'NO REGRESSION', reason: `${all} stayed within the margins${slightly}${note}` };
}

/** Whether a figure that got better did so by as much as it may get worse: what is merely significant is no reason for a headline. */
function isByItsMargin(gate: ComparedGate): boolean {
  const { change } = gate;
  if (change === undefined) return false;
  const gain = -changeSign(gate) * (gate.scale === 'points' ? change : Math.log1p(change));
  return gain >= lossOfMargin(gate, gate.margin);
}

function first(gates: readonly ComparedGate[], wanted: ComparedGate['status']): ComparedGate | undefined {
  return gates.find(({ status }) => status === wanted);
}

function sayGate(gate: ComparedGate, gates: readonly ComparedGate[], status: ComparedGate['status']): string {
  const others = gates.filter((other) => other.status === status).length - 1;
  const more = others === 0 ? '' : `; and ${others} more ${others === 1 ? 'figure' : 'figures'}`;
  return `${gate.name}: ${gate.reason}${more}`;
}
