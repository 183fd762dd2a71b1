import type { CapacityStep, ClassFigures } from '../capacity/capacity-step.ts';
import type { LoadUnit } from '../capacity/step-scenario.ts';
import type { StepOutcome } from '../capacity/search.ts';
import type { CapacityRecord } from '../report/capacity-record.ts';
import { formatCount, formatDuration, formatMillis, formatShare } from '../units.ts';
import { gateSubject } from './gate-plain-words.ts';
import { gateText } from './gate-text.ts';

/** The mark and the word of what a step said. */
export const outcomeWords: Readonly<Record<StepOutcome, { readonly mark: string; readonly word: string }>> = {
  pass: { mark: '✓', word: 'pass' },
  fail: { mark: '✗', word: 'fail' },
  inconclusive: { mark: '?', word: 'undecided' },
  invalid: { mark: '!', word: 'INVALID' },
  lost: { mark: '✗', word: 'target lost' },
  interrupted: { mark: '–', word: 'interrupted' },
};

/** '39 users', '1 user', '400 requests/s'. */
export function loadWords(load: number, unit: LoadUnit): string {
  if (unit === 'rate') return `${formatCount(load)} requests/s`;
  return load === 1 ? '1 user' : `${formatCount(load)} users`;
}

/** What the axis of loads is called. */
export function unitWords(unit: LoadUnit): string {
  return unit === 'vus' ? 'users' : 'requests/s';
}

/** The verdict in one sentence without a full stop: the greatest load that passes, how sure that is, and what fails above it. */
export function capacityHeadline(record: CapacityRecord): string {
  const { conclusion, settings } = record;
  const { passed, failed } = conclusion;
  const { unit } = settings;
  if (passed === undefined) return withoutPass(record);
  const load = loadWords(passed.load, unit);
  const sure = `${load} ${passedWords(record, passed)}`;
  if (failed !== undefined) return `${sure}; ${failureWords(record, failed)}`;
  return `at least ${sure}; ${untriedWords(record)}`;
}

function withoutPass(record: CapacityRecord): string {
  const { conclusion, settings, steps } = record;
  const { failed } = conclusion;
  if (failed === undefined) {
    const [first] = steps;
    return first === undefined ? 'nothing was measured' : `no load was decided: ${reasonOf(first)}`;
  }
  const already = failed <= settings.least ? 'already ' : '';
  const undecided = conclusion.open.map(({ load }) => load);
  const doubt = undecided.length === 0 ? '' : `; ${list(undecided)} could not be decided`;
  return `no load passed, and ${loadWords(failed, settings.unit)} are too many: ${already}${failureWords(record, failed)}${doubt}`;
}

/** What a load did, and for how long: 'meet every gate (confirmed over 1 m, 12 000 requests)'. */
function passedWords({ steps }: CapacityRecord, { load, confirmed }: { load: number; confirmed: boolean }): string {
  const step = steps.findLast(
    ({ purpose, outcome, load: tried }) =>
      tried === load && outcome === 'pass' && (purpose === 'confirm') === confirmed,
  );
  const [time, count] = [formatDuration(step?.durationMicros ?? 0), formatCount(step?.requests ?? 0)];
  if (!confirmed) return `met every gate for ${time} (${count} requests), which was not confirmed`;
  return `${load === 1 ? 'meets' : 'meet'} every gate (confirmed over ${time}, ${count} requests)`;
}

function failureWords({ steps }: CapacityRecord, failed: number): string {
  const step = steps.findLast(({ load, outcome }) => load === failed && outcome === 'fail');
  const verb = failed === 1 ? 'fails' : 'fail';
  return step === undefined ? `${formatCount(failed)} ${verb}` : `${formatCount(failed)} ${verb}: ${gateOfStep(step)}`;
}

function untriedWords({ conclusion, settings }: CapacityRecord): string {
  const { end, open } = conclusion;
  const saturated = open.find(({ status }) => status === 'invalid');
  if (end === 'saturated' && saturated !== undefined)
    return `this machine cannot drive more: at ${loadWords(saturated.load, settings.unit)} the measurement is INVALID`;
  if (open.length > 0) return `${list(open.map(({ load }) => load))} could not be decided`;
  if (end === 'complete') return 'no greater load was to be tried';
  return 'no greater load was tried';
}

/** The first gate of a step that did not pass, as a person says it: 'p95 of hits 23.90 ms [23.10 ms, 24.40 ms]'; '' when all passed. */
function gateOfStep({ gate }: Pick<CapacityStep, 'gate'>): string {
  if (gate === undefined) return '';
  const { observed, interval } = gateText(gate);
  const subject = gateSubject(gate.threshold);
  return [subject, observed, interval].filter((part) => part !== '').join(' ');
}

/** Why a step said what it said: its gate, or the sentence of its verdict where the measurement is not to be trusted. */
export function reasonOf(step: CapacityStep): string {
  return step.outcome === 'invalid' || step.gate === undefined ? step.reason : gateOfStep(step);
}

/** The same without an interval, for a narrow column: 'p95 of hits 23.90 ms'. */
export function briefReasonOf(step: CapacityStep): string {
  const { gate, outcome, reason } = step;
  if (outcome === 'invalid' || gate === undefined) return reason;
  return `${gateSubject(gate.threshold)} ${gateText(gate).observed}`.trim();
}

