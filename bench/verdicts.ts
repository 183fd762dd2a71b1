import { describeCircumstances, readResult, writeResult } from './harness/results.ts';
import { readFlags } from './harness/flags.ts';
import { giveUp, say } from './harness/say.ts';
import { verdictsTable, type VerdictsResult } from './tables/verdicts-table.ts';
import { earlyCases, gateCases, pairCases, stretchCases } from './verdicts/cases.ts';
import { simulateEarly } from './verdicts/simulate-early.ts';
import { simulateGate } from './verdicts/simulate-gate.ts';
import { simulatePairs } from './verdicts/simulate-pairs.ts';
import { simulateStretches } from './verdicts/simulate-stretches.ts';

/** Judges simulated runs whose truth is known, with the judge that judges real ones: `npm run bench:verdicts`. */
const flags = readFlags('How often verdicts on simulated runs are wrong, and how often they find what is there.', {
  parts: { default: 'gates,early,stretches,pairs', help: 'what to simulate; other parts stay as they were stored' },
  rounds: { default: '400', help: 'verdicts for each row' },
  comparisons: { default: '200', help: 'comparisons of pairs for each row' },
  seed: { default: '20250404', help: 'the seed of all simulated numbers' },
  to: { default: 'bench/results', help: 'folder for verdicts.json' },
});

const [rounds, comparisons, seed] = [flags.count('rounds'), flags.count('comparisons'), flags.count('seed')];
const wanted = flags.list('parts');
const { at, machine, commit } = describeCircumstances({}, []);

/** Simulates every row of a part, each from a seed of its own. */
function simulate<Case, Outcome>(
  cases: readonly Case[],
  first: number,
  judgeRow: (row: Case, seed: number) => Outcome,
): { readonly at: string; readonly seed: number; readonly seconds: number; readonly rows: readonly Outcome[] } {
  const started = performance.now();
  const rows = cases.map((row, index) => {
    const outcome = judgeRow(row, seed + first + index);
    say(JSON.stringify(outcome));
    return outcome;
  });
  return { at, seed, seconds: Math.round((performance.now() - started) / 1000), rows };
}

const parts: Readonly<Record<string, () => Partial<VerdictsResult>>> = {
  gates: () => ({ gates: simulate(gateCases, 0, (row, own) => simulateGate(row, rounds, own)) }),
  early: () => ({ early: simulate(earlyCases, 500, (row, own) => simulateEarly(row, rounds, own)) }),
  stretches: () => ({ stretches: simulate(stretchCases, 900, (row, own) => simulateStretches(row, rounds, own)) }),
  pairs: () => ({ pairs: simulate(pairCases, 1000, (row, own) => simulatePairs(row, comparisons, own)) }),
};

const folder = flags.text('to');
const stored = readResult(folder, 'verdicts');
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only this bench writes the file
const before = stored === undefined ? {} : (JSON.parse(stored) as Partial<VerdictsResult>);
const result: VerdictsResult = { ...before, machine, ...(commit === undefined ? {} : { commit }) };
for (const name of wanted) {
  const part = parts[name] ?? giveUp(`There is no part "${name}"`, `name some of ${Object.keys(parts).join(', ')}`);
  Object.assign(result, part());
  writeResult(folder, 'verdicts', result);
}
say(verdictsTable(result));
