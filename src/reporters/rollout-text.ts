import type { HookRecord, RolloutEntry, RolloutRecord } from '../report/rollout-record.ts';
import { formatDuration, microsPerMilli } from '../units.ts';
import { decisionWords, endReason, nextStepWords, shareWords, statusWords, targetWords } from './rollout-words.ts';
import { visibleText, wrap } from './visible-text.ts';

/** Columns of a terminal that are used. */
const widest = 110;
const narrowest = 60;
/** Before the reason of a line: the share, what was decided, and spaces. */
const indent = 20;
const mostReasonLines = 3;
/** Of the names at the end. */
const nameColumns = 11;

/** The line that a rollout begins with: its stages and what it is between. */
export function rolloutHead(record: RolloutRecord): string {
  const stages = record.stages.map(({ share, holdMicros }) => `${shareWords(share)} (${formatDuration(holdMicros)})`);
  const what = record.drill ? 'rollback drill' : 'rollout';
  return `${what} ${record.scenario}: ${stages.join(' → ')}; ${targetWords(record)}\n`;
}

/** What happened, in three lines at most, and more for each command or webhook that did not do its work. */
export function rolloutLine(entry: RolloutEntry, width: number): string {
  const failures = entry.hooks.filter(isFailure).flatMap((hook) => reasonLines(sayHook(hook), width));
  return stageLines(entry.share, decisionWords(entry), [...reasonLines(entry.reason, width), ...failures]);
}

/** The first line behind the share and what is said of it, the others beneath it. */
function stageLines(share: RolloutEntry['share'], what: string, [first = '', ...others]: readonly string[]): string {
  const head = `${shareWords(share).padStart(7)}  ${what.padEnd(9)}  ${first}`;
  return [head, ...others.map((line) => `${' '.repeat(indent)}${line}`)].map((line) => `${line.trimEnd()}\n`).join('');
}

/** The line of a stage that was judged by its SLA and is now compared, which can take long: what was found, and how much is still measured. */
export function comparingLine({ share, canary, stable, length }: Comparing, width: number): string {
  const sides = stable === undefined ? canary : `${canary}, stable ${stable}`;
  return stageLines(share, 'measured', reasonLines(`canary ${sides}; now compared: ${length}`, width));
}

/** What `comparingLine` says. */
export type Comparing = {
  readonly share: RolloutEntry['share'];
  /** What the SLA says of the two; nothing of stable where it had no load. */
  readonly canary: string;
  readonly stable: string | undefined;
  /** As `describeLength` says it. */
  readonly length: string;
};

/** The lines that a rollout ends with: its status, why, what to do next and where it is kept. A rollback that failed says all that is known of it. */
export function rolloutEnd(record: RolloutRecord, { folder, width }: RolloutPlace): string {
  const { rollback } = record;
  const next = nextStepWords(record);
  return [
    ...wrap(visibleText(`${statusWords(record)}  ${record.scenario}: ${endReason(record)}`), fitting(width), 5),
    ...(rollback?.verified === true ? hanging('verified', rollback.verifiedBy, width) : []),
    ...failedRollback(record, width),
    ...(next === '' ? [] : [`next       ${next}`]),
    `folder     ${folder}`,
    `digest     ${record.digest}`,
  ]
    .map((line) => `${line}\n`)
    .join('');
}

/** Where a rollout is kept, and the columns of the terminal. */
export type RolloutPlace = { readonly folder: string; readonly width: number };

function failedRollback({ status, rollback }: RolloutRecord, width: number): string[] {
  if (status !== 'rollback failed' || rollback === undefined) return [];
  const { command, how, millis, output, verifiedBy } = rollback;
  return [
    'NOBODY KNOWS WHICH RELEASE GETS THE TRAFFIC: the rollback is not done, or not verified',
    ...hanging('command', command, width),
    `it         ${how}, after ${formatDuration(millis * microsPerMilli)}`,
    ...(output === undefined ? [] : lastLines(output).map((line) => `it said    ${line}`)),
    ...hanging('seen', verifiedBy, width),
  ];
}

/** A line with a name, and those that it takes beneath it. */
function hanging(name: string, text: string, width: number): string[] {
  const lines = wrap(visibleText(text), fitting(width) - nameColumns, 4);
  return lines.map((line, index) => `${(index === 0 ? name : '').padEnd(nameColumns)}${line}`);
}

function lastLines(output: string): string[] {
  return output.trimEnd().split('\n').slice(-3).map(visibleText);
}

function isFailure({ status }: HookRecord): boolean {
  return status !== 'done' && status !== 'sent';
}

function sayHook({ what, status, how, output }: HookRecord): string {
  if (status === 'not sent') return `webhook ${what} not told: ${how}`;
  return `${what} ${how}${output === undefined ? '' : `; it said: ${lastLines(output).at(-1)}`}`;
}

function reasonLines(text: string, width: number): string[] {
  return wrap(visibleText(text), fitting(width) - indent, mostReasonLines);
}

function fitting(width: number): number {
  return Math.max(narrowest, Math.min(widest, width));
}
