import type { Prediction } from '../plan/plan.ts';
import { decodeHistogram } from '../recorder/histogram.ts';
import { cacheClasses, failureKinds } from '../recorder/sample.ts';
import type { PhaseSnapshot, Snapshot } from '../recorder/snapshot.ts';
import { decidingRule } from '../scenario/deciding-rule.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { leastSamples } from '../stats/least-samples.ts';
import { formatCount, formatShare } from '../units.ts';
import { warnOfLeftFaults } from './fault-findings.ts';
import { warnOfGenerator } from './generator-warnings.ts';
import type { JudgeInput } from './judge.ts';
import { sideOf } from '../scenario/side-of.ts';
import { judgedLatency } from './limit-counters.ts';
import { cutOffRequests, failuresOf, successesOf } from '../recorder/phase-counts.ts';
import type { GateResult, Warning } from './verdict.ts';

const wantedSlices = 20;
const standardErrors = 3;
const tolerance = 0.01;

/** What a reader of the verdict should know, although it changes nothing. */
export function findWarnings(input: JudgeInput, gates: readonly GateResult[]): Warning[] {
  const { scenario, snapshots, predictions = [] } = input;
  return [
    ...warnOfLeftFaults(snapshots),
    ...warnOfOneRun(snapshots),
    ...warnOfFewSlices(snapshots),
    ...warnOfFewSamples(gates),
    ...warnOfEndlessGates(scenario),
    ...warnOfGenerator(input),
    // A fault changes what hits, which nobody foresees.
    ...(scenario.faults === undefined
      ? snapshots.flatMap((snapshot, index) => warnOfUnforeseenHits(snapshot, predictions[index]))
      : []),
    ...warnOfUnknown(snapshots),
    ...warnOfClamped(snapshots, judgedLatency(scenario.load)),
    ...warnOfStatuses(input),
    ...warnOfUngatedFailures(input),
    ...warnOfBaseline(scenario),
    ...warnOfInsecure(scenario),
  ];
}

/** A run judges its own gates; a baseline that its scenario names must not look as if it had been compared. */
function warnOfBaseline({ baseline }: Scenario): Warning[] {
  if (baseline === undefined) return [];
  return [
    {
      code: 'baseline-not-compared',
      seen: `the baseline "${baseline.name}" of the scenario was not compared with this run`,
      cause: 'a run is judged by its own gates; margins against a baseline are not judged in this version',
      remedy: `compare them side by side: hitgate compare ${baseline.name} latest`,
    },
  ];
}

function warnOfInsecure({ target }: Scenario): Warning[] {
  if (target.tls?.insecure !== true) return [];
  return [
    {
      code: 'certificate-not-verified',
      seen: 'the certificate of the target was not verified',
      cause: 'target.tls.insecure, or --insecure, accepts any certificate, so that anyone could have answered',
      remedy: 'give the authority that signed the certificate with --ca FILE (target.tls.ca)',
    },
  ];
}

function warnOfOneRun({ length }: readonly Snapshot[]): Warning[] {
  if (length !== 1) return [];
  return [
    {
      code: 'one-run',
      seen: 'the verdict rests on one run',
      cause: 'one run does not show how much runs differ from each other',
      remedy: 'set runs to 5 or more before you rely on a close result',
    },
  ];
}

function warnOfFewSlices(snapshots: readonly Snapshot[]): Warning[] {
  const least = Math.min(...snapshots.map(({ measure }) => measure.slices.filter(holdsSamples).length));
  if (least >= wantedSlices) return [];
  return [
    {
      code: 'few-slices',
      seen: `a run has ${least} seconds with answers, ${wantedSlices} are wanted`,
      cause: 'the correction for correlated samples is rough when it has few seconds to compare',
      remedy: `measure for ${wantedSlices} s or longer`,
    },
  ];
}

/** Gates that keep every run with `--until-decided` going to its longest time. */
function warnOfEndlessGates({ untilDecided, thresholds }: Scenario): Warning[] {
  const endless = untilDecided === true ? thresholds.filter((each) => decidingRule(each) === 'at-end') : [];
  if (endless.length === 0) return [];
  return [
    {
      code: 'no-sequential-test',
      seen: `${endless.map(({ selector, source }) => `${selector}: ${source}`).join(', ')} cannot be decided before the end, so that --until-decided ended no run early`,
      cause: 'a mean, a share of checks, or a part of the run, has no test that may be looked at while a run goes on',
      remedy: 'gate a quantile such as med, or let the run have its planned length',
    },
  ];
}

