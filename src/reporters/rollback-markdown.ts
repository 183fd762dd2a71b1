import type {
  ActionRecord,
  ChangeRecord,
  FigureRecord,
  MinuteRecord,
  RollbackRecord,
  TriggerRecord,
} from '../report/watch-record.ts';
import { formatCount, formatDuration } from '../units.ts';
import { markdownCode, markdownTable, markdownText } from './markdown-table.ts';
import { visibleText } from './visible-text.ts';

/** A report of a trigger for people: what fired, the figures then, the likely cause, what was done, what to do, and how it came about. */
export function rollbackMarkdown(record: RollbackRecord): string {
  const { trigger, firedAt, source, scenario, hitgateVersion } = record;
  const since = trigger.since === undefined ? '' : `, it held since ${trigger.since}`;
  return `${[
    `# ${titles[trigger.action]}: ${markdownText(trigger.name)}`,
    `**${markdownText(trigger.condition)}** fired at ${firedAt}${since} (seen to hold for ${formatDuration(trigger.heldMicros)}).`,
    `Scenario ${markdownCode(scenario)}; ${source.kind} at ${markdownCode(source.url)}, ${markdownText(source.words)}. hitgate ${hitgateVersion}.`,
    '## Figures at that moment',
    figuresTable(record),
    '## Likely cause seen in the data',
    causeLines(record),
    '## What was done',
    actionLines(record.actions),
    '## What to do next',
    record.nextSteps.map((step, index) => `${index + 1}. ${markdownText(step)}`).join('\n'),
    '## Timeline',
    timelineTable(record.changes),
    '## Other triggers',
    record.others.length === 0 ? 'None.' : othersTable(record.others),
    '## The last minutes',
    'Each row is the last look of a minute, over the window of the figures.',
    minutesTable(record.minutes),
  ].join('\n\n')}\n`;
}

const titles: Readonly<Record<TriggerRecord['action'], string>> = {
  rollback: 'Rollback',
  review: 'Review',
  alert: 'Alert',
};

function timelineTable(changes: readonly ChangeRecord[]): string {
  return markdownTable(
    [{ title: 'time' }, { title: 'trigger' }, { title: 'what happened' }, { title: 'value', right: true }],
    changes.map(({ at, trigger, kind, figure }) => [at, markdownText(trigger), kind, markdownText(figure.text)]),
  );
}

function figuresTable({ figures }: RollbackRecord): string {
  return markdownTable(
    [{ title: 'figure' }, { title: 'value', right: true }, { title: 'n', right: true }],
    figures.map((figure) => [markdownText(figure.words), markdownText(figure.text), countOf(figure)]),
  );
}

function causeLines({ causes }: RollbackRecord): string {
  if (causes.length === 0) return 'No likely cause seen.';
  return causes.map(({ sentence, evidence }) => `- ${markdownText(sentence)} (${markdownText(evidence)})`).join('\n');
}

function actionLines(actions: readonly ActionRecord[]): string {
  if (actions.length === 0) return 'Nothing yet.';
  return actions.map(actionLine).join('\n');
}

function actionLine({ at, kind, what, status, how, output = '' }: ActionRecord): string {
  if (status === 'not given') return `- ${at} the ${kind} ${markdownText(how)}`;
  const name = what === '' ? kind : `${kind} ${markdownCode(what)}`;
  const line = `- ${at} ${name}: **${status}**, ${markdownText(how)}`;
  if (output === '') return line;
  const printed = output
    .trimEnd()
    .split('\n')
    .map((each) => `      ${visibleText(each)}`);
  return [line, '', ...printed].join('\n');
}

function othersTable(others: readonly TriggerRecord[]): string {
  return markdownTable(
    [{ title: 'trigger' }, { title: 'condition' }, { title: 'state' }, { title: 'last value', right: true }],
    others.map(({ name, condition, state, isMissing, last }) => [
      markdownText(name),
      markdownText(condition),
      isMissing ? `${state}, no data` : state,
      markdownText(last?.text ?? 'no data'),
    ]),
  );
}

function minutesTable(minutes: readonly MinuteRecord[]): string {
  const names = minutes.at(-1)?.figures.map(({ words }) => words) ?? [];
  return markdownTable(
    [
      { title: 'time' },
      ...names.map((title) => ({ title: markdownText(title), right: true as const })),
      { title: 'requests' },
    ],
    minutes.map(({ at, figures, fault, requests }) => [
      at,
      ...figures.map((figure) => (figure.value === undefined ? 'no data' : markdownText(figure.text))),
      fault === undefined ? requestWords(requests) : markdownText(fault),
    ]),
  );
}

function requestWords(requests: MinuteRecord['requests'] = {}): string {
  return Object.entries(requests)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${markdownText(name)} ${formatCount(count)}`)
    .join(', ');
}

function countOf({ n }: FigureRecord): string {
  return n === undefined ? '' : formatCount(n);
}
