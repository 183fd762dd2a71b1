import { maskSecrets } from '../../mask-secrets.ts';
import type { Webhook } from '../../scenario/hook.ts';
import { formatDuration, microsPerMilli } from '../../units.ts';

/** Whether a webhook took a message; `how` is the rest of a sentence, without the URL, which may be a secret. */
export type WebhookOutcome = { readonly status: 'sent' | 'not sent'; readonly how: string };

type WebhookOptions = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly secrets: readonly string[];
  readonly signal?: AbortSignal;
};

/**
 * Posts a message as JSON, without the secrets. It never rejects and takes no longer than its time-out: a webhook that is down must hide
 * nothing. An answer other than 2xx is `not sent`; redirects are not followed.
 */
export async function sendWebhook(
  webhook: Webhook,
  message: Readonly<Record<string, unknown>>,
  { env, secrets, signal }: WebhookOptions,
): Promise<WebhookOutcome> {
  const url = env[webhook.urlEnv];
  if (url === undefined || url === '') return notSent(`the environment variable ${webhook.urlEnv} is not set`);
  const timeout = AbortSignal.timeout(Math.ceil(webhook.timeoutMicros / microsPerMilli));
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(message, (_, value: unknown) =>
        typeof value === 'string' ? maskSecrets(value, secrets) : value,
      ),
      redirect: 'manual',
      signal: signal === undefined ? timeout : AbortSignal.any([timeout, signal]),
    });
    // Nobody reads the answer, and nobody waits for it to be put away.
    answer.body?.cancel().catch(() => undefined);
    return answer.ok ? { status: 'sent', how: `status ${answer.status}` } : notSent(`status ${answer.status}`);
  } catch (error) {
    if (timeout.aborted) return notSent(`no answer within ${formatDuration(webhook.timeoutMicros)}`);
    return notSent(maskSecrets(reasonOf(error), [...secrets, url]));
  }
}

function notSent(how: string): WebhookOutcome {
  return { status: 'not sent', how };
}

/** What Node says of a failed fetch is in its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && error.cause.message !== '' ? error.cause.message : error.message;
}
