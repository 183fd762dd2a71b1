import { sayChange } from '../judge/comparison/comparison-reasons.ts';
import type {
  Claim,
  ComparedFigure,
  ComparedGate,
  ComparedSide,
  ComparedStatus,
  Comparison,
} from '../judge/comparison/comparison.ts';
import { decisionOf } from '../judge/comparison/conclude.ts';
import { formatCount, formatMillis, formatShare, microsPerMilli } from '../units.ts';

const statusWords: Readonly<Record<ComparedStatus, string>> = {
  regressed: 'REGRESSED',
  'no-data': 'NO DATA',
  inconclusive: 'INCONCLUSIVE',
  improved: 'IMPROVED',
  'no-regression': 'NO REGRESSION',
  'not-compared': 'not compared',
};

const statusMarks: Readonly<Record<ComparedStatus, string>> = {
  regressed: '✗',
  'no-data': '–',
  inconclusive: '?',
  improved: '✓',
  'no-regression': '✓',
  'not-compared': '·',
};

/** How the cells of a compared figure read in every table; '–' where there is nothing to say. */
export type ComparedCells = Readonly<
  Record<'mark' | 'name' | 'status' | 'before' | 'after' | 'change' | 'bounds' | 'margin' | 'detectable', string>
>;

/** The cells of one compared figure. */
export function comparedCells(gate: ComparedGate): ComparedCells {
  const { interval, change, detectable, status } = gate;
  return {
    mark: statusMarks[status],
    name: gate.name,
    status: statusWords[status],
    before: comparedValue(gate, gate.before),
    after: comparedValue(gate, gate.after),
    change: change === undefined ? '–' : short(sayChange(gate, change)),
    bounds: interval === undefined ? '' : `[${bare(gate, interval.low)}, ${bare(gate, interval.high)}]`,
    margin: short(sayChange(gate, gate.worse === 'greater' ? gate.margin : -gate.margin)),
    detectable: detectable === undefined ? '–' : short(sayChange(gate, detectable)).replace('+', ''),
  };
}

/** In a table points are 'pt'. */
function short(text: string): string {
  return text.replace('points', 'pt');
}

/** Without its unit, which stands at the change. */
function bare(gate: ComparedGate, change: number): string {
  return sayChange(gate, change).replace(/ (?:%|points)$/u, '');
}

/** A figure by ranks, beside its t interval: name, Hodges–Lehmann change, its bounds, and the p-value of "over the margin". */
export function rankCells({ gates }: Pick<Comparison, 'gates'>): (readonly [string, string, string, string])[] {
  return gates.flatMap((gate) => {
    const { ranks } = gate;
    if (ranks === undefined) return [];
    const { change, low, high, p } = ranks;
    const bounds = low === undefined || high === undefined ? '–' : `[${bare(gate, low)}, ${bare(gate, high)}]`;
    return [[gate.name, short(sayChange(gate, change)), bounds, p < 0.001 ? '< 0.001' : p.toFixed(3)] as const];
  });
}

/** The mark of a claim and how it looks. */
export function claimMark({ status }: Claim): { readonly mark: string; readonly style: 'good' | 'bad' | 'doubt' } {
  switch (status) {
    case 'holds':
      return { mark: '✓', style: 'good' };
    case 'does-not-hold':
      return { mark: '✗', style: 'bad' };
    case 'no-data':
      return { mark: '–', style: 'bad' };
    case 'inconclusive':
      return { mark: '?', style: 'doubt' };
  }
}

/**
 * What a figure or a claim means for whoever acts on a comparison: `open` is undecided, and so is what got worse where the comparison decides
 * nothing by itself; `none` was not compared.
 */
export function figureWeight(
  { status }: Pick<ComparedGate | Claim, 'status'>,
  reservations: Comparison['reservations'],
): 'good' | 'bad' | 'open' | 'none' {
  switch (status) {
    case 'regressed':
    case 'does-not-hold':
      return reservations.length === 0 ? 'bad' : 'open';
    case 'no-data':
      return 'bad';
    case 'inconclusive':
      return 'open';
    case 'improved':
    case 'no-regression':
    case 'holds':
      return 'good';
    case 'not-compared':
      return 'none';
  }
}

