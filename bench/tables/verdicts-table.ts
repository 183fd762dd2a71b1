import type { MachineFingerprint } from '../../src/report/run-report.ts';
import { markdownTable } from '../../src/reporters/markdown-table.ts';
import type { GateOutcome } from '../verdicts/simulate-gate.ts';
import type { PairOutcome } from '../verdicts/simulate-pairs.ts';

/** What `bench:verdicts` stores. */
export type VerdictsResult = {
  readonly at: string;
  readonly machine: MachineFingerprint;
  readonly commit?: string;
  readonly seed: number;
  /** How long it took. */
  readonly seconds: number;
  readonly gates: readonly GateOutcome[];
  readonly pairs: readonly PairOutcome[];
};

/** How often verdicts on simulated runs were right and wrong, as Markdown. */
export function verdictsTable(result: VerdictsResult): string {
  return [
    describeBench(result),
    '**A true p95 exactly on the limit.** Any verdict but INCONCLUSIVE is wrong; each kind should be rarer than 5 %.',
    limitTable(result.gates.filter(isOnLimit)),
    '**Other gates.** Where the truth is off the limit, the verdict on the right side is what is wanted.',
    gateTable(result.gates.filter((gate) => !isOnLimit(gate))),
    '**Comparisons.** Outcome of the whole family of figures, and the status of the p95 of hits alone.',
    pairTable(result.pairs),
  ].join('\n\n');
}

function describeBench({ at, seed, seconds, gates, pairs }: VerdictsResult): string {
  const [rounds, comparisons] = [gates[0]?.rounds ?? 0, pairs[0]?.rounds ?? 0];
  return [
    `Simulated ${at.slice(0, 10)} in ${seconds} s from the seed ${seed}: ${rounds} verdicts and ${comparisons} comparisons a row, so that a true`,
    `5 % is seen as 5 ± ${standardError(rounds)} and 5 ± ${standardError(comparisons)} % (one standard error).`,
  ].join(' ');
}

function standardError(rounds: number): string {
  return (100 * Math.sqrt((0.05 * 0.95) / rounds)).toFixed(1);
}

/** Rows that differ in nothing but correlation, runs and their deviation: one run that does not deviate, or several. */
function isOnLimit({ off, runs, deviation }: GateOutcome): boolean {
  return off === 0 && (runs > 1 || deviation === 0);
}

function limitTable(gates: readonly GateOutcome[]): string {
  const titleOf = ({ runs, deviation }: GateOutcome): string =>
    runs === 1 ? 'one run' : `${runs} runs${deviation === 0 ? '' : `, ${percent(deviation)} apart`}`;
  const titles = [...new Set(gates.map(titleOf))];
  const correlations = [...new Set(gates.map(({ correlation }) => correlation))];
  return markdownTable(
    [
      { title: 'lag-1 correlation' },
      ...titles.map((title) => ({ title: `${title}: PASS / FAIL, %`, right: true as const })),
    ],
    correlations.map((correlation) => [
      String(correlation),
      ...titles.map((title) => {
        const gate = gates.find((other) => other.correlation === correlation && titleOf(other) === title);
        return gate === undefined ? '–' : `${share(gate.passed, gate.rounds)} / ${share(gate.failed, gate.rounds)}`;
      }),
    ]),
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
      off === 0 ? 'the limit' : `${Math.abs(100 * Math.expm1(off)).toFixed(1)} % ${off < 0 ? 'below' : 'above'}`,
      share(passed, rounds),
      share(failed, rounds),
      share(rounds - passed - failed, rounds),
    ]),
  );
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
