import { describeCircumstances, writeResult } from './harness/results.ts';
import { readFlags } from './harness/flags.ts';
import { say } from './harness/say.ts';
import { verdictsTable, type VerdictsResult } from './tables/verdicts-table.ts';
import { gateCases, pairCases } from './verdicts/cases.ts';
import { simulateGate } from './verdicts/simulate-gate.ts';
import { simulatePairs } from './verdicts/simulate-pairs.ts';

/** Judges simulated runs whose truth is known, with the judge that judges real ones: `npm run bench:verdicts`. */
const flags = readFlags('How often verdicts on simulated runs are wrong, and how often they find what is there.', {
  rounds: { default: '400', help: 'verdicts for each row' },
  comparisons: { default: '200', help: 'comparisons for each row' },
  seed: { default: '20250404', help: 'the seed of all simulated numbers' },
  to: { default: 'bench/results', help: 'folder for verdicts.json' },
});

const [rounds, comparisons, seed] = [flags.count('rounds'), flags.count('comparisons'), flags.count('seed')];
const { at, machine, commit } = describeCircumstances({}, []);
const started = performance.now();
const gates = gateCases.map((gate, index) => {
  const outcome = simulateGate(gate, rounds, seed + index);
  say(`${JSON.stringify(gate)}: ${outcome.passed} passed, ${outcome.failed} failed`);
  return outcome;
});
const pairs = pairCases.map((pair, index) => {
  const outcome = simulatePairs(pair, comparisons, seed + 1000 + index);
  say(`${JSON.stringify(pair)}: ${outcome.regressed} regressed`);
  return outcome;
});
const seconds = Math.round((performance.now() - started) / 1000);
const result: VerdictsResult = {
  at,
  machine,
  ...(commit === undefined ? {} : { commit }),
  seed,
  seconds,
  gates,
  pairs,
};
writeResult(flags.text('to'), 'verdicts', result);
say(verdictsTable(result));
