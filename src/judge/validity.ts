import { decodeHistogram } from '../recorder/histogram.ts';
import type { Snapshot } from '../recorder/snapshot.ts';
import { loadModel, type Scenario } from '../scenario/scenario.ts';
import { formatCount, formatMillis, formatShare, microsPerMilli } from '../units.ts';
import type { JudgeInput } from './judge.ts';
import { sideOf } from './keeps-limit.ts';
import { failuresOf, lostConnections } from './phase-counts.ts';
import type { ValidityFinding } from './verdict.ts';

/** Above this event-loop utilisation the generator measures itself. */
export const greatestUtilisation = 0.8;

const latenessShare = 0.1;
const lateRequests = 0.01;

/** What makes the measurement untrustworthy, whatever the gates say; empty when nothing does. The worst run of each kind is named. */
export function findInvalidity({ scenario, snapshots, expectedChecks }: JudgeInput): ValidityFinding[] {
  return [
    ...findLateDispatch(scenario, snapshots),
    ...findBusyLoop(scenario, snapshots),
    ...findMissingUsers(snapshots),
    ...findWrongSequence(snapshots, expectedChecks ?? []),
  ];
}

/**
 * More than 1 % of the requests were sent late by over 10 % of the tightest upper limit on a latency, which is the same as a p99 over it.
 * Requests that waited for their user to connect again after the target broke the connection are not held against the generator.
 */
function findLateDispatch(scenario: Scenario, snapshots: readonly Snapshot[]): ValidityFinding[] {
  const limitMicros = tightestLimitMicros(scenario);
  if (limitMicros === undefined) return [];
  const allowedMicros = limitMicros * latenessShare;
  const late = snapshots.flatMap(({ measure }) => {
    const lateness = decodeHistogram(measure.lateness);
    const [count] = lateness.countOver(allowedMicros);
    const isLate = count - lostConnections(measure) > lateRequests * lateness.count;
    return isLate ? [lateness.valueAtQuantile(0.99) ?? 0] : [];
  });
  if (late.length === 0) return [];
  return [
    {
      code: 'late-dispatch',
      seen: `p99 of dispatch lateness was ${formatMillis(Math.max(...late))} ms, over ${formatMillis(allowedMicros)} ms, which is 10 % of the tightest limit (${formatMillis(limitMicros)} ms)`,
      remedy: lighterLoad(scenario),
    },
  ];
}

function findBusyLoop(scenario: Scenario, snapshots: readonly Snapshot[]): ValidityFinding[] {
  const worst = Math.max(0, ...snapshots.map(({ generator }) => generator?.eventLoopUtilisation ?? 0));
  if (worst <= greatestUtilisation) return [];
  return [
    {
      code: 'busy-generator',
      seen: `the generator's event loop was ${formatShare(worst)} busy, over ${formatShare(greatestUtilisation)}: it measured itself`,
      remedy: lighterLoad(scenario),
    },
  ];
}

/** Users that back off from a target which refuses or breaks their connections are the target's fault and no finding. */
function findMissingUsers(snapshots: readonly Snapshot[]): ValidityFinding[] {
  for (const { measure, generator, run } of snapshots) {
    const promised = generator?.promisedInFlight;
    const { inFlight } = measure;
    if (promised === undefined || inFlight === undefined || inFlight.min >= promised) continue;
    if (failuresOf(measure, ['refused', 'reset', 'timeout']) > 0) continue;
    return [
      {
        code: 'users-missing',
        seen: `${formatCount(inFlight.min)} users were in flight at the least in run ${run}, ${formatCount(promised)} were promised`,
        remedy: 'use fewer users, or give hitgate its own core',
      },
    ];
  }
  return [];
}

function findWrongSequence(snapshots: readonly Snapshot[], expected: readonly (string | null)[]): ValidityFinding[] {
  const wrong = snapshots.find(({ sentCheck }, index) => (expected[index] ?? sentCheck) !== sentCheck);
  if (wrong === undefined) return [];
  return [
    {
      code: 'wrong-sequence',
      seen: `the requests sent in run ${wrong.run} are not those of the plan (check ${wrong.sentCheck})`,
      remedy: 'run again with the same version of hitgate and the same corpus, and report it if it stays',
    },
  ];
}

/**
 * The least upper limit on the judged latency, in microseconds; undefined when there is none. Waiting starts when a request
 * is sent, so that its gates do not count.
 */
function tightestLimitMicros({ thresholds }: Scenario): number | undefined {
  const limits = thresholds
    .filter(({ metric, operator }) => metric === 'http_req_duration' && sideOf(operator) === 'below')
    .map(({ limit }) => limit * microsPerMilli);
  return limits.length === 0 ? undefined : Math.min(...limits);
}

function lighterLoad({ load }: Scenario): string {
  return loadModel(load) === 'open'
    ? 'lower the rate, or give hitgate its own core'
    : 'use fewer users or a think time, or give hitgate its own core';
}
