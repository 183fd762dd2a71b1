import { compilePath, valueAt } from '../../engine/json-path.ts';
import { judgeHealth, judgeLive, type HealthSeen } from '../../probes/judge-health.ts';
import { bodyRuleHolds, wantedBy } from '../../scenario/body-rule.ts';
import type { HealthProbe } from '../../scenario/probes/health-probe.ts';
import { microsPerMilli } from '../../units.ts';
import { sayFound } from '../check-health.ts';
import { explainFailure } from '../explain-failure.ts';
import type { HttpAnswer } from '../http-ask.ts';
import { httpGet } from '../http-get.ts';
import type { Probe, ProbeContext } from './probe-context.ts';
import { timeFindings } from './time-findings.ts';

/** Asks for the health of the service, and whether it lives where the scenario names a path for that. */
export const probeHealth: Probe<HealthProbe> = async ({ version, live }, context) => {
  const { target, clock } = context;
  const path = target.health?.path ?? '/health';
  const health = await timeFindings(clock, async () => [judgeHealth(await readHealth(path, context), path, version)]);
  if (live === undefined) return health;
  const alive = await timeFindings(clock, async () => [judgeLive(await get(live, context), live)]);
  return [...health, ...alive];
};

async function readHealth(path: string, context: ProbeContext): Promise<HealthSeen> {
  const answer = await get(path, context);
  if ('why' in answer) return { kind: 'no-reply', why: answer.why };
  const { status, text } = answer;
  try {
    const body: unknown = JSON.parse(text);
    const rules = (context.target.health?.body ?? []).map((rule) => {
      const found = valueAt(body, compilePath(rule.path));
      return {
        path: rule.path,
        found: sayFound(found),
        wanted: wantedBy(rule),
        holds: bodyRuleHolds(rule, found),
      };
    });
    return { kind: 'json', status, rules, version: valueAt(body, ['version']) };
  } catch {
    return { kind: 'no-json', status };
  }
}

async function get(path: string, context: ProbeContext): Promise<HttpAnswer | { readonly why: string }> {
  const { url, target, secrets, tls, signal } = context;
  context.countRequest();
  try {
    return await httpGet({
      baseUrl: url,
      path,
      headers: { ...target.request.headers, ...secrets },
      ...(tls === undefined ? {} : { tls }),
      timeoutMillis: target.timeoutMicros / microsPerMilli,
      signal,
    });
  } catch (error) {
    return { why: signal.aborted ? 'was cut off' : explainFailure(error) };
  }
}
