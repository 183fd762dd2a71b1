import type { Percentiles } from '../report/percentiles.ts';
import { classHistogram } from '../report/class-histogram.ts';
import { percentilesOf } from '../report/percentiles.ts';
import type { RunReport } from '../report/run-report.ts';
import { predictedHitRate, totalsOf, type RunTotals } from '../report/run-totals.ts';
import { accuracyOf, type ClassAccuracy } from '../report/accuracy.ts';
import { cacheClasses, failureKinds, type CacheClass } from '../recorder/sample.ts';
import { loadModel } from '../scenario/scenario.ts';
import { formatCount, formatDuration, formatShare } from '../units.ts';

/** The judged latency in words: it is never a bare "latency". */
export function judgedLatency({ verdict }: RunReport): string {
  return verdict.judgedOn === 'service' ? 'service time' : 'response time';
}

/**
 * 'closed model, judged on service time, 5 runs'; an engine that is not our own is named, and so is what ended runs early and decided gates
 * then.
 */
export function modelWords(report: RunReport): string {
  const { runs } = report;
  const count = runs.length === 1 ? 'one run' : `${runs.length} runs`;
  const engine = foreignEngine(report);
  const driven = engine === undefined ? '' : `, driven by ${engine}, not by hitgate’s own engine`;
  return `${loadModel(report.scenario.load)} model, judged on ${judgedLatency(report)}, ${count}${driven}${stoppingWords(report)}`;
}

/** How runs were ended by their gates, and that the test which decides them is then another one; '' for runs of planned length. */
function stoppingWords({ runs, scenario }: RunReport): string {
  const how = '; gates are judged by a sequential test, not by the intervals';
  const ended = runs.flatMap(({ endedEarly }) => endedEarly ?? []);
  const aborting = ended.find(({ by }) => by === 'abort-on-fail');
  if (aborting !== undefined) return `; ended after ${aborting.afterSeconds} s by ${aborting.gate ?? 'a gate'}${how}`;
  if (scenario.untilDecided !== true) return '';
  if (ended.length === 0) return `; the longest time passed before every gate was decided${how}`;
  const times = ended.map(({ afterSeconds }) => afterSeconds).join(', ');
  const of = ended.length === runs.length ? '' : ` in ${ended.length} of ${runs.length} runs`;
  return `; every gate was decided after ${times} s${of}${how}`;
}

/** 'autocannon 9.0.0'; undefined when hitgate's own engine sent the requests. */
export function foreignEngine({ engine }: Pick<RunReport, 'engine'>): string | undefined {
  return engine === undefined || engine.name === 'hitgate' ? undefined : `${engine.name} ${engine.version}`;
}

/** What was tested; the reference target can never be taken for the real service. */
export function targetWords({ target }: Pick<RunReport, 'target'>): string {
  const version = target.version === undefined ? [] : [`version ${target.version}`];
  if (!target.reference) return [target.url, ...version].join(', ');
  const faults = target.faults ?? [];
  return [
    'reference target (not the real service)',
    ...(target.profile === undefined ? [] : [`profile ${target.profile}`]),
    ...(faults.length === 0 ? [] : [`faults ${faults.join(' ')}`]),
  ].join(', ');
}

/** A class with the figures of the judged latency over all runs. */
export type ClassFigures = { readonly cacheClass: CacheClass; readonly count: number; readonly figures: Percentiles };

/** Hits and misses always, unknown answers when there are any. */
export function classFigures({ runs, verdict }: RunReport): ClassFigures[] {
  return cacheClasses
    .map((cacheClass) => {
      const histogram = classHistogram(runs, { cacheClass, latency: verdict.judgedOn });
      return { cacheClass, count: totalsOf(runs).counts[cacheClass], figures: percentilesOf(histogram) };
    })
    .filter(({ cacheClass, count }) => cacheClass !== 'unknown' || count > 0);
}

