import { z } from 'zod';
import { exitCodes, HitgateError } from '../errors.ts';

/** Version of the record's shape; a reader refuses another major version. */
export const rolloutSchemaVersion = '1.0';

const hookStatus = z.enum(['done', 'failed', 'timed out', 'interrupted']);

const hook = z.object({
  /** 'rollout.setShare', 'actions.rollback', 'actions.review', 'actions.alert', or the variable that names a webhook. */
  what: z.string(),
  status: z.enum([...hookStatus.options, 'sent', 'not sent']),
  how: z.string(),
  millis: z.number().nonnegative().exactOptional(),
  output: z.string().exactOptional(),
});

const position = z.object({
  /** Index of the stage; −1 while the service is measured before the canary gets any share. */
  stage: z.int().min(-1),
  /** What is to be done next. `none`: the rollout is over or waits for somebody. */
  step: z.enum(['set share', 'measure', 'roll back', 'none']),
  /** How often this stage was measured without a decision, and without a measurement that can be trusted. */
  held: z.int().nonnegative(),
  invalid: z.int().nonnegative(),
  /** The share of 1 that the canary has; null when nobody knows, as the command that sets it did not end well. */
  share: z.number().min(0).max(1).nullable(),
});

const historyEntry = z.object({
  at: z.iso.datetime(),
  /** From 1; 0 before the first stage. */
  stage: z.int().nonnegative(),
  share: z.number().min(0).max(1).nullable(),
  what: z.enum(['set share', 'measure', 'roll back', 'resume', 'interruption']),
  decision: z.enum(['go on', 'promote', 'complete', 'hold', 'roll back', 'stop']),
  reason: z.string(),
  /** Folders of runs and comparisons below that of the reports. */
  runs: z.array(z.string()),
  hooks: z.array(hook),
});

const rollback = z.object({
  command: z.string(),
  status: hookStatus,
  how: z.string(),
  millis: z.number().nonnegative(),
  output: z.string().exactOptional(),
  /** Whether the share is 0 again, the release before is healthy and answers, and nothing that can be seen says that the canary still does. */
  verified: z.boolean(),
  /** What was seen, verified or not. */
  verifiedBy: z.string(),
});

const rolloutSchema = z.object({
  schemaVersion: z.string().regex(/^1\./u, 'expected a version 1.x'),
  kind: z.literal('rollout'),
  hitgateVersion: z.string(),
  id: z.string(),
  scenario: z.string(),
  file: z.string(),
  /** Of the request sequence, as in the reports of runs. */
  digest: z.string(),
  /** SHA-256 of the whole scenario as it was resolved, commands without secrets. */
  scenarioDigest: z.string(),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().exactOptional(),
  /** Whether canary and stable have URLs of their own, or one that splits the traffic itself. */
  target: z.union([z.object({ stable: z.string(), canary: z.string() }), z.object({ url: z.string() })]),
  /** What stable (or the one URL) and the canary said of themselves before anything was done; absent where one does not say. */
  versions: z.object({ stable: z.string().exactOptional(), canary: z.string().exactOptional() }),
  /** True when only the way back was tried (`--test-rollback`). */
  drill: z.boolean(),
  stages: z.array(z.object({ share: z.number().positive().max(1), holdMicros: z.number().positive() })).min(1),
  current: position,
  status: z.enum(['running', 'held', 'completed', 'rolled back', 'rollback failed', 'interrupted']),
  /** Absent while it runs. */
  exitCode: z.int().nonnegative().exactOptional(),
  history: z.array(historyEntry),
  rollback: rollback.exactOptional(),
});

/** A rollout as it is kept on disk after each transition. Holds no secret. */
export type RolloutRecord = z.infer<typeof rolloutSchema>;

/** Where a rollout is. */
export type RolloutPosition = RolloutRecord['current'];

/** Something that happened in a rollout and what was decided on it. */
export type RolloutEntry = RolloutRecord['history'][number];

/** How a command or a webhook of a rollout went. */
export type HookRecord = RolloutEntry['hooks'][number];

/** What a rollback did and whether it led back. */
export type RollbackRecord = NonNullable<RolloutRecord['rollback']>;

/** Reads `rollout.json`. @throws HitgateError (exit 2) that names the file and the first thing that is wrong with it. */
export function parseRollout(text: string, file: string): RolloutRecord {
  const parsed = rolloutSchema.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
  throw new HitgateError(`${file} is no rollout that can be read: ${where}${issue?.message ?? 'not JSON'}`, {
    code: 'E_ROLLOUT',
    exitCode: exitCodes.usage,
    hint: 'see by hand which share the canary has, roll back if need be, then move the folder away',
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
