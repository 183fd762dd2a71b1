import { loadInWords } from '../../plan/describe-workload.ts';
import type { GateStatus, Outcome } from '../../judge/verdict.ts';
import { isCutOff } from '../../report/is-cut-off.ts';
import type { RunReport } from '../../report/run-report.ts';
import { totalsOf } from '../../report/run-totals.ts';
import { gateTitle } from '../gate-plain-words.ts';
import { gateText } from '../gate-text.ts';
import { errorWords, hitRateWords, inFlightWords, modelWords, requestWords, targetWords } from '../report-words.ts';
import { capitalised, sentence } from '../visible-text.ts';
import { renderBanner } from './banner.ts';
import { markup, type Content, type Markup } from './markup.ts';
import { outcomeTones } from './status-mark.ts';
import { timeWords } from './time-words.ts';

/** What an outcome means, for a reader who has never seen one. */
const meanings: Readonly<Record<Outcome, string>> = {
  PASS: 'the service kept every limit',
  FAIL: 'the service broke a limit',
  INCONCLUSIVE: 'not decided, and so not passed',
  INVALID: 'the measurement cannot be trusted; it says nothing about the service',
};

/** The verdict: its word and meaning, the sentence that says why, then what was tested, when, how long and by how many users. */
export function verdictSection(report: RunReport): Markup {
  const { verdict, scenario, target } = report;
  const meaning = meanings[verdict.outcome];
  return renderBanner({
    tone: outcomeTones[verdict.outcome],
    kicker: markup`hitgate load test of <strong>${scenario.name}</strong>`,
    word: verdict.outcome,
    meaning: target.reference ? meaning.replace('the service', 'the reference target') : meaning,
    why: headline(report),
    chips: [
      ...(target.reference ? ['measured on the reference target, not on the real service'] : []),
      ...(isCutOff(report) ? [report.aborted ? 'aborted: the run was cut off' : 'the run ended early'] : []),
    ],
    facts: factsOf(report),
  });
}

/** The first gate that did not pass in plain words, with how many more, then the judge's own sentence; that alone where no gate decided. */
function headline(report: RunReport): Content {
  const { outcome, gates, reason } = report.verdict;
  const blamed = gates.filter(({ status }) => blamedFor(outcome).includes(status));
  const [first] = blamed;
  if (first === undefined || isCutOff(report)) return sentence(reason);
  const { observed, interval } = gateText(first);
  const between = interval === '' || outcome === 'FAIL' ? '' : `, 95 % interval ${interval}`;
  const seen = outcome === 'FAIL' ? observed : `${observed}${between}, which does not decide it`;
  return markup`Asked for: ${gateTitle(first.threshold)}. Measured: ${seen}.${moreGates(blamed.length - 1, outcome)} <span class="reason">${reason}</span>`;
}

function blamedFor(outcome: Outcome): readonly GateStatus[] {
  switch (outcome) {
    case 'FAIL':
      return ['fail', 'no-data'];
    case 'INCONCLUSIVE':
      return ['inconclusive'];
    case 'PASS':
    case 'INVALID':
      return [];
  }
}

function moreGates(count: number, outcome: Outcome): string {
  if (count === 0) return '';
  const verb = outcome === 'FAIL' ? 'failed' : 'could not be decided';
  return count === 1 ? ` One more gate ${verb}.` : ` ${count} more gates ${verb}.`;
}

function factsOf(report: RunReport): (readonly [string, Content])[] {
  const { scenario, startedAt, runs, verdict } = report;
  const totals = totalsOf(runs);
  return [
    ['Tested', targetWords(report)],
    ['When', markup`<time datetime="${startedAt}">${timeWords(startedAt)}</time>`],
    ['Load', `${loadInWords(scenario.load)}${scenario.runs === 1 ? '' : `, ${scenario.runs} runs`}`],
    ['Sent', requestWords(totals)],
    ['In flight', inFlightWords(totals)],
    ['Hit rate', hitRateWords(report)],
    ['Errors', errorWords(totals)],
    ['Judged', capitalised(modelWords(report))],
    ...(verdict.warnings.length === 0
      ? []
      : [['Warnings', markup`<a href="#findings">${verdict.warnings.length} to read</a>`] as const]),
    ...(scenario.description === '' ? [] : [['Scenario', scenario.description] as const]),
  ];
}
