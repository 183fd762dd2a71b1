import { fork } from 'node:child_process';
import { createServer, type ServerResponse } from 'node:http';
import process from 'node:process';
import type { Plan, Query } from '../dist/plan/plan.js';
import { runPlan } from '../dist/engine/run-plan.js';

/**
 * What the engine costs: 120 users without think time against a `node:http` server in a process of its own that
 * answers at once, for a few seconds. Prints requests per second and the engine's CPU time per request. The server is
 * the limit on most machines, so the CPU time is the figure to compare.
 *
 *     npm run build
 *     npx esbuild bench/engine-cost.ts --bundle --platform=node --format=esm --outfile=/tmp/engine-cost.mjs
 *     node /tmp/engine-cost.mjs [seconds] [delay of an answer in ms]
 *
 * One machine with 2 cores, Node 20.20: 32 000 requests/s at 23 µs; with answers after 12 ms 8 600 requests/s at 29 µs.
 */
const users = 120;
const corpusSize = 1_000;
const answer = JSON.stringify({
  answer: 'Cardholder data is protected by encryption in transit and at rest. '.repeat(6),
  citations: [
    { source: 'PCI DSS 4.0', page: 12, relevance: 0.9, text: 'Requirement 4', author: 'PCI SSC', year: 2022 },
  ],
  cache_hit: true,
  consensus: { validated: true, threshold: 0.67, agreement_percentage: 85, byzantine_count: 0 },
});

if (process.send === undefined) await measure();
else serve();

function serve(): void {
  const delayMillis = Number(process.argv[2] ?? 0);
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      if (delayMillis > 0) setTimeout(respond, delayMillis, response);
      else respond(response);
    });
  });
  server.listen(0, '127.0.0.1', () => process.send?.(server.address()));
}

function respond(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(answer);
}

async function measure(): Promise<void> {
  const seconds = Number(process.argv[2] ?? 5);
  const server = fork(new URL(import.meta.url), [process.argv[3] ?? '0']);
  const port = await new Promise<number>((resolve) => {
    server.once('message', (message: { port: number }) => resolve(message.port));
  });
  let requests = 0;
  let hits = 0;
  const result = await runPlan(buildPlan(seconds * 1_000_000), {
    clock: { name: 'performance.now', nowMicros: () => performance.now() * 1_000, wallMillis: () => Date.now() },
    sink: {
      record: (sample) => {
        requests++;
        if (sample.outcome === 0) hits++;
      },
      drop: () => undefined,
      observeInFlight: () => undefined,
    },
    url: `http://127.0.0.1:${port}`,
    secrets: {},
    nonce: 'bench',
    signal: new AbortController().signal,
    onPhase: (_, nowMicros) => nowMicros,
    pace: 'economical',
    isSteady: () => false,
  });
  server.kill();
  const cpuMicros = (result.health.cpuCores * seconds * 1_000_000) / requests;
  process.stdout.write(
    `${users} users: ${Math.round(requests / seconds)} requests/s, ${cpuMicros.toFixed(1)} µs CPU per request, ` +
      `event loop ${(result.health.eventLoopUtilisation * 100).toFixed(0)} % busy, ${hits} of ${requests} hits\n`,
  );
}

function buildPlan(durationMicros: number): Plan {
  const queries: Query[] = Array.from({ length: corpusSize }, (_, index) => ({
    id: `q${index}`,
    docId: `doc_${index % 10}`,
    question: `What does requirement ${index} of PCI DSS say about stored cardholder data?`,
    weight: 1,
    class: 'default',
  }));
  const sequence = { queryAt: (_: number, index: number): number => index % corpusSize, length: Infinity };
  return {
    scenario: {
      name: 'engine-cost',
      description: '',
      file: 'bench/engine-cost.ts',
      target: {
        preset: 'doc-rag',
        timeoutMicros: 5_000_000,
        request: {
          method: 'POST',
          path: '/query',
          headers: {},
          secretHeaders: {},
          body: { doc_id: '{{doc_id}}', question: '{{question}}' },
        },
        classify: { from: 'json', path: 'cache_hit', hit: [true], miss: [false] },
        success: { status: [[200, 299]], body: [{ path: 'success', not: false }] },
        answerPath: 'answer',
        citationsPath: 'citations',
        consensus: { path: 'consensus.agreement_percentage', scale: 100 },
      },
      workload: {
        queries: '',
        popularity: { kind: 'sequential' },
        mix: {},
        seed: 1,
        sequence: 'shared',
        thinkTime: { kind: 'none' },
        cache: {},
      },
      warmup: { kind: 'prefill' },
      load: { executor: 'constant-vus', vus: users, durationMicros, gracefulStopMicros: 1_000_000 },
      runs: 1,
      thresholds: [],
      checks: { citations: true, sameAnswerOnHit: true, consensus: { atLeast: 0.66 } },
    },
    corpus: { file: '', queries, digest: '' },
    sequence,
    warmupSequence: sequence,
    prefillOrder: Int32Array.from(queries.keys()),
    arrivals: undefined,
    thinkMicros: () => 0,
    plannedRequests: undefined,
    plannedMicros: durationMicros,
    questionOf: (query) => queries[query] ?? { id: '', docId: '', question: '', weight: 1, class: '' },
    digest: '',
    generator: 'bench',
  };
}
