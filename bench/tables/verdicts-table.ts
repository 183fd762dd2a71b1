import type { MachineFingerprint } from '../../src/report/run-report.ts';
import { markdownTable } from '../../src/reporters/markdown-table.ts';
import type { EarlyOutcome } from '../verdicts/simulate-early.ts';
import type { GateOutcome } from '../verdicts/simulate-gate.ts';
import type { PairOutcome } from '../verdicts/simulate-pairs.ts';
import type { StretchOutcome } from '../verdicts/simulate-stretches.ts';

/** The rows of one part, and when and how long they were simulated. */
type VerdictsPart<Row> = {
  readonly at: string;
  readonly seed: number;
  readonly seconds: number;
  readonly rows: readonly Row[];
};

/** What `bench:verdicts` stores; a part is absent until it was simulated. */
export type VerdictsResult = {
  readonly machine: MachineFingerprint;
  readonly commit?: string;
  readonly gates?: VerdictsPart<GateOutcome>;
  readonly early?: VerdictsPart<EarlyOutcome>;
  readonly stretches?: VerdictsPart<StretchOutcome>;
  readonly pairs?: VerdictsPart<PairOutcome>;
};

/** How often verdicts on simulated runs were right and wrong, as Markdown; shares are in per cent. */
export function verdictsTable({ gates, early, stretches, pairs }: VerdictsResult): string {
  return [
    ...section(
      gates,
      'A true p95 exactly on the limit: each kind of decided verdict is wrong, and should be rarer than 5 %.',
      (rows) => limitTable(rows.filter(isOnLimit)),
    ),
    ...section(gates, 'Other gates: off the limit, the verdict of the right side is what is wanted.', (rows) =>
      gateTable(rows.filter((gate) => !isOnLimit(gate))),
    ),
    ...section(
      early,
      'Early stop: one run of 100 samples a second, looked at every second, 120 s at most.',
      earlyTable,
    ),
    ...section(pairs, 'Comparisons: the outcome of the whole family of figures, and the p95 of hits alone.', pairTable),
    ...section(
      stretches,
      'Single runs that do not differ, by their stretches: each kind of wrong bound should be near 5 %.',
      stretchTable,
    ),
  ].join('\n\n');
}

function section<Row extends { readonly rounds: number }>(
  part: VerdictsPart<Row> | undefined,
  purpose: string,
  table: (rows: readonly Row[]) => string,
): string[] {
  if (part === undefined) return [];
  const rounds = part.rows[0]?.rounds ?? 0;
  const error = (100 * Math.sqrt((0.05 * 0.95) / rounds)).toFixed(1);
  const how = `${rounds} each, seed ${part.seed}, ${part.at.slice(0, 10)}; a true 5 % is seen as 5 ± ${error} (one standard error).`;
  return [`**${purpose}** ${how}`, table(part.rows)];
}

function stretchTable(rows: readonly StretchOutcome[]): string {
  return markdownTable(
    ['stretches', 'correlation of neighbours', 'low bound above no difference, %', 'high bound below it, %'].map(right),
    rows.map(({ stretches, correlation, rounds, above, below }) => [
      String(stretches),
      String(correlation),
      share(above, rounds),
      share(below, rounds),
    ]),
  );
}

/** Rows that differ in nothing but correlation, runs and their deviation: one run that does not deviate, or several. */
function isOnLimit({ off, runs, deviation }: GateOutcome): boolean {
  return off === 0 && (runs > 1 || deviation === 0);
}

function titleOf({ runs, deviation }: GateOutcome): string {
  return runs === 1 ? 'one run' : `${runs} runs${deviation === 0 ? '' : `, ${percent(deviation)} apart`}`;
}

function limitTable(gates: readonly GateOutcome[]): string {
  const titles = [...new Set(gates.map(titleOf))];
  const correlations = [...new Set(gates.map(({ correlation }) => correlation))];
  const cellOf = (correlation: number, title: string): string => {
    const gate = gates.find((other) => other.correlation === correlation && titleOf(other) === title);
    return gate === undefined ? '–' : `${share(gate.passed, gate.rounds)} / ${share(gate.failed, gate.rounds)}`;
  };
  return markdownTable(
    ['lag-1 correlation', ...titles.map((title) => `${title}: PASS / FAIL, %`)].map(right),
    correlations.map((correlation) => [String(correlation)].concat(titles.map((title) => cellOf(correlation, title)))),
  );
}

function gateTable(gates: readonly GateOutcome[]): string {
  return markdownTable(
    ['runs', 'samples of a run', 'correlation', 'apart', 'true p95', 'PASS, %', 'FAIL, %', 'INCONCLUSIVE, %'].map(
      right,
    ),
    gates.map(({ runs, perSecond, seconds, correlation, deviation, off, rounds, passed, failed }) => [
      String(runs),
      String(perSecond * seconds),
      String(correlation),
      percent(deviation),
      sayOff(off),
      share(passed, rounds),
      share(failed, rounds),
      share(rounds - passed - failed, rounds),
    ]),
  );
}

function earlyTable(cases: readonly EarlyOutcome[]): string {
  return markdownTable(
    ['correlation', 'true p95', 'PASS, %', 'FAIL, %', 'INCONCLUSIVE, %', 'median, s'].map(right),
    cases.map(({ correlation, off, rounds, passed, failed, medianSeconds }) => [
      String(correlation),
      sayOff(off),
      share(passed, rounds),
      share(failed, rounds),
      share(rounds - passed - failed, rounds),
      String(medianSeconds),
    ]),
  );
}

function sayOff(off: number): string {
  return off === 0 ? 'the limit' : `${Math.abs(100 * Math.expm1(off)).toFixed(1)} % ${off < 0 ? 'below' : 'above'}`;
}

function pairTable(pairs: readonly PairOutcome[]): string {
  return markdownTable(
    [
      'evidence',
      'apart',
      'hits',
      'misses',
      'REGRESSED, %',
      'p95 of hits regressed, %',
      'IMPROVED, %',
      'NO REGRESSION, %',
    ].map(right),
    pairs.map((pair) => [
      pair.pairs === 1 ? 'one run a side' : `${pair.pairs} pairs`,
      percent(pair.deviation),
      `${sayChange(pair.hitChange)}${pair.margins === undefined ? '' : ` (${sayMargins(pair.margins)})`}`,
      sayChange(pair.missChange),
      share(pair.regressed, pair.rounds),
      share(pair.hitsRegressed, pair.rounds),
      share(pair.improved, pair.rounds),
      share(pair.unharmed, pair.rounds),
    ]),
  );
}

/** 'all margins 10 %', or the one figure whose margin is not the default. */
function sayMargins(margins: Readonly<Record<string, number>>): string {
  const entries = Object.entries(margins);
  const [name, margin = 0] = entries[0] ?? [];
  return entries.length === 1 ? `margin of ${name ?? ''} ${percent(margin)}` : `margins ${percent(margin)}`;
}

function sayChange(change: number): string {
  return change === 0 ? 'the same' : `${change < 0 ? '−' : '+'}${percent(Math.abs(change))}`;
}

function percent(value: number): string {
  return `${Number((100 * value).toFixed(1))} %`;
}

function share(count: number, rounds: number): string {
  return ((100 * count) / rounds).toFixed(1);
}

function right(title: string): { readonly title: string; readonly right: true } {
  return { title, right: true };
}
