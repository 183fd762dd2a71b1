import { z } from 'zod';
import { exitCodes, HitgateError } from '../errors.ts';

/** Version of the record's shape; a reader refuses another major version. */
export const watchSchemaVersion = '1.0';

const figureSchema = z.object({
  key: z.string(),
  words: z.string(),
  text: z.string(),
  value: z.number().optional(),
  n: z.int().nonnegative().optional(),
});

const causeSchema = z.object({ kind: z.string(), sentence: z.string(), evidence: z.string() });

const stateSchema = z.object({
  name: z.string(),
  /** 'hit rate below 87.30 % for 5m' */
  condition: z.string(),
  action: z.enum(['alert', 'review', 'rollback']),
  severity: z.enum(['info', 'warning', 'critical']),
  state: z.enum(['inactive', 'pending', 'firing']),
  since: z.string().optional(),
  heldMicros: z.number().nonnegative(),
  forMicros: z.number().nonnegative(),
  firings: z.int().nonnegative(),
  /** Looks at which the figure had a value, and at which it had none. */
  looksWithData: z.int().nonnegative(),
  looksWithoutData: z.int().nonnegative(),
  /** Whether the figure is missing for as long as the condition may hold, and how often that was so. */
  isMissing: z.boolean(),
  missings: z.int().nonnegative(),
  last: figureSchema.optional(),
});

const changeSchema = z.object({
  at: z.string(),
  kind: z.enum(['pending', 'cleared', 'fired', 'resolved', 'no data', 'data again']),
  trigger: z.string(),
  figure: figureSchema,
  causes: z.array(causeSchema),
});

const actionSchema = z.object({
  at: z.string(),
  trigger: z.string(),
  /** A command of `actions`, or somebody who was told. */
  kind: z.enum(['command', 'webhook']),
  /** The command without secrets, or the variable that holds the address. */
  what: z.string(),
  status: z.enum(['done', 'failed', 'timed out', 'interrupted', 'sent', 'not sent', 'not given']),
  how: z.string(),
  millis: z.number().nonnegative().optional(),
  output: z.string().optional(),
});

const minuteSchema = z.object({
  at: z.string(),
  figures: z.array(figureSchema),
  fault: z.string().optional(),
  /** Requests of the window by how they ended; absent where another's figures were read. */
  requests: z.record(z.string(), z.int().nonnegative()).optional(),
});

const sourceSchema = z.object({
  kind: z.enum(['own load', 'prometheus']),
  /** Without credentials. */
  url: z.string(),
  /** What was sent or asked: '5 requests a second', 'every 15 s'. */
  words: z.string(),
});

const headSchema = z.object({
  schemaVersion: z.string(),
  hitgateVersion: z.string(),
  /** Name of the folder. */
  id: z.string(),
  scenario: z.string(),
  source: sourceSchema,
  startedAt: z.string(),
});

const watchSchema = headSchema.extend({
  updatedAt: z.string(),
  /** Absent while the watch goes on, and for one that died. */
  ended: z
    .object({
      at: z.string(),
      by: z.enum(['time', 'interruption', 'rollback']),
      outcome: z.enum(['PASS', 'FAIL', 'INCONCLUSIVE', 'INVALID']),
      reasons: z.array(z.string()),
    })
    .optional(),
  looks: z.object({
    made: z.int().nonnegative(),
    withData: z.int().nonnegative(),
    atFault: z.int().nonnegative(),
  }),
  triggers: z.array(stateSchema),
  changes: z.array(changeSchema),
  /** Older changes that are not kept. */
  changesForgotten: z.int().nonnegative(),
  actions: z.array(actionSchema),
  actionsForgotten: z.int().nonnegative(),
  minutes: z.array(minuteSchema),
});

const rollbackSchema = headSchema.extend({
  trigger: stateSchema,
  firedAt: z.string(),
  causes: z.array(causeSchema),
  /** All figures at the moment at which it fired. */
  figures: z.array(figureSchema),
  others: z.array(stateSchema),
  /** The last changes of all triggers up to that moment, oldest first. */
  changes: z.array(changeSchema),
  minutes: z.array(minuteSchema),
  actions: z.array(actionSchema),
  nextSteps: z.array(z.string()),
});

/** A figure as it was read: `value` in milliseconds or as a share of 1; without it `text` says why there is none. */
export type FigureRecord = Readonly<z.output<typeof figureSchema>>;
/** How a trigger stood. */
export type TriggerRecord = Readonly<z.output<typeof stateSchema>>;
/** What was done, or who was told, and how that went. */
export type ActionRecord = Readonly<z.output<typeof actionSchema>>;
/** What happened to a trigger at a look. */
export type ChangeRecord = Readonly<z.output<typeof changeSchema>>;
/** What was seen at the end of a minute, over the window of the figures. */
export type MinuteRecord = Readonly<z.output<typeof minuteSchema>>;
/** What watches: its name, its scenario, and what it reads. */
export type WatchHead = Readonly<z.output<typeof headSchema>>;
/** The state of a watch, written again and again while it goes on: `watch.json`. */
export type WatchRecord = Readonly<z.output<typeof watchSchema>>;
/** What is known when a trigger fires that asks for a rollback or a review: `rollback-report.json`, `review-report.json`. */
export type RollbackRecord = Readonly<z.output<typeof rollbackSchema>>;

/** Reads a `watch.json`. @throws HitgateError [E_WATCH] (exit 2) when it is none, or of another major version. */
export function parseWatchRecord(text: string, file: string): WatchRecord {
  return parse(watchSchema, text, file);
}

/** Reads a `rollback-report.json` or `review-report.json`. @throws HitgateError [E_WATCH] (exit 2) when it is none, or of another major version. */
export function parseRollbackRecord(text: string, file: string): RollbackRecord {
  return parse(rollbackSchema, text, file);
}

function parse<Parsed extends WatchHead>(schema: z.ZodType<Parsed>, text: string, file: string): Parsed {
  const found = schema.safeParse(jsonOf(text, file));
  if (!found.success) {
    const [issue] = found.error.issues;
    throw unreadable(file, issue === undefined ? 'it has another shape' : `${issue.path.join('.')}: ${issue.message}`);
  }
  const { schemaVersion } = found.data;
  if (schemaVersion.split('.')[0] !== watchSchemaVersion.split('.')[0])
    throw unreadable(file, `its schema is ${schemaVersion}, expected ${watchSchemaVersion}`);
  return found.data;
}

/** @throws HitgateError [E_WATCH] */
function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw unreadable(file, 'it is no JSON');
  }
}

function unreadable(file: string, why: string): HitgateError {
  return new HitgateError(`${file} is no record of a watch: ${why}`, {
    code: 'E_WATCH',
    exitCode: exitCodes.usage,
    hint: 'give the watch.json or rollback-report.json of a folder that hitgate watch wrote',
  });
}
