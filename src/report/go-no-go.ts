import type { GateResult, GateStatus } from '../judge/verdict.ts';
import { isOfWholePhase } from '../scenario/fault-tags.ts';
import type { MetricName, Operator, Threshold } from '../scenario/threshold.ts';
import { formatShare } from '../units.ts';
import { formatGateValue } from './gate-value.ts';
import { isCutOff } from './is-cut-off.ts';
import { totalsOf } from './run-totals.ts';
import type { RunReport } from './run-report.ts';

/**
 * What a row of the matrix says. `undecided`: measured, but by no gate, by too few samples, or in a measurement that cannot be
 * trusted or was cut off. Only `go` is a go.
 */
export type Decision = 'go' | 'no-go' | 'undecided' | 'not measured';

/** One row of the go/no-go matrix; `measured` and `note` are absent when there is nothing to say. */
export type GoNoGoRow = {
  readonly item: string;
  /** The scenario's gate where it has one; the plan's own number stands beside it where they differ. */
  readonly required: string;
  readonly measured?: string;
  readonly decision: Decision;
  readonly note?: string;
  /** Present when the strictest gate on it allows more than the plan, so that its pass does not say that the plan's number is kept. */
  readonly lax?: true;
};

type GateItem = {
  readonly item: string;
  readonly plan: string;
  readonly metric: MetricName;
  readonly cacheClass?: 'hit' | 'miss';
  readonly quantile?: number;
  readonly operators: readonly Operator[];
  readonly limit: number;
};

const below: readonly Operator[] = ['<', '<='];
const above: readonly Operator[] = ['>', '>='];

/** The plan's items and numbers, which hold where a scenario has no gate of its own. */
const items: readonly GateItem[] = [
  { item: 'Cache hit rate', plan: '> 87.3 %', metric: 'cache_hit_rate', operators: above, limit: 0.873 },
  latencyItem('hit', 23),
  latencyItem('miss', 95),
  { item: 'Error rate', plan: '< 1 %', metric: 'http_req_failed', operators: below, limit: 0.01 },
];
const leastUsers = 100;
const leastCoverage = 0.9;

/** The go/no-go matrix of a run: what was not measured is never a go. */
export function goNoGoMatrix(report: RunReport): GoNoGoRow[] {
  return [...items.map((item) => gateRow(report, item)), loadRow(report), coverageRow(report)];
}

/** The row of a check that a run's gates judge, whatever share of answers they ask for; the plan names none. */
export function checkRow(report: RunReport, item: string, check: string): GoNoGoRow {
  const required = `a gate on checks{check:${check}}`;
  const gates = report.verdict.gates.filter(
    ({ threshold, threshold: { metric, tags, operator } }) =>
      isOfWholePhase(threshold) && metric === 'checks' && tags['check'] === check && above.includes(operator),
  );
  if (gates.length === 0) return { item, required, decision: 'not measured', note: 'the scenario has no gate on it' };
  return { item, required: gates.map(({ threshold }) => threshold.source).join(', '), ...judged(report, gates) };
}

function latencyItem(cacheClass: 'hit' | 'miss', limit: number): GateItem {
  return {
    item: `p95 of ${cacheClass === 'hit' ? 'hits' : 'misses'}`,
    plan: `< ${limit} ms`,
    metric: 'http_req_duration',
    cacheClass,
    quantile: 0.95,
    operators: below,
    limit,
  };
}

function gateRow(report: RunReport, item: GateItem): GoNoGoRow {
  const gates = report.verdict.gates.filter(({ threshold }) => isOf(threshold, item));
  if (gates.length === 0)
    return { item: item.item, required: item.plan, decision: 'not measured', note: 'the scenario has no gate on it' };
  const sources = gates.map(({ threshold }) => threshold.source).join(', ');
  const agrees = gates.every(({ threshold }) => threshold.limit === item.limit);
  return {
    item: item.item,
    required: agrees ? item.plan : `${sources} (the plan: ${item.plan})`,
    ...judged(report, gates),
    ...(gates.some(({ threshold }) => implies(threshold, item)) ? {} : { lax: true }),
  };
}