/** A quantile gate that could not pass even if no sample broke its limit. */
function warnOfFewSamples(gates: readonly GateResult[]): Warning[] {
  return gates.flatMap(({ threshold, status, n, over, deff = 1 }) => {
    const { aggregation, selector, source } = threshold;
    if (status !== 'inconclusive' || over === undefined || aggregation.kind !== 'quantile') return [];
    const allowed = sideOf(threshold.operator) === 'below' ? 1 - aggregation.quantile : aggregation.quantile;
    const least = Math.ceil((leastSamples(allowed, 0) ?? 1) * deff);
    if (n >= least) return [];
    return [
      {
        code: 'few-samples',
        seen: `${selector}: ${source} has ${formatCount(n)} samples, and needs ${formatCount(least)} to pass when none breaks the limit`,
        cause: 'a class that is rarely asked for, a short run, or samples that depend on each other',
        remedy: 'measure longer or use more runs; `hitgate plan` says how many samples each gate needs',
      },
    ];
  });
}

/** The measured hit rate differs from the foreseen one by more than 3 standard errors and 1 point. */
function warnOfUnforeseenHits({ measure, run }: Snapshot, prediction: Prediction | undefined): Warning[] {
  const n = successesOf(measure);
  if (n === 0 || prediction === undefined || prediction.requests === 0) return [];
  const { hitRate } = prediction;
  const measured = measure.classes.hit.count / n;
  const standardError = Math.sqrt((hitRate * (1 - hitRate)) / n);
  if (Math.abs(measured - hitRate) <= standardErrors * standardError + tolerance) return [];
  return [
    {
      code: 'unforeseen-hit-rate',
      seen: `the hit rate of run ${run} is ${formatShare(measured)}, foreseen were ${formatShare(hitRate)} (${prediction.model})`,
      cause:
        measured < hitRate
          ? 'broken key normalisation, eviction, a shorter TTL, a stampede on cold keys, or answers that are not cached'
          : 'a cache that was warm before the run, keys that are not told apart, or answers of another layer',
      remedy: "start from an empty cache, compare workload.cache with the service's, and check its keys",
    },
  ];
}

function warnOfUnknown(snapshots: readonly Snapshot[]): Warning[] {
  const unknown = snapshots.reduce((sum, { measure }) => sum + measure.classes.unknown.count, 0);
  if (unknown === 0) return [];
  return [
    {
      code: 'unknown-class',
      seen: `${formatCount(unknown)} answers have no known cache class`,
      cause: 'the service left the class out, or names it otherwise than target.classify says',
      remedy: 'look at one such answer and correct target.classify',
    },
  ];
}

function warnOfClamped(snapshots: readonly Snapshot[], latency: 'service' | 'response'): Warning[] {
  const clamped = snapshots.reduce((sum, { measure }) => sum + countClamped(measure, latency), 0);
  if (clamped === 0) return [];
  return [
    {
      code: 'clamped',
      seen: `${formatCount(clamped)} latencies of about an hour or longer were recorded as one hour`,
      cause: 'the histogram ends at one hour',
      remedy: 'set target.timeout to less than an hour',
    },
  ];
}

/** Statuses outside the success ranges, with their counts. */
function warnOfStatuses({ scenario, snapshots }: JudgeInput): Warning[] {
  const { status: ranges } = scenario.target.success;
  const counts = new Map<string, number>();
  for (const { measure } of snapshots) {
    for (const [status, count] of Object.entries(measure.statuses)) {
      const isSuccess = ranges.some(([from, to]) => Number(status) >= from && Number(status) <= to);
      if (!isSuccess) counts.set(status, (counts.get(status) ?? 0) + count);
    }
  }
  if (counts.size === 0) return [];
  const list = [...counts].map(([status, count]) => `${status} (${formatCount(count)})`).join(', ');
  return [
    {
      code: 'statuses',
      seen: `the target answered with status ${list}`,
      cause: 'the service refused or failed these requests; they are in no latency and in no hit rate',
      remedy: "read the service's log of that time",
    },
  ];
}

function warnOfUngatedFailures({ scenario, snapshots }: JudgeInput): Warning[] {
  if (scenario.thresholds.some(({ metric }) => metric === 'http_req_failed' || metric === 'availability')) return [];
  const failed = snapshots.reduce((sum, snapshot) => sum + failuresOf(snapshot.measure) - cutOffRequests(snapshot), 0);
  if (failed === 0) return [];
  const kinds = failureKinds.filter((kind) => snapshots.some(({ measure }) => measure.failures[kind] > 0)).join(', ');
  return [
    {
      code: 'ungated-failures',
      seen: `${formatCount(failed)} requests failed (${kinds}), and no gate looks at failures`,
      cause: 'a failed request is in no latency, so that the other gates do not see it',
      remedy: "add a gate such as 'http_req_failed': ['rate<0.01']",
    },
  ];
}

function countClamped({ classes }: PhaseSnapshot, latency: 'service' | 'response'): number {
  return cacheClasses.reduce((sum, name) => {
    const encoded = classes[name][latency];
    return sum + (encoded === undefined ? 0 : decodeHistogram(encoded).clamped);
  }, 0);
}

function holdsSamples({ counts }: PhaseSnapshot['slices'][number]): boolean {
  return counts.some((count) => count > 0);
}
