import type { HookRecord, RolloutEntry, RolloutRecord } from '../report/rollout-record.ts';
import { formatDuration, microsPerMilli } from '../units.ts';
import { visibleText } from './visible-text.ts';
import { decisionWords, endReason, nextStepWords, shareWords, statusWords, targetWords } from './rollout-words.ts';

/** A rollout for people: what happened at each stage with links to its evidence, and the rollback. */
export function rolloutMarkdown(record: RolloutRecord): string {
  const next = nextStepWords(record);
  return [
    `# ${record.drill ? 'Rollback drill' : 'Rollout'} of ${cell(record.scenario)}: ${statusWords(record)}`,
    '',
    cell(endReason(record)),
    '',
    `Between ${cell(targetWords(record))}. Begun ${record.startedAt}${record.endedAt === undefined ? '' : `, ended ${record.endedAt}`}.`,
    `Stages: ${record.stages.map(({ share, holdMicros }) => `${shareWords(share)} for ${formatDuration(holdMicros)}`).join(', ')}.`,
    '',
    '| at | stage | share | what | decision | why | evidence |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...record.history.map((entry) => row(record, entry)),
    '',
    ...rollbackLines(record),
    ...(next === '' ? [] : [`Next: ${cell(next)}`, '']),
    `Request sequence \`${record.digest}\`, scenario \`${record.scenarioDigest}\`.`,
    '',
  ].join('\n');
}

function row({ id }: RolloutRecord, entry: RolloutEntry): string {
  const { at, stage, share, what, reason, runs, hooks } = entry;
  const links = runs.map((run) => `[${cell(run.slice(id.length + 1))}](${encodeURI(run.slice(id.length + 1))})`);
  const cells = [at, String(stage), shareWords(share), what, decisionWords(entry), cell(reason)];
  return `| ${[...cells, [...links, ...hooks.map(sayHook)].join('<br>')].join(' | ')} |`;
}

function sayHook({ what, status, how }: HookRecord): string {
  return cell(`${what}: ${status === 'sent' || status === 'not sent' ? `${status}, ` : ''}${how}`);
}

function rollbackLines({ rollback }: RolloutRecord): string[] {
  if (rollback === undefined) return [];
  const { command, how, millis, output, verified, verifiedBy } = rollback;
  return [
    '## Rollback',
    '',
    `${code(command)} ${cell(how)}, in ${formatDuration(millis * microsPerMilli)}; ${verified ? 'verified' : '**not verified**'}: ${cell(verifiedBy)}.`,
    '',
    ...(output === undefined ? [] : [`It said: ${code(output)}`, '']),
  ];
}

function code(text: string): string {
  return `\`${visibleText(text).replaceAll('`', '’')}\``;
}

/** Text in a table: no cell ends early, and nothing of it is markup. */
function cell(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('|', '\\|').replaceAll(/\s+/gu, ' ');
}
