import type * as PromClient from 'prom-client';
import type { ClosedSlice } from '../../recorder/closed-slice.ts';
import { cacheClasses, failureKinds, type CacheClass, type PhaseName } from '../../recorder/sample.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { microsPerSecond } from '../../units.ts';
import { packageVersion } from '../version.ts';
import { LatencyCounts } from './latency-counts.ts';

/** hitgate's own figures of a scenario's runs, as OpenMetrics. */
export type RunFigures = {
  /** A run, from 1, enters a phase. */
  readonly enterPhase: (run: number, phase: PhaseName) => void;
  /** A second is over. */
  readonly take: (slice: ClosedSlice) => void;
  /** The text of a scrape; it ends with '# EOF'. */
  readonly render: () => Promise<string>;
};

const phases: readonly PhaseName[] = ['warmup', 'measure'];

/** By class: the name that the integration plan gives its latency, and the counter of its answers. */
const namesOf: Readonly<Record<CacheClass, { readonly latency: string; readonly answers: string }>> = {
  hit: { latency: 'hitgate_cache_latency_seconds', answers: 'hitgate_cache_hits' },
  miss: { latency: 'hitgate_miss_latency_seconds', answers: 'hitgate_cache_misses' },
  unknown: { latency: 'hitgate_unknown_latency_seconds', answers: 'hitgate_cache_unknown' },
};

/** The media type of what `RunFigures` renders. */
export const openMetricsType = 'application/openmetrics-text; version=1.0.0; charset=utf-8';

/**
 * Figures that grow with each second that is told, over all runs of a scenario, by phase. Every series is there from the beginning at 0, so that
 * a rate sees the first failure. prom-client is loaded here, and nowhere when nobody asks.
 */
export async function createRunFigures(scenario: Scenario, digest: string): Promise<RunFigures> {
  const prom = await import('prom-client');
  const registry = new prom.Registry<PromClient.OpenMetricsContentType>();
  registry.setContentType(openMetricsType);
  const registers = [registry];
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new prom.Counter({ name, help, labelNames, registers });
  const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new prom.Gauge({ name, help, labelNames, registers });

  const requests = counter('hitgate_requests', 'Requests that ended, whatever their outcome.', ['phase']);
  const errors = counter('hitgate_errors', 'Requests that failed, by kind of failure.', ['phase', 'kind']);
  const dropped = counter('hitgate_dropped', 'Requests of an open load that found no free user; never sent.', [
    'phase',
  ]);
  const answers = cacheClasses.map((name) =>
    counter(namesOf[name].answers, `Successful answers of the class ${name}.`, ['phase']),
  );
  const inFlight = gauge('hitgate_in_flight', 'Most users with a request outstanding in the last second.', []);
  const current = gauge('hitgate_phase', '1 for the phase that goes on, 0 for the other.', ['phase']);
  const runNumber = gauge('hitgate_run', 'Number of the run that goes on, from 1.', []);
  gauge('hitgate_info', 'What runs: always 1.', ['version', 'scenario', 'digest']).set(
    { version: packageVersion(), scenario: scenario.name, digest },
    1,
  );
  const latencies = cacheClasses.map((name) => ({
    name,
    byPhase: {
      warmup: new LatencyCounts(name, scenario),
      measure: new LatencyCounts(name, scenario),
    },
  }));
  for (const { name, byPhase } of latencies) await registerLatencies(prom, registry, { cacheClass: name, byPhase });

  for (const phase of phases) {
    for (const each of [requests, dropped, ...answers]) each.inc({ phase }, 0);
    for (const kind of failureKinds) errors.inc({ phase, kind }, 0);
    current.set({ phase }, 0);
  }
  return {
    enterPhase: (run, phase) => {
      runNumber.set(run);
      for (const each of phases) current.set({ phase: each }, each === phase ? 1 : 0);
    },
    take: (closed) => {
      const { phase, slice, tallies } = closed;
      requests.inc(
        { phase },
        slice.counts.reduce((sum, count) => sum + count, slice.failed),
      );
      dropped.inc({ phase }, slice.dropped);
      for (const [index, each] of answers.entries()) each.inc({ phase }, slice.counts[index] ?? 0);
      for (const kind of failureKinds) errors.inc({ phase, kind }, tallies.failures[kind] ?? 0);
      if (slice.inFlight !== undefined) inFlight.set(slice.inFlight[1]);
      for (const { byPhase } of latencies) byPhase[phase].add(closed);
    },
    render: () => registry.metrics(),
  };
}

type Latencies = {
  readonly cacheClass: CacheClass;
  readonly byPhase: Readonly<Record<PhaseName, LatencyCounts>>;
};

/** A histogram whose numbers are counted a second at a time: prom-client's own takes one value after the other. */
async function registerLatencies(
  prom: typeof PromClient,
  registry: PromClient.Registry<PromClient.OpenMetricsContentType>,
  { cacheClass, byPhase }: Latencies,
): Promise<void> {
  const name = namesOf[cacheClass].latency;
  const help = `Latency of answers of the class ${cacheClass}: service time of closed loads, response time of open ones.`;
  const options = { name, help, labelNames: ['phase'] as const, registers: [] };
  const frame = await new prom.Histogram<'phase'>(options).get();
  class CountedHistogram extends prom.Histogram<'phase'> {
    override async get() {
      return { ...frame, values: phases.flatMap((phase) => samplesOf(name, phase, byPhase[phase])) };
    }

    /** What the registry asks instead of `get` where it exists. */
    getForPromString() {
      return this.get();
    }
  }
  registry.registerMetric(new CountedHistogram(options));
}

type HistogramSample = {
  readonly metricName: string;
  readonly labels: Partial<Record<'phase' | 'le', string>>;
  readonly value: number;
};

function samplesOf(name: string, phase: PhaseName, { boundsMicros, within, count, sumMicros }: LatencyCounts) {
  const buckets = boundsMicros.map((bound, index): HistogramSample => ({
    metricName: `${name}_bucket`,
    labels: { phase, le: String(bound / microsPerSecond) },
    value: within[index] ?? 0,
  }));
  const rest: HistogramSample[] = [
    { metricName: `${name}_bucket`, labels: { phase, le: '+Inf' }, value: count },
    { metricName: `${name}_sum`, labels: { phase }, value: sumMicros / microsPerSecond },
    { metricName: `${name}_count`, labels: { phase }, value: count },
  ];
  return [...buckets, ...rest];
}
