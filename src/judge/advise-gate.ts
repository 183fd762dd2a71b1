import type { Snapshot } from '../recorder/snapshot.ts';
import { allowedShare } from '../scenario/deciding-rule.ts';
import type { Load } from '../scenario/scenario.ts';
import { sideOf } from '../scenario/side-of.ts';
import { runsForPower } from '../stats/run-power.ts';
import { formatDuration, microsPerSecond } from '../units.ts';
import { runAlphaOf, spreadOfGate, type JudgedRuns } from './gate-spread.ts';
import { neededSamples } from './needed-samples.ts';
import type { GateResult } from './verdict.ts';

const mostRuns = 100;
const longestMicros = 24 * 3600 * microsPerSecond;

/**
 * An inconclusive gate with what would decide it nine times in ten if what was seen is the truth: samples by the binomial test at
 * the same correlation, runs by the t interval at the same spread, and the flags that ask for so much. Any other gate, and one that
 * no practical number of samples and runs would decide, is returned as it is but for words that say the latter. A gate that was looked at
 * while its runs went on is decided by evidence, of which the fixed test cannot say how much more is needed: it is returned as it is.
 */
export function adviseGate(result: GateResult, { snapshots, load }: JudgedRuns): GateResult {
  if (result.sequential !== undefined) return result;
  if (result.status !== 'inconclusive' || snapshots.some(({ ended }) => ended !== 'completed')) return result;
  const samples = samplesFor(result, snapshots);
  return snapshots.length === 1
    ? adviseLength(result, samples, load)
    : adviseRuns(result, samples, { snapshots, load });
}

/** One run: a longer one, by a flag where a flag says how long it is. */
function adviseLength(result: GateResult, samples: number | undefined, load: Load): GateResult {
  if (samples === undefined || samples <= result.n) return result;
  const duration = neededDuration(samples / result.n, load);
  if (duration === undefined) return { ...result, needed: { samples } };
  const flags = `--duration ${duration}`;
  return { ...result, needed: { samples, flags }, reason: `${result.reason}; run again with ${flags}` };
}

/** Several runs: so many that both their samples and their spread decide. */
function adviseRuns(result: GateResult, samples: number | undefined, judged: JudgedRuns): GateResult {
  const count = judged.snapshots.length;
  const spread = spreadOfGate(result.threshold, judged);
  if (spread === undefined) return result;
  const forSpread = spread.decides
    ? count
    : runsForPower(spread.distance, mostRuns, { level: runAlphaOf(result.threshold) });
  const isCounted = samples !== undefined && samples <= result.n;
  const forSamples = isCounted ? count : samples === undefined ? undefined : Math.ceil((samples / result.n) * count);
  // A mean has no samples that decide it by their number.
  const needsSamples = breakingShare(result) !== undefined;
  const runs =
    forSpread === undefined || (needsSamples && forSamples === undefined)
      ? undefined
      : Math.max(forSpread, forSamples ?? 0);
  if (runs === undefined || runs > mostRuns)
    return { ...result, reason: `${result.reason}; no practical number of runs would decide it at this spread` };
  if (runs <= count) return result;
  const flags = `--runs ${runs}`;
  return {
    ...result,
    needed: { ...(isCounted || samples === undefined ? {} : { samples }), runs, flags },
    reason: `${result.reason}; about ${runs} such runs would decide it nine times in ten: run again with ${flags}`,
  };
}

/** Samples of all runs; undefined when no practical number decides, and for a gate that is not decided by their number. */
function samplesFor(result: GateResult, snapshots: readonly Snapshot[]): number | undefined {
  const { threshold, n, deff = 1 } = result;
  const allowed = allowedShare(threshold);
  const breaking = breakingShare(result);
  if (allowed === undefined || breaking === undefined) return undefined;
  const isUpper = sideOf(threshold.operator) === 'below';
  const hasDropped = isUpper && threshold.aggregation.kind === 'quantile';
  const dropped = hasDropped ? snapshots.reduce((sum, { measure }) => sum + measure.dropped, 0) : 0;
  return neededSamples({ count: breaking * n, n, allowed, deff, dropped });
}

/** The share of samples that broke the limit; undefined for a gate that is not decided by their number. */
function breakingShare({ threshold, n, over, observed }: GateResult): number | undefined {
  const side = sideOf(threshold.operator);
  if (n === 0 || side === undefined) return undefined;
  if (over !== undefined) return over.count / n;
  if (threshold.aggregation.kind !== 'rate' || observed === undefined || threshold.limit > 1) return undefined;
  return side === 'below' ? observed : 1 - observed;
}

/** A duration as a flag takes it, in whole seconds, minutes or hours; undefined where no flag sets it or no day is long enough. */
function neededDuration(factor: number, load: Load): string | undefined {
  if (load.executor !== 'constant-vus' && load.executor !== 'constant-arrival-rate') return undefined;
  const micros = load.durationMicros * factor;
  if (micros > longestMicros) return undefined;
  const unit = (micros < 120 * microsPerSecond ? 10 : micros < 7200 * microsPerSecond ? 60 : 3600) * microsPerSecond;
  return formatDuration(Math.ceil(micros / unit) * unit).replaceAll(' ', '');
}
