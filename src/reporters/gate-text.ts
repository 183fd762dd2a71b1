import type { GateResult, GateStatus } from '../judge/verdict.ts';
import { formatGateValue } from '../report/gate-value.ts';
import { formatCount } from '../units.ts';

/** How the cells of a gate read in every table; '' where there is nothing to say, never a 0. */
export type GateText = {
  readonly mark: string;
  /** 'http_req_duration{cache:hit}: p(95)<23' */
  readonly name: string;
  readonly observed: string;
  /** '[13.10 ms, 13.40 ms]'; an end that the data do not bound is '–'. */
  readonly interval: string;
  readonly n: string;
  readonly effectiveN: string;
  /** Samples that broke the limit / at most as many pass. */
  readonly over: string;
};

/** The mark of a status: ✓ pass, ✗ fail, ? undecided, ! not to be trusted, – nothing recorded (which fails). */
const statusMarks: Readonly<Record<GateStatus, string>> = {
  pass: '✓',
  fail: '✗',
  inconclusive: '?',
  invalid: '!',
  'no-data': '–',
};

/** The cells of one gate. */
export function gateText(gate: GateResult): GateText {
  const { threshold, status, observed, interval, n, effectiveN, deff, over } = gate;
  return {
    mark: statusMarks[status],
    name: gateName(gate),
    observed: observed === undefined ? (status === 'no-data' ? 'no data' : '') : formatGateValue(threshold, observed),
    interval: interval === undefined ? '' : `[${bound(gate, interval.low)}, ${bound(gate, interval.high)}]`,
    n: formatCount(n),
    effectiveN: effectiveN === undefined || deff === 1 ? '' : formatCount(Math.floor(effectiveN)),
    over: over === undefined ? '' : `${formatCount(over.count)}/${countOrNone(over.passAtMost)}`,
  };
}

/** A gate as a person finds it in the scenario; one that hitgate added says so. */
export function gateName({ threshold: { selector, source, implicit } }: GateResult): string {
  return `${selector}: ${source}${implicit ? ' (implicit)' : ''}`;
}

/** A count, or '–' when no number would do. */
export function countOrNone(count: number | undefined): string {
  return count === undefined ? '–' : formatCount(count);
}

/** Units stand at the observed value; the ends of its interval need none. */
function bound({ threshold }: GateResult, value: number | undefined): string {
  return value === undefined ? '–' : formatGateValue(threshold, value).replace(/ (?:ms|%|\/s)$/u, '');
}
