import { failuresOf } from '../recorder/phase-counts.ts';
import { failureKinds } from '../recorder/sample.ts';
import { formatCount, formatMillis, formatShare } from '../units.ts';
import { accuracyOf } from './accuracy.ts';
import type { ComparedQuantile } from './compare-quantiles.ts';
import type { ComparedRate } from './compare-rates.ts';
import type { CrossCheckInput, CrossCheckSide, EngineSummary } from './cross-check.ts';

/** Something that was seen and bears on a difference. */
export type Explanation = { readonly code: string; readonly seen: string };

type Compared = {
  readonly quantiles: readonly ComparedQuantile[];
  readonly rates: readonly ComparedRate[];
  readonly ours: EngineSummary;
  readonly theirs: EngineSummary;
};

const busyFrom = 0.5;
const slowerBy = 0.95;
const stepBy = 1.1;

/**
 * What the runs show that bears on the figures that differ; empty when none does, but for answers that were not counted as the target
 * counts them, which are always told.
 */
export function explainDifferences(input: CrossCheckInput, compared: Compared): Explanation[] {
  const { quantiles, rates, ours, theirs } = compared;
  const misread = [input.ours, input.theirs].flatMap(explainCounts);
  const latencies = quantiles.some(({ agreement }) => agreement === 'differ' || agreement === 'close');
  const others = rates.some(({ agreement }) => agreement === 'differ');
  if (!latencies && !others) return misread;
  return [
    ...misread,
    ...(latencies
      ? [
          ...explainTarget(quantiles),
          ...explainLoop(ours, theirs),
          ...[input.ours, input.theirs].flatMap(explainStart),
          ...explainPressure(ours, theirs),
        ]
      : []),
    ...[input.ours, input.theirs].flatMap(explainFailures),
    ...(others ? explainCache(input) : []),
    ...(latencies
      ? [
          {
            code: 'same-recorder',
            seen: 'rounding is no part of it: both engines fill the same recorder, and autocannon’s own histogram of 1 ms steps is not used',
          },
        ]
      : []),
  ];
}

function explainCounts({ engine, runs, truth }: CrossCheckSide): Explanation[] {
  const accuracy = accuracyOf({ runs, truth });
  if (accuracy === undefined || accuracy.countsEqual) return [];
  const wrong = accuracy.classes
    .filter(({ measured, truth: own }) => measured !== own)
    .map((each) => `${formatCount(each.measured)} ${each.cacheClass} of ${formatCount(each.truth)}`);
  return [
    {
      code: 'classification',
      seen: `${engine.name} did not count the answers as the target did: ${wrong.join(', ')}`,
    },
  ];
}

function explainTarget(quantiles: readonly ComparedQuantile[]): Explanation[] {
  const names = quantiles.filter(({ concern }) => concern === 'target').map(nameOf);
  if (names.length === 0) return [];
  return [
    {
      code: 'target-differed',
      seen: `both engines are within 2 % or 0.3 ms of the target’s own record at ${names.join(', ')}: there the target differed between the runs`,
    },
  ];
}

function nameOf({ cacheClass, name }: ComparedQuantile): string {
  return `${cacheClass} ${name}`;
}

function explainLoop(ours: EngineSummary, theirs: EngineSummary): Explanation[] {
  const [busier, other] = theirs.utilisation >= ours.utilisation ? [theirs, ours] : [ours, theirs];
  if (busier.utilisation < busyFrom) return [];
  return [
    {
      code: 'busy-loop',
      seen: `the event loop of ${busier.engine.name} was ${formatShare(busier.utilisation)} busy, that of ${other.engine.name} ${formatShare(other.utilisation)}: autocannon times a reply when it gets to it, hitgate from the turn of the loop in which it could be read, and the wait in between grows with the load`,
    },
  ];
}

/** Users that start together are answered together, until their delays have spread them; seen in the p99 of hits by the second. */
function explainStart({ engine, runs }: CrossCheckSide): Explanation[] {
  const seconds = runs.flatMap(({ measure: { slices } }) => {
    const [first] = slices;
    const last = slices.at(-2);
    return first?.hit === undefined || last?.hit === undefined ? [] : [{ first: first.hit[2], last: last.hit[2] }];
  });
  const first = seconds.reduce((sum, each) => sum + each.first, 0) / seconds.length;
  const last = seconds.reduce((sum, each) => sum + each.last, 0) / seconds.length;
  if (seconds.length === 0 || first <= stepBy * last) return [];
  return [
    {
      code: 'start',
      seen: `the p99 of hits of ${engine.name} was ${formatMillis(first)} ms in the first second of a run and ${formatMillis(last)} ms in its last whole one: users that start together are answered together, and wait for one another in the client`,
    },
  ];
}

function explainPressure(ours: EngineSummary, theirs: EngineSummary): Explanation[] {
  const rates = [ours, theirs].toSorted((one, other) => (one.ratePerSecond ?? 0) - (other.ratePerSecond ?? 0));
  const [slower, faster] = rates;
  const slow = slower?.ratePerSecond;
  const fast = faster?.ratePerSecond;
  if (slow === undefined || fast === undefined || slow > slowerBy * fast) return [];
  return [
    {
      code: 'other-load',
      seen: `${slower?.engine.name} sent ${formatCount(slow)} requests per second, ${faster?.engine.name} ${formatCount(fast)}: in a closed load a slower client asks less of the target, and on the same machine a dearer one leaves it less of the cores`,
    },
  ];
}

function explainFailures({ engine, runs }: CrossCheckSide): Explanation[] {
  const kinds = failureKinds.flatMap((kind) => {
    const count = runs.reduce((sum, { measure }) => sum + failuresOf(measure, [kind]), 0);
    return count === 0 ? [] : [`${kind} ${formatCount(count)}`];
  });
  if (kinds.length === 0) return [];
  return [{ code: 'failures', seen: `${engine.name} saw failures, which are in no latency: ${kinds.join(', ')}` }];
}

function explainCache({ scenario }: CrossCheckInput): Explanation[] {
  if (scenario.warmup.kind !== 'none') return [];
  return [
    {
      code: 'warm-cache',
      seen: 'the scenario has no warm-up, so each run found what the ones before it left in the cache',
    },
  ];
}