/** '91.23 % measured, 91.20 % predicted, 95.00 % attainable'. */
export function hitRateWords({ runs, plan }: RunReport): string {
  const { hitRate } = totalsOf(runs);
  const prediction = predictedHitRate(plan.predictions);
  const measured = hitRate === undefined ? 'not measured (no request succeeded)' : `${formatShare(hitRate)} measured`;
  if (prediction === undefined) return `${measured}, not predicted`;
  return `${measured}, ${formatShare(prediction.predicted)} predicted, ${formatShare(prediction.attainable)} attainable`;
}

/** 'at least 118, mean 119.9, at most 120'. */
export function inFlightWords({ inFlight }: RunTotals): string {
  if (inFlight === undefined) return 'not observed';
  return `at least ${inFlight.min}, mean ${inFlight.mean.toFixed(1)}, at most ${inFlight.max}`;
}

/** '54 311 in 30 s, 1 810 per second'; dropped ones when there are any. */
export function requestWords({ requests, durationMicros, ratePerSecond, dropped }: RunTotals): string {
  const rate = ratePerSecond === undefined ? '' : `, ${formatRate(ratePerSecond)} per second`;
  const lost = dropped === 0 ? '' : `, ${formatCount(dropped)} more dropped`;
  return `${formatCount(requests)} in ${formatDuration(durationMicros)}${rate}${lost}`;
}

/** 'none', or the failures by kind: '12 (0.02 %): timeout 10, reset 2'; requests that Ctrl-C cut off are named apart. */
export function errorWords({ failures, failed, failedShare, cutOff }: RunTotals): string {
  const apart = cutOff === 0 ? '' : `; ${formatCount(cutOff)} cut off by the interruption`;
  if (failed === 0) return `none${apart}`;
  const share = failedShare === undefined ? '' : ` (${formatShare(failedShare)})`;
  const kinds = failureKinds.filter((kind) => failures[kind] > 0);
  return `${formatCount(failed)}${share}: ${kinds.map((kind) => `${kind} ${formatCount(failures[kind])}`).join(', ')}${apart}`;
}

/** '200: 54 311, 503: 12'; replies of all runs, '' for none. */
export function statusWords({ runs }: RunReport): string {
  const counts = new Map<string, number>();
  for (const { measure } of runs)
    for (const [status, count] of Object.entries(measure.statuses))
      counts.set(status, (counts.get(status) ?? 0) + count);
  return [...counts]
    .toSorted(([one], [other]) => one.localeCompare(other))
    .map(([status, count]) => `${status}: ${formatCount(count)}`)
    .join(', ');
}

/** The reference target's own record beside ours: 'counts equal; p95 of hits 13.20 ms, truth 13.10 ms; …'. */
export function truthWords(report: RunReport): string | undefined {
  const accuracy = accuracyOf(report);
  if (accuracy === undefined) return undefined;
  const counts = accuracy.countsEqual
    ? 'counts equal'
    : accuracy.classes.map(({ cacheClass, measured, truth }) => `${cacheClass} ${measured} of ${truth}`).join(', ');
  const quantiles = accuracy.classes.flatMap(quantileDifferences);
  const close = accuracy.close ? '' : ' (more than 2 % and 0.3 ms apart)';
  return `${[counts, ...quantiles].join('; ')}${close}`;
}

function quantileDifferences({ cacheClass, quantiles }: ClassAccuracy): string[] {
  if (quantiles.length === 0) return [];
  const listed = quantiles.map(({ name, measuredMicros, truthMicros }) => {
    const difference = (measuredMicros - truthMicros) / 1_000;
    return `${name} ${difference < 0 ? '−' : '+'}${Math.abs(difference).toFixed(2)}`;
  });
  return [`${cacheClass} ${listed.join(' ')} ms`];
}

function formatRate(perSecond: number): string {
  return perSecond >= 100 ? formatCount(perSecond) : perSecond.toFixed(1);
}
