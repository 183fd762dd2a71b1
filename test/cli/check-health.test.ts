import { http, HttpResponse, delay } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { checkHealth } from '../../src/cli/check-health.ts';
import { HitgateError } from '../../src/errors.ts';

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const url = 'http://service.test';
const rule = { path: '/health', body: [{ path: 'status', equals: 'healthy' }] } as const;

function check(headers: Record<string, string> = {}): Promise<{ version?: string }> {
  return checkHealth({ url, rule, headers, timeoutMillis: 200, signal: new AbortController().signal });
}

async function failure(): Promise<HitgateError> {
  const error: unknown = await check({ authorization: 'Bearer s3cret' }).catch((reason: unknown) => reason);
  if (error instanceof HitgateError) return error;
  throw new Error(`Expected a HitgateError, got ${String(error)}`);
}

describe('the health check', () => {
  it('takes a healthy target and its version', async () => {
    server.use(http.get(`${url}/health`, () => HttpResponse.json({ status: 'healthy', version: '1.0.0' })));
    await expect(check()).resolves.toEqual({ version: '1.0.0' });
  });

  it('sends the headers of the scenario', async () => {
    server.use(
      http.get(`${url}/health`, ({ request }) =>
        HttpResponse.json({ status: request.headers.get('authorization') === 'Bearer k' ? 'healthy' : 'unhealthy' }),
      ),
    );
    await expect(check({ authorization: 'Bearer k' })).resolves.toEqual({});
  });

  it.each([
    [
      'a body that says unhealthy in spite of status 200',
      () => HttpResponse.json({ status: 'unhealthy' }),
      'says status = "unhealthy"',
    ],
    ['a body without the member', () => HttpResponse.json({}), 'says status = nothing'],
    ['a bad status', () => new HttpResponse(null, { status: 503 }), 'answered HTTP 503'],
    ['a body that is no JSON', () => HttpResponse.text('OK'), 'answered no JSON ("OK")'],
    ['a connection that fails', () => HttpResponse.error(), 'cannot be reached'],
  ])('refuses %s, with exit code 5 and no secret in the text', async (_, answer, words) => {
    server.use(http.get(`${url}/health`, answer));
    const error = await failure();
    expect(error.message).toContain(words);
    expect(error.exitCode).toBe(5);
    expect(error.hint).toContain('nothing was sent');
    expect(`${error.message}${error.hint ?? ''}`).not.toContain('s3cret');
  });

  it('refuses a target that does not answer in time', async () => {
    server.use(
      http.get(`${url}/health`, async () => {
        await delay('infinite');
        return HttpResponse.json({});
      }),
    );
    expect((await failure()).message).toContain('did not answer in time');
  });
});
