import type { ActionRecord, WatchRecord } from '../../report/watch-record.ts';
import { conditionWords } from '../../watch/describe-watch.ts';
import { figureRecord, type Look } from '../../watch/reading.ts';
import type { Change, Watcher } from '../../watch/watcher.ts';
import { formatDuration } from '../../units.ts';

const kindWords: Readonly<Record<Change['kind'], string>> = {
  pending: 'pending',
  cleared: 'well again',
  fired: 'FIRING',
  resolved: 'resolved',
  'no data': 'NO DATA',
  'data again': 'data again',
};

/** A change as a line: '2026-01-08T00:03:00Z  hit-latency-high  FIRING: p95 latency of hits > 23 ms for 3m; 31.20 ms (n 270)'. */
export function changeLine(change: Change, at: string): string {
  const { kind, trigger, reading, causes } = change;
  const { text, n } = figureRecord(reading);
  const of = n === undefined ? '' : ` (n ${n})`;
  const cause = causes[0] === undefined ? '' : `; likely cause: ${causes[0].sentence} (${causes[0].evidence})`;
  return `${at}  ${trigger.name}  ${kindWords[kind]}: ${conditionWords(trigger)}; ${text}${of}${cause}`;
}

/** What was done as a line. */
export function actionLine({ at, trigger, kind, what, status, how }: ActionRecord): string {
  return `${at}  ${trigger}  ${kind}${what === '' ? '' : ` ${what}`}: ${status}, ${how}`;
}

/** The last look in one line: how long the watch goes on, its figures, and what is pending or firing. */
export function statusLine(look: Look, { watches }: Pick<Watcher, 'watches'>, elapsedMicros: number): string {
  const figures = look.fault ?? look.readings.map((reading) => shortFigure(figureRecord(reading))).join('  ');
  const open = watches.flatMap(({ trigger, state: { phase, heldMicros } }) =>
    phase === 'inactive'
      ? []
      : [
          phase === 'firing'
            ? `FIRING ${trigger.name}`
            : `pending ${trigger.name} ${formatDuration(heldMicros)} of ${formatDuration(trigger.forMicros)}`,
        ],
  );
  return [`watch ${formatDuration(elapsedMicros)}`, figures, ...open].join('  ');
}

/** The end of a watch. */
export function endLines({ ended, looks }: WatchRecord, folder: string): string {
  if (ended === undefined) return '';
  const { outcome, reasons, by } = ended;
  const how = { time: 'its time is over', interruption: 'interrupted', rollback: 'a rollback trigger fired' }[by];
  const faults = looks.atFault === 0 ? '' : `, ${looks.atFault} with the watch itself at fault`;
  const head = `${outcome}  ${how}; ${looks.made} looks, ${looks.withData} with data${faults}`;
  return [head, ...reasons.map((reason) => `  ${reason}`), `folder  ${folder}`, ''].join('\n');
}

function shortFigure({ words, value, text }: ReturnType<typeof figureRecord>): string {
  return `${words} ${value === undefined ? '–' : text}`;
}
