import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from '../harness/children.ts';
import type { QuantileName } from '../harness/delay-target.ts';
import { findExecutable } from '../harness/find-executable.ts';
import type { Client, Load, RateLoad, Reading } from './client.ts';
import { versionIn } from './version-in.ts';

const trends: Readonly<Record<QuantileName, string>> = { p50: 'p(50)', p95: 'p(95)', p99: 'p(99)', 'p99.9': 'p(99.9)' };

/** k6: scripts in JavaScript, in Go. It is told not to report its use to anybody. */
export const k6: Client = {
  name: 'k6',
  executable: findExecutable('k6'),
  version: (file) => versionIn(file, ['version'], /k6 (\S+)/u),
  cost: [
    {
      name: 'k6 GET',
      method: 'GET',
      does: 'reads nothing',
      command: (load) => command(load, users(load), `http.get(${JSON.stringify(load.url)});`),
      read: (_, load) => readSummary(load).requests,
    },
    {
      name: 'k6 POST',
      method: 'POST',
      does: 'a new body, classifies by cache_hit',
      command: (load) => command(load, users(load), postProgram(load.url)),
      read: (_, load) => readSummary(load).requests,
    },
  ],
  accuracy: [
    {
      name: 'k6',
      note: 'constant-arrival-rate; from its own send time; nothing excluded',
      command: (load) => command(load, arrivals(load), `http.get(${JSON.stringify(load.url)});`),
      excluded: () => ({ requests: 0 }),
      read: (_, load) => readSummary(load),
    },
  ],
};

function postProgram(url: string): string {
  return `
  number += 1;
  const body = JSON.stringify({ doc_id: 'doc_1', question: 'What does requirement ' + number + ' say about stored cardholder data?' });
  const reply = http.post(${JSON.stringify(url)}, body, { headers: { 'content-type': 'application/json' } });
  if (reply.json().cache_hit) hits.add(1); else misses.add(1);`;
}

function users({ connections, seconds }: Load): object {
  return { executor: 'constant-vus', vus: connections, duration: `${seconds}s`, gracefulStop: '1s' };
}

function arrivals({ rate, connections, seconds }: RateLoad): object {
  const users = { preAllocatedVUs: connections, maxVUs: connections };
  return {
    executor: 'constant-arrival-rate',
    rate,
    timeUnit: '1s',
    duration: `${seconds}s`,
    gracefulStop: '1s',
    ...users,
  };
}

function command({ executable, folder }: Load, scenario: object, program: string): Command {
  const script = path.join(folder, 'script.js');
  writeFileSync(
    script,
    `import http from 'k6/http';
import { Counter } from 'k6/metrics';
const hits = new Counter('hits');
const misses = new Counter('misses');
let number = 0;
export const options = {
  scenarios: { load: ${JSON.stringify(scenario)} },
  summaryTrendStats: ['p(50)', 'p(95)', 'p(99)', 'p(99.9)', 'count'],
};
export default function () {${program}}
export function handleSummary(data) {
  return { ${JSON.stringify(summaryIn(folder))}: JSON.stringify(data.metrics) };
}
`,
  );
  return { file: executable, args: ['run', '--quiet', script], env: { K6_NO_USAGE_REPORT: 'true' } };
}

function summaryIn(folder: string): string {
  return path.join(folder, 'summary.json');
}

function readSummary({ folder }: Load): Reading {
  return parseK6(readFileSync(summaryIn(folder), 'utf8'));
}

/** Reads the metrics that k6 hands to `handleSummary`. */
export function parseK6(text: string): Reading {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the summary is written by the script above
  const metrics = JSON.parse(text) as Record<string, { values: Record<string, number> } | undefined>;
  const durations = metrics['http_req_duration']?.values ?? {};
  const millis: Partial<Record<QuantileName, number>> = {};
  for (const name of ['p50', 'p95', 'p99', 'p99.9'] as const) {
    const value = durations[trends[name]];
    if (value !== undefined) millis[name] = value;
  }
  return {
    requests: metrics['http_reqs']?.values['count'] ?? 0,
    lost: metrics['dropped_iterations']?.values['count'] ?? 0,
    millis,
  };
}
