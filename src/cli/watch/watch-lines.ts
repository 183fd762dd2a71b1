import type { ActionRecord, WatchHead, WatchRecord } from '../../report/watch-record.ts';
import { conditionWords } from '../../watch/describe-watch.ts';
import { figureRecord, type Look, type Reading } from '../../watch/reading.ts';
import type { Change, Watcher } from '../../watch/watcher.ts';
import { formatDuration, microsPerSecond } from '../../units.ts';

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
  if (status === 'not given') return `${at}  ${trigger}  ${kind} ${how}`;
  return `${at}  ${trigger}  ${kind}${what === '' ? '' : ` ${what}`}: ${status}, ${how}`;
}

/** What is watched, how, until when and where it is written. */
export function startLine(
  { scenario, source }: Pick<WatchHead, 'scenario' | 'source'>,
  {
    triggers,
    intervalMicros,
    lengthMicros,
    folder,
  }: {
    readonly triggers: number;
    readonly intervalMicros: number;
    readonly lengthMicros: number | undefined;
    readonly folder: string;
  },
): string {
  const how = source.kind === 'prometheus' ? `by the Prometheus at ${source.url}` : `at ${source.url}, ${source.words}`;
  const until = lengthMicros === undefined ? 'until Ctrl-C' : `for ${formatDuration(lengthMicros)}`;
  const held = triggers === 1 ? '1 trigger' : `${triggers} triggers`;
  return `watching ${scenario} ${how}: ${held}, a look every ${formatDuration(intervalMicros)}, ${until} (${folder})`;
}

/** The last look in one line: how long the watch goes on, what is pending or firing, and its figures. */
export function statusLine(look: Look, { watches }: Pick<Watcher, 'watches'>, elapsedMicros: number): string {
  const figures = look.fault ?? look.readings.map(shortFigure).join('  ');
  const open = watches.flatMap(({ trigger, state: { phase, heldMicros } }) =>
    phase === 'inactive'
      ? []
      : [
          phase === 'firing'
            ? `FIRING ${trigger.name}`
            : `pending ${trigger.name} ${durationWords(heldMicros)} of ${durationWords(trigger.forMicros)}`,
        ],
  );
  return [`watch ${durationWords(elapsedMicros)}`, ...open, figures].join('  ');
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

/** Why no figure has a value; undefined when one has, or when none can have one yet. */
export function silenceOf({ fault, readings }: Pick<Look, 'fault' | 'readings'>): string | undefined {
  if (fault !== undefined) return fault;
  const reasons = readings.map((reading) => (reading.value === undefined && !reading.isEarly ? reading.noData : ''));
  return reasons.includes('') ? undefined : [...new Set(reasons)].join('; ');
}

/** A figure in as few words as a line of all of them has room for: 'p95 hits 13.1 ms'. */
function shortFigure(reading: Reading): string {
  const { words, value, text } = figureRecord(reading);
  if (reading.figure.kind === 'up') return value === undefined ? 'reachable –' : text;
  const name = words.replace('latency of ', '').replace('error rate', 'errors');
  return `${name} ${value === undefined ? '–' : text}`;
}

/** Times of looks are no whole seconds, and nobody reads their fractions. */
function durationWords(micros: number): string {
  const whole = Math.round(micros / microsPerSecond) * microsPerSecond;
  return whole === 0 ? '0 s' : formatDuration(whole);
}