/** '[39, 42) users'; an end that is not known is '–'. */
export function intervalWords({ conclusion, settings }: CapacityRecord): string {
  const { passed, failed } = conclusion;
  const [low, high] = [passed?.load, failed].map((end) => (end === undefined ? '–' : formatCount(end)));
  return `[${low}, ${high}) ${unitWords(settings.unit)}`;
}

/** Where the knee was seen, or why it was not; undefined with fewer than three loads. */
export function kneeWords({ knee, settings, steps }: CapacityRecord): string | undefined {
  if (knee === undefined) return undefined;
  const { load, between } = knee;
  const { unit } = settings;
  if (between !== undefined)
    return `seen between ${formatCount(between[0])} and ${loadWords(between[1], unit)}: of the loads that were tried, throughput over mean latency is greatest at ${formatCount(load)}`;
  const least = steps.reduce((lowest, step) => Math.min(lowest, step.load), Infinity);
  const where = load === least ? 'least' : 'greatest';
  return `not seen: throughput over mean latency is greatest at the ${where} load that was tried, ${loadWords(load, unit)}`;
}

/** What a reader must not overlook, one sentence each, without full stops. */
export function capacityNotes(record: CapacityRecord): string[] {
  const { conclusion, settings, steps } = record;
  const { mixed, open, notMonotone, end, precise } = conclusion;
  const undecided = open.filter(({ status }) => status !== 'mixed').map(({ load }) => load);
  return [
    ...(notMonotone === undefined
      ? []
      : [
          `not monotone: ${loadWords(notMonotone.failed, settings.unit)} fail, ${formatCount(notMonotone.passed)} pass; the answer lies below what fails`,
        ]),
    ...(mixed.length === 0 ? [] : [`not repeatable: ${list(mixed)} passed and failed, and bound nothing`]),
    ...(undecided.length === 0
      ? []
      : [`not decided, so that the interval stays open there: ${list(undecided)}; a longer --step decides more`]),
    ...(end === 'steps-used' && !precise
      ? [`the ${settings.maxSteps} steps were used up before the interval was as narrow as asked for`]
      : []),
    ...(end === 'interrupted' ? ['interrupted: what was found so far'] : []),
    ...(end === 'target-lost' ? [`the target was lost at ${loadWords(steps.at(-1)?.load ?? 0, settings.unit)}`] : []),
  ];
}

/** The gates that no step was judged by; undefined when there is none. */
export function leftOutWords({ leftOut }: CapacityRecord): string | undefined {
  if (leftOut.length === 0) return undefined;
  const names = leftOut.map(({ selector, source }) => `${selector}: ${source}`).join(', ');
  return `${names}, about the load itself`;
}

/** How sure the decisions are together. */
export function certaintyWords({ settings, judgedOn }: CapacityRecord): string {
  const { jointTests } = settings;
  return `steps are judged on ${judgedOn} time by a sequential test with E ≥ ${formatCount(20 * jointTests)}: all ${formatCount(jointTests)} tests together are wrong with a probability of at most 5 %; a confirmation is judged as an ordinary run`;
}

/** The cells of a step in every table; '–' for what was not measured. */
export type StepCells = {
  readonly mark: string;
  readonly number: string;
  readonly load: string;
  readonly purpose: string;
  readonly outcome: string;
  readonly requests: string;
  readonly hitP95: string;
  readonly hitInterval: string;
  readonly missP95: string;
  readonly missInterval: string;
  readonly hitRate: string;
  readonly rate: string;
  readonly mean: string;
  readonly time: string;
  readonly gate: string;
};

/** The cells of one step; latencies in milliseconds. */
export function stepCells(step: CapacityStep): StepCells {
  const { mark, word } = outcomeWords[step.outcome];
  return {
    mark,
    number: String(step.number),
    load: formatCount(step.load),
    purpose: step.purpose,
    outcome: word,
    requests: formatCount(step.requests),
    hitP95: millis(step.hit.p95Micros),
    hitInterval: interval(step.hit),
    missP95: millis(step.miss.p95Micros),
    missInterval: interval(step.miss),
    hitRate: step.hitRate === undefined ? '–' : formatShare(step.hitRate),
    rate: step.ratePerSecond === undefined ? '–' : formatCount(step.ratePerSecond),
    mean: millis(step.meanMicros),
    time: formatDuration(step.durationMicros),
    gate: step.outcome === 'pass' ? '' : reasonOf(step),
  };
}

/** The gates of a search with their limits: 'http_req_duration{cache:hit}: p(95)<23'. */
export function capacityGates({ gates }: CapacityRecord): string[] {
  return gates.map(({ selector, source, implicit }) => `${selector}: ${source}${implicit ? ' (implicit)' : ''}`);
}

function millis(micros: number | undefined): string {
  return micros === undefined ? '–' : formatMillis(micros);
}

function interval({ p95Micros, lowMicros, highMicros }: ClassFigures): string {
  return p95Micros === undefined ? '' : `[${millis(lowMicros)}, ${millis(highMicros)}]`;
}

function list(loads: readonly number[]): string {
  return loads.map(formatCount).join(', ');
}
