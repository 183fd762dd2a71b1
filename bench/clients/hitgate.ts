import { execFileSync } from 'node:child_process';
import process from 'node:process';
import { classHistogram } from '../../src/report/class-histogram.ts';
import type { Command } from '../harness/children.ts';
import type { QuantileName } from '../harness/delay-target.ts';
import { hitgateProgram, readHitgateReport, writeHitgateScenario, type HitgateLoad } from '../harness/hitgate-run.ts';
import { quantileNames } from '../harness/delay-target.ts';
import type { AccuracySubject, Client, CostSubject, Load, RateLoad, Reading } from './client.ts';
import { quantileShares } from './quantiles-of.ts';

/** Questions of a run's corpus, and so requests of its prefill, which warms the code up. */
const corpusSize = 10_000;

/** hitgate itself, through its command line, as users run it; `flagSets` are the ways to run it that are compared. */
export function hitgateClient(flagSets: readonly (readonly string[])[]): Client {
  return {
    name: 'hitgate',
    executable: process.execPath,
    version: (node) => execFileSync(node, [hitgateProgram, '--version'], { encoding: 'utf8' }).trim(),
    cost: [
      costSubject('hitgate GET', 'GET', 'classifies by cache_hit', false),
      costSubject('hitgate POST', 'POST', 'a new body, classifies by cache_hit', false),
      costSubject('hitgate POST, checks', 'POST', 'the same, and checks citations, consensus and sameness', true),
    ],
    accuracy: flagSets.map(accuracySubject),
  };
}

/** Whether `hitgate run` knows a flag. */
export function hitgateKnows(flag: string): boolean {
  return execFileSync(process.execPath, [hitgateProgram, 'run', '--help'], { encoding: 'utf8' }).includes(flag);
}

function costSubject(name: string, method: 'GET' | 'POST', does: string, checks: boolean): CostSubject {
  return {
    name,
    method,
    does,
    command: (load) =>
      command(load, {
        method,
        checks,
        prefill: false,
        load: { executor: 'constant-vus', vus: load.connections, duration: `${load.seconds}s` },
      }),
    read: (_, { folder }) => requestsOf(folder),
  };
}

function requestsOf(folder: string): number {
  return readHitgateReport(folder).runs.reduce((sum, { measure }) => sum + measure.requests, 0);
}

function accuracySubject(flags: readonly string[]): AccuracySubject {
  return {
    name: ['hitgate', ...flags].join(' '),
    note: 'from the planned time; its prefill excluded',
    command: (load) => command(load, openLoad(load), flags),
    excluded: () => ({ requests: corpusSize }),
    read: (_, { folder }) => readAccuracy(folder),
  };
}

function openLoad({ rate, connections, seconds }: RateLoad): HitgateLoad {
  const load = { executor: 'constant-arrival-rate', rate, duration: `${seconds}s`, preAllocatedVUs: connections };
  return { method: 'POST', checks: false, prefill: true, load };
}

function command({ executable, url, folder }: Load, load: HitgateLoad, flags: readonly string[] = []): Command {
  const file = writeHitgateScenario(folder, { ...load, url, corpusSize });
  return {
    file: executable,
    args: [hitgateProgram, 'run', file, '--quiet', '--no-calibration', '--out', folder, ...flags],
  };
}

function readAccuracy(folder: string): Reading {
  const { runs } = readHitgateReport(folder);
  const histogram = classHistogram(runs, { cacheClass: undefined, latency: 'response' });
  const millis: Partial<Record<QuantileName, number>> = {};
  for (const name of quantileNames) {
    const micros = histogram.valueAtQuantile(quantileShares[name]);
    if (micros !== undefined) millis[name] = micros / 1_000;
  }
  const lost = runs.reduce((sum, { measure }) => sum + measure.dropped + measure.requests, 0) - histogram.count;
  return { requests: histogram.count, lost, millis };
}
