import type { HookRecord, RolloutRecord } from '../../report/rollout-record.ts';
import type { CommandHook } from '../../scenario/hook.ts';
import { percentOf } from '../../units.ts';
import { runHook, type HookOutcome } from '../hooks/run-hook.ts';
import { sendWebhook } from '../hooks/send-webhook.ts';
import type { RolloutSession } from './rollout-session.ts';

type Told = {
  readonly record: RolloutRecord;
  /** What happens, as `HITGATE_HOOK_EVENT`: 'set-share', 'rollback', 'review'. */
  readonly event: string;
  /** The share of 1 that the canary is to have; absent where that is not the question. */
  readonly share?: number;
  readonly reason?: string;
  /** Absent for what must come to its end, Ctrl-C or not. */
  readonly signal?: AbortSignal;
};

/** Runs a command of a rollout, bounded and without its secrets; it is told the event, the scenario, the stage from 1 and the share in per cent. */
export function runRolloutHook(session: RolloutSession, hook: CommandHook, told: Told): Promise<HookOutcome> {
  const { options, hidden, folder, scenario } = session;
  const { record, event, share, reason, signal } = told;
  return runHook(hook, {
    env: options.environment.env,
    facts: {
      event,
      scenario: scenario.name,
      stage: record.current.stage + 1,
      folder,
      ...(share === undefined ? {} : { share: percentOf(share) }),
      ...(reason === undefined ? {} : { reason }),
    },
    secrets: hidden,
    cwd: options.environment.cwd,
    ...(signal === undefined ? {} : { signal }),
  });
}

/** Tells every webhook, at the same time and bounded; one that is down is in the record and changes nothing. */
export function tellWebhooks({ actions, options, hidden }: RolloutSession, text: string): Promise<HookRecord[]> {
  const { env } = options.environment;
  const message = { text, blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }] };
  return Promise.all(
    actions.webhooks.map(async (webhook) => ({
      what: webhook.urlEnv,
      ...(await sendWebhook(webhook, message, { env, secrets: hidden })),
    })),
  );
}

/** How a command went, for the record. */
export function hookRecord(what: string, { status, how, millis, output }: HookOutcome): HookRecord {
  return { what, status, how, millis, ...(output === '' ? {} : { output }) };
}