/** Whether a gate that is kept says that the plan's number, which itself is not allowed, is kept too. */
function implies({ operator, limit }: Threshold, item: Pick<GateItem, 'operators' | 'limit'>): boolean {
  const margin = item.operators === above ? limit - item.limit : item.limit - limit;
  return operator === '<' || operator === '>' ? margin >= 0 : margin > 0;
}

function isOf(threshold: Threshold, item: GateItem): boolean {
  const { metric, tags, aggregation, operator } = threshold;
  return (
    isOfWholePhase(threshold) &&
    metric === item.metric &&
    tags['cache'] === item.cacheClass &&
    (item.quantile === undefined || (aggregation.kind === 'quantile' && aggregation.quantile === item.quantile)) &&
    item.operators.includes(operator)
  );
}

/** The worst of the gates on one item decides it. */
function judged(report: RunReport, gates: readonly GateResult[]): Pick<GoNoGoRow, 'measured' | 'decision' | 'note'> {
  const worst = gates.toSorted((one, other) => severity[other.status] - severity[one.status])[0];
  if (worst === undefined || worst.status === 'no-data')
    return { decision: 'not measured', note: 'nothing was recorded' };
  const measured = worst.observed === undefined ? {} : { measured: formatGateValue(worst.threshold, worst.observed) };
  const decision = trusted(report, decisions[worst.status]);
  return { ...measured, decision, ...doubtOf(report, decision, worst.status) };
}

const severity: Readonly<Record<GateStatus, number>> = { pass: 0, inconclusive: 1, invalid: 2, 'no-data': 3, fail: 4 };
const decisions: Readonly<Record<GateStatus, Decision>> = {
  pass: 'go',
  fail: 'no-go',
  inconclusive: 'undecided',
  invalid: 'undecided',
  'no-data': 'not measured',
};

/** An invalid measurement decides nothing, and one that was cut off decides no go. */
function trusted(report: RunReport, decision: Decision): Decision {
  if (report.verdict.outcome === 'INVALID') return 'undecided';
  return isCutOff(report) && decision === 'go' ? 'undecided' : decision;
}

function doubtOf(report: RunReport, decision: Decision, status: GateStatus): { note?: string } {
  if (decision !== 'undecided') return {};
  if (report.verdict.outcome === 'INVALID' || status === 'invalid') return { note: 'the measurement is INVALID' };
  return { note: isCutOff(report) && status === 'pass' ? 'the run was cut off' : 'too few samples to decide' };
}

/** Users in flight are observed and not sampled, so that their least number decides without a gate. */
function loadRow(report: RunReport): GoNoGoRow {
  const gates = report.verdict.gates.filter(
    ({ threshold, threshold: { metric, aggregation, operator } }) =>
      isOfWholePhase(threshold) && metric === 'vus_in_flight' && aggregation.kind === 'min' && above.includes(operator),
  );
  const plan = `${leastUsers}+ users in flight`;
  if (gates.length > 0) {
    const sources = gates.map(({ threshold }) => threshold.source).join(', ');
    const agrees = gates.every(({ threshold: { limit } }) => limit === leastUsers);
    const isStrict = gates.some(({ threshold: { operator, limit } }) =>
      operator === '>' ? limit >= leastUsers - 1 : limit >= leastUsers,
    );
    return {
      item: 'Load test',
      required: agrees ? plan : `${sources} (the plan: ${plan})`,
      ...judged(report, gates),
      ...(isStrict ? {} : { lax: true }),
    };
  }
  const { inFlight } = totalsOf(report.runs);
  if (inFlight === undefined) return { item: 'Load test', required: plan, decision: 'not measured' };
  const decision = trusted(report, inFlight.min >= leastUsers ? 'go' : 'no-go');
  return {
    item: 'Load test',
    required: plan,
    measured: `at least ${inFlight.min}, at most ${inFlight.max}`,
    decision,
    ...doubtOf(report, decision, 'pass'),
  };
}

/** The row of the test coverage. */
export function coverageRow({ coverage }: Pick<RunReport, 'coverage'>): GoNoGoRow {
  const row = { item: 'Test coverage', required: '> 90 %' };
  if (coverage === undefined) return { ...row, decision: 'not measured', note: 'no coverage file was given' };
  return {
    ...row,
    measured: formatShare(coverage.share),
    decision: coverage.share > leastCoverage ? 'go' : 'no-go',
    note: `lines, from ${coverage.source}`,
  };
}
