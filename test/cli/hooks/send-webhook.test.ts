import { delay, http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sendWebhook } from '../../../src/cli/hooks/send-webhook.ts';

const url = 'http://hooks.example/services/s3cret-path';
const webhook = { urlEnv: 'SLACK_WEBHOOK_URL', timeoutMicros: 20_000_000 } as const;
const env = { SLACK_WEBHOOK_URL: url };
const hooks = setupServer();

beforeAll(() => hooks.listen({ onUnhandledRequest: 'error' }));
afterEach(() => hooks.resetHandlers());
afterAll(() => hooks.close());

describe('a webhook', () => {
  it('takes the message as JSON, without the secrets', async () => {
    let body: unknown;
    hooks.use(
      http.post(url, async ({ request }) => {
        body = await request.json();
        return HttpResponse.text('ok');
      }),
    );
    const message = { text: 'down: pa"ss-word', blocks: [{ text: 'Bearer abcdefgh12' }] };
    expect(await sendWebhook(webhook, message, { env, secrets: ['pa"ss-word'] })).toEqual({
      status: 'sent',
      how: 'status 200',
    });
    expect(body).toEqual({ text: 'down: [masked]', blocks: [{ text: 'Bearer [masked]' }] });
  });

  it.each([
    ['answers 500', () => new HttpResponse(null, { status: 500 }), 'status 500'],
    ['sends elsewhere', () => HttpResponse.redirect('http://elsewhere.example/', 302), 'status 302'],
    ['cuts the connection', () => HttpResponse.error(), 'Failed to fetch'],
    ['does not answer', () => delay('infinite'), 'no answer within 200 ms'],
  ])('that %s hides nothing and says so', async (_, answer, how) => {
    hooks.use(http.post(url, answer));
    const quick = { ...webhook, ...(how.startsWith('no answer') ? { timeoutMicros: 200_000 } : {}) };
    expect(await sendWebhook(quick, { text: 'x' }, { env, secrets: [] })).toEqual({ status: 'not sent', how });
  });

  it('without its variable is not sent, and names the variable', async () => {
    expect(await sendWebhook(webhook, { text: 'x' }, { env: {}, secrets: [] })).toEqual({
      status: 'not sent',
      how: 'the environment variable SLACK_WEBHOOK_URL is not set',
    });
  });
});
