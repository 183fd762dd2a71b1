import { setTimeout as sleep } from 'node:timers/promises';
import { HitgateError } from '../../errors.ts';
import { failuresOf } from '../../recorder/phase-counts.ts';
import type { RolloutRecord } from '../../report/rollout-record.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { microsPerSecond } from '../../units.ts';
import { createProgress } from '../progress.ts';
import { measureRuns } from '../run/measure-runs.ts';
import { openTarget, type OpenTarget } from '../run/open-target.ts';
import { preparePlan } from '../run/prepare-plan.ts';
import { usualPatience, type Patience } from './patience.ts';
import type { RolloutSession } from './rollout-session.ts';
import { seeCanaryTraffic } from './see-canary-traffic.ts';

/** What was seen of where a rollback led to; `how` is a clause, verified or not. */
export type Seen = { readonly verified: boolean; readonly how: string };

type VerifySession = Pick<RolloutSession, 'scenario' | 'rollout' | 'headers' | 'tls' | 'engine'> & {
  readonly options: Pick<RolloutSession['options'], 'environment'>;
};

const requests = 20;
const looks = 20;
const mostMicros = 30 * microsPerSecond;

/**
 * Whether a rollback led back, as far as can be seen: the release before is healthy, which it has some time for, says the version that it said before
 * anything was done, and answers 20 requests of one user without a failure, and the canary gets no requests any more. Takes no heed of Ctrl-C.
 */
export async function verifyReturn(
  session: VerifySession,
  record: Pick<RolloutRecord, 'versions'>,
  patience: Patience = usualPatience,
): Promise<Seen> {
  const { target } = session.scenario;
  const url = session.rollout.stable ?? target.url ?? '';
  let opened: OpenTarget;
  try {
    opened = await openWithin(session, { ...target, url }, patience);
  } catch (error) {
    if (!(error instanceof HitgateError)) throw error;
    return { verified: false, how: error.message };
  }
  try {
    const seen = [
      ...(target.health === undefined ? [] : [{ verified: true, how: `${url} is healthy` }]),
      await seeVersion(session, { url, wanted: record.versions.stable }, patience),
      await seeAnswers(session, opened),
      await seeCanaryTraffic(session, patience),
    ].filter((each) => each !== undefined);
    return { verified: seen.every(({ verified }) => verified), how: seen.map(({ how }) => how).join('; ') };
  } finally {
    await opened.close();
  }
}

/** Between two URLs one look shows the version; one URL that splits the traffic may say another one each time, so that 20 in a row must be the one. */
async function seeVersion(
  session: VerifySession,
  { url, wanted }: { readonly url: string; readonly wanted: string | undefined },
  { patienceMillis, pauseMillis }: Patience,
): Promise<Seen | undefined> {
  if (wanted === undefined) return undefined;
  const end = performance.now() + patienceMillis;
  for (;;) {
    const other = await findOtherVersion(session, { url, wanted });
    if (other === undefined) return { verified: true, how: `it says version ${wanted}, as before` };
    if (performance.now() >= end)
      return { verified: false, how: `it says version ${other}, and said ${wanted} before anything was done` };
    await sleep(pauseMillis);
  }
}

async function findOtherVersion(
  session: VerifySession,
  { url, wanted }: { readonly url: string; readonly wanted: string },
): Promise<string | undefined> {
  const times = session.rollout.canary === undefined ? looks : 1;
  for (let look = 0; look < times; look += 1) {
    const opened = await openOnce(session, { ...session.scenario.target, url }).catch((error: unknown) => {
      if (error instanceof HitgateError) return undefined;
      throw error;
    });
    await opened?.close();
    const { version = 'unknown' } = opened?.identity ?? {};
    if (version !== wanted) return version;
  }
  return undefined;
}

async function seeAnswers(session: VerifySession, target: OpenTarget): Promise<Seen> {
  const plan = await preparePlan(lightScenario(session.scenario, target.url));
  const { snapshots } = await measureRuns(plan, {
    engine: session.engine.run,
    environment: session.options.environment,
    target,
    secrets: session.headers,
    settings: { threads: 1, pace: 'economical' },
    tls: session.tls,
    progress: createProgress(session.options.environment.stderr, true),
    signal: new AbortController().signal,
    onSlice: () => undefined,
  });
  const answered = snapshots.reduce((sum, { measure }) => sum + measure.requests - failuresOf(measure), 0);
  return { verified: answered === requests, how: `${answered} of ${requests} requests answered at ${target.url}` };
}

function lightScenario(scenario: Scenario, url: string): Scenario {
  const { untilDecided: _, ...rest } = scenario;
  return {
    ...rest,
    target: { ...scenario.target, url },
    warmup: { kind: 'none' },
    runs: 1,
    thresholds: [],
    load: {
      executor: 'shared-iterations',
      vus: 1,
      iterations: requests,
      maxDurationMicros: mostMicros,
      gracefulStopMicros: 0,
    },
  };
}

/** @throws HitgateError (exit 5) when it is not healthy in time. */
async function openWithin(
  session: VerifySession,
  target: Scenario['target'],
  { patienceMillis, pauseMillis }: Patience,
): Promise<OpenTarget> {
  const end = performance.now() + patienceMillis;
  for (;;) {
    try {
      return await openOnce(session, target);
    } catch (error) {
      if (!(error instanceof HitgateError) || performance.now() >= end) throw error;
      await sleep(pauseMillis);
    }
  }
}

function openOnce({ headers, tls }: VerifySession, target: Scenario['target']): Promise<OpenTarget> {
  const { signal } = new AbortController();
  return openTarget(target, { referenceOptions: [], secrets: headers, tls, cores: undefined, signal });
}