/** How an outcome looks: what decides nothing by itself is never green or red. */
export function outcomeStyle(comparison: Pick<Comparison, 'outcome' | 'reservations'>): 'good' | 'bad' | 'doubt' {
  const styles = { pass: 'good', fail: 'bad', inconclusive: 'doubt', invalid: 'bad' } as const;
  return styles[decisionOf(comparison)];
}

/** What the intervals rest on, in words. */
export function evidenceWords({ evidence, before, after, latency }: Comparison): string {
  const bounds = `${latency} time; each bound is one-sided 95 %`;
  switch (evidence) {
    case 'pairs':
      return `${Math.min(before.runs, after.runs)} interleaved pairs, t interval of the paired differences; ${bounds}`;
    case 'runs':
      return `${before.runs} runs before and ${after.runs} after, measured apart (Welch’s t); ${bounds}`;
    case 'one run':
      return `the seconds of single runs, resampled in blocks; ${bounds}`;
  }
}

/** Where the change of the mean comes from, in ms; undefined when it cannot be split. */
export function meanChangeWords({ meanChange }: Comparison): string | undefined {
  if (meanChange === undefined) return undefined;
  const { totalMillis, byHitRateMillis, byHitsMillis, byMissesMillis } = meanChange;
  return `${signed(totalMillis, 3)} ms for hits and misses together = ${signed(byHitRateMillis, 3)} by the hit rate, ${signed(byHitsMillis, 3)} by hits, ${signed(byMissesMillis, 3)} by misses`;
}

function isMoved({ status }: ComparedGate): boolean {
  return status === 'regressed' || status === 'improved';
}

/** Says that only the mixture moved, when the hit rate changed and no latency of a class did; undefined otherwise. */
export function mixtureWords({ gates }: Pick<Comparison, 'gates'>): string | undefined {
  const rate = gates.find(({ metric }) => metric.kind === 'hit rate');
  const latencies = gates.filter(({ metric }) => metric.kind === 'quantile' || metric.kind === 'mean');
  const isSame = latencies.length > 0 && latencies.every(({ status }) => status === 'no-regression');
  if (rate === undefined || !isMoved(rate) || !isSame) return undefined;
  return 'the hit rate moved the mixture of all answers; hits and misses themselves kept within their margins';
}

/** A figure on one side with its unit; '–' where that side has too few samples for it. */
export function comparedValue({ unit }: Pick<ComparedFigure, 'unit'>, value: number | undefined): string {
  if (value === undefined) return '–';
  switch (unit) {
    case 'ms':
      return `${formatMillis(value * microsPerMilli)} ms`;
    case 'share':
      return formatShare(value);
    case 'per second':
      return `${value >= 100 ? formatCount(value) : value.toFixed(1)}/s`;
    case 'count':
      return formatCount(value);
  }
}

/**
 * '+4.2 %', for shares '+1.30 points' (a per cent of a per cent would mislead), or '–' where there is no change to speak of: a
 * side is missing or starts from 0.
 */
export function changeWords({ unit, before, after, changePercent }: ComparedFigure): string {
  if (unit === 'share')
    return before === undefined || after === undefined ? '–' : `${signed((after - before) * 100, 2)} points`;
  return changePercent === undefined ? '–' : `${signed(changePercent, 1)} %`;
}

function signed(value: number, decimals: number): string {
  const text = Math.abs(value).toFixed(decimals);
  if (Number(text) === 0) return text;
  return `${value < 0 ? '−' : '+'}${text}`;
}

/** One side: '2026-01-31-120000-sla, http://…, 5 runs'. */
export function sideWords({ id, target, runs, aborted }: ComparedSide): string {
  return `${id}, ${target}, ${runs === 1 ? 'one run' : `${runs} runs`}${aborted ? ', aborted' : ''}`;
}

/** The groups of figures with their titles: each class, then the totals. Only groups that hold a figure. */
export function comparedGroups(
  comparison: Comparison,
): (readonly [title: string, figures: readonly ComparedFigure[]])[] {
  const { classes, totals, latency } = comparison;
  const groups = classes.map(({ cacheClass, figures }) => [`${cacheClass}, ${latency} time`, figures] as const);
  return [...groups, ['all requests', totals] as const].filter(([, figures]) => figures.length > 0);
}
