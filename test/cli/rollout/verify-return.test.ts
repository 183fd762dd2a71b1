import { describe, expect, it } from 'vitest';
import type { Patience } from '../../../src/cli/rollout/patience.ts';
import { verifyReturn } from '../../../src/cli/rollout/verify-return.ts';
import type { Seen } from '../../../src/cli/rollout/verify-return.ts';
import { buildSession, queryService, type Answers } from './build-session.ts';

const patience: Patience = { patienceMillis: 20_000, pauseMillis: 10, quietMillis: 50 };
/** For what does not come about. */
const impatience: Patience = { ...patience, patienceMillis: 400 };

type Waiting = { readonly version?: string; readonly within?: Patience };

async function between(stable: Answers, canary: Answers, { version, within = patience }: Waiting = {}): Promise<Seen> {
  const urls = { stable: await queryService(stable), canary: await queryService(canary) };
  const { session } = await buildSession(urls);
  return verifyReturn(session, { versions: version === undefined ? {} : { stable: version } }, within);
}

async function atOneUrl(answers: Answers, version: string, within = patience): Promise<Seen> {
  const { session } = await buildSession({
    target: { url: await queryService(answers) },
    rollout: { setShare: 'true' },
  });
  return verifyReturn(session, { versions: { stable: version } }, within);
}

/** Answers in turn, the last of them for ever. */
function inTurn(...answers: readonly string[]): () => string {
  let next = 0;
  return () => answers[Math.min(next++, answers.length - 1)] ?? '';
}

describe('a return', () => {
  it('is verified when stable answers all requests and the canary gets none', async () => {
    const seen = await between({}, { metrics: () => 'fact_requests 12\n' }, { version: '1' });
    expect(seen.verified).toBe(true);
    expect(seen.how).toMatch(
      /is healthy; it says version 1, as before; 20 of 20 requests answered at .*; the canary got no request for 0\.05 s$/u,
    );
  });

  it('is verified when the canary gets none any more after a while', async () => {
    const seen = await between({}, { metrics: inTurn('fact_requests 1\n', 'fact_requests 2\n', 'fact_requests 5\n') });
    expect(seen).toMatchObject({ verified: true, how: expect.stringContaining('the canary got no request') });
  });

  it('is not verified while the canary gets requests', async () => {
    let count = 0;
    const seen = await between({}, { metrics: () => `fact_requests ${(count += 1)}\n` }, { within: impatience });
    expect(seen.verified).toBe(false);
    expect(seen.how).toContain('the canary still got 1 requests in 0.05 s');
  });

  it.each<[string, Answers['metrics']]>([
    ['has no counters', () => undefined],
    ['counts under another name', () => 'other_requests 3\n'],
    ['counts what no counter can be', () => 'fact_requests -1\n'],
  ])('says that the traffic was not seen when the canary %s', async (_, metrics) => {
    const seen = await between({}, metrics === undefined ? {} : { metrics });
    expect(seen).toMatchObject({
      verified: true,
      how: expect.stringContaining('the canary’s traffic cannot be seen ('),
    });
  });

  it('is not verified when stable is not the version that it was', async () => {
    const seen = await between({ version: () => '2' }, {}, { version: '1', within: impatience });
    expect(seen.verified).toBe(false);
    expect(seen.how).toContain('it says version 2, and said 1 before anything was done');
  });

  it('is not verified when requests fail', async () => {
    const seen = await between({ fails: true }, {});
    expect(seen).toMatchObject({ verified: false, how: expect.stringContaining('0 of 20 requests answered') });
  });

  it('is not verified when stable is not there', async () => {
    const canary = await queryService({});
    const { session } = await buildSession({ stable: 'http://127.0.0.1:1', canary });
    const seen = await verifyReturn(session, { versions: {} }, impatience);
    expect(seen).toMatchObject({ verified: false, how: expect.stringContaining('cannot be reached') });
  });

  it('at one URL is verified once it says the version from before only', async () => {
    const seen = await atOneUrl({ version: inTurn('1', '1', '2', '1', '2', '1') }, '1');
    expect(seen).toMatchObject({ verified: true, how: expect.stringContaining('it says version 1, as before') });
  });

  it('at one URL is not verified while it says another one now and then', async () => {
    let looks = 0;
    const seen = await atOneUrl({ version: () => ((looks += 1) % 10 === 0 ? '2' : '1') }, '1', impatience);
    expect(seen).toMatchObject({
      verified: false,
      how: expect.stringContaining('it says version 2, and said 1 before'),
    });
  });
});
