import { delay, http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readTruth } from '../../src/cli/reference-process.ts';

const url = 'http://127.0.0.1:9';
const answers = setupServer();

beforeAll(() => answers.listen({ onUnhandledRequest: 'error' }));
afterEach(() => answers.resetHandlers());
afterAll(() => answers.close());

const nothing = { count: 0 };

describe('the truth of a target', () => {
  it('is what it says of itself, without what hitgate does not know', async () => {
    const service = 'HISTFAAAA';
    answers.use(
      http.get(`${url}/truth`, () =>
        HttpResponse.json({
          classes: { hit: { count: 2, service }, miss: nothing, unknown: nothing },
          failures: 3,
          since: 'start',
        }),
      ),
    );
    expect(await readTruth(url)).toEqual({
      classes: { hit: { count: 2, service }, miss: nothing, unknown: nothing },
      failures: 3,
    });
  });

  it.each([
    ['answers 404', () => new HttpResponse(null, { status: 404 })],
    ['answers no JSON', () => HttpResponse.text('truth')],
    ['leaves a class out', () => HttpResponse.json({ classes: { hit: nothing, miss: nothing }, failures: 0 })],
    ['counts in words', () => HttpResponse.json({ classes: { hit: 'two' }, failures: 0 })],
    ['cuts the connection', () => HttpResponse.error()],
    ['does not answer', () => delay('infinite')],
  ])('is not known when it %s', async (_, answer) => {
    answers.use(http.get(`${url}/truth`, answer));
    expect(await readTruth(url)).toBeUndefined();
  });
});
