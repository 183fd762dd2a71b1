import { decodeHistogram, sumOfHistograms } from '../recorder/histogram.ts';
import type { Snapshot } from '../recorder/snapshot.ts';
import { formatCount, formatMillis, formatShare } from '../units.ts';
import type { JudgeInput } from './judge.ts';
import { findMissingFaults } from './fault-findings.ts';
import { lighterLoad } from './lighter-load.ts';
import { failuresOf, lostConnections } from '../recorder/phase-counts.ts';
import { findSocketErrors } from './socket-errors.ts';
import { allowedShare, tightestLimitMicros } from './tightest-limit.ts';
import type { ValidityFinding } from './verdict.ts';
import { worstThread } from './worst-thread.ts';

/** Above this event-loop utilisation the generator measures itself. */
export const greatestUtilisation = 0.8;

const lateRequests = 0.01;
/** With fewer, a p99 is one of the ten greatest values and says nothing. */
const requestsOfP99 = 1_000;

/** What makes the measurement untrustworthy, whatever the gates say; empty when nothing does. The worst run of each kind is named. */
export function findInvalidity(input: JudgeInput): ValidityFinding[] {
  const { snapshots, expectedChecks } = input;
  return [
    ...findMissingFaults(snapshots),
    ...findSocketErrors(snapshots),
    ...findLateDispatch(input),
    ...findBusyLoop(input),
    ...findMissingUsers(input),
    ...findWrongSequence(snapshots, expectedChecks ?? []),
  ];
}

/**
 * More than 1 % of the requests were sent late by over 10 % of the tightest upper limit on a latency, which is the same as a p99 over it: of all
 * runs together, or of one run that is long enough to have a p99 of its own.
 * Requests that waited for their user to connect again after the target broke the connection are not held against the generator.
 */
function findLateDispatch(input: JudgeInput): ValidityFinding[] {
  const limitMicros = tightestLimitMicros(input.scenario);
  if (limitMicros === undefined) return [];
  const allowedMicros = limitMicros * allowedShare;
  const runs = input.snapshots.map(({ measure }) => {
    const lateness = decodeHistogram(measure.lateness);
    const [count] = lateness.countOver(allowedMicros);
    return { lateness, late: count - lostConnections(measure) };
  });
  const together = {
    lateness: sumOfHistograms(runs.map(({ lateness }) => lateness)),
    late: runs.reduce((sum, { late }) => sum + late, 0),
  };
  const late = [together, ...runs.filter(({ lateness }) => lateness.count >= requestsOfP99)]
    .filter(({ lateness, late }) => late > lateRequests * lateness.count)
    .map(({ lateness }) => lateness.valueAtQuantile(0.99) ?? 0);
  if (late.length === 0) return [];
  return [
    {
      code: 'late-dispatch',
      seen: `p99 of dispatch lateness was ${formatMillis(Math.max(...late))} ms, over ${formatMillis(allowedMicros)} ms, which is 10 % of the tightest limit (${formatMillis(limitMicros)} ms)`,
      cause: 'the generator was busy, or had to wait for a core, when requests were due',
      remedy: lighterLoad(input),
    },
  ];
}

function findBusyLoop(input: JudgeInput): ValidityFinding[] {
  const worst = worstThread(input.snapshots, ({ utilisation }) => utilisation);
  if (worst === undefined || worst.value <= greatestUtilisation) return [];
  return [
    {
      code: 'busy-generator',
      seen: `the event loop of ${worst.name} was ${formatShare(worst.value)} busy, over ${formatShare(greatestUtilisation)}: it measured itself`,
      cause: 'replies wait for the event loop, and the wait is in their latency',
      remedy: lighterLoad(input),
    },
  ];
}

/** Users that back off from a target which refuses or breaks their connections are the target's fault and no finding. */
function findMissingUsers(input: JudgeInput): ValidityFinding[] {
  for (const { measure, generator, run } of input.snapshots) {
    const promised = generator?.promisedInFlight;
    const { inFlight } = measure;
    if (promised === undefined || inFlight === undefined || inFlight.min >= promised) continue;
    if (failuresOf(measure, ['refused', 'reset', 'timeout']) > 0) continue;
    return [
      {
        code: 'users-missing',
        seen: `${formatCount(inFlight.min)} users were in flight at the least in run ${run}, ${formatCount(promised)} were promised`,
        cause: 'the generator did not send the next request at once when an answer had come',
        remedy: lighterLoad(input),
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
      cause: 'another version of hitgate or another corpus made the plan, or requests were lost or sent twice',
      remedy: 'run again with the same version of hitgate and the same corpus, and report it if it stays',
    },
  ];
}
