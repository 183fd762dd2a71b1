import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { faultSyntax } from '../../src/target/faults/parse-fault.ts';
import { fewQuestions, hitgate, onlyReport, scratchFolder, writeScenario } from './run-hitgate.ts';

const hits = 'http_req_duration{cache:hit}';
const misses = 'http_req_duration{cache:miss}';
const hitRate = 'cache_hit_rate';
const unknown = 'cache_unknown_rate';
const failed = 'http_req_failed';
const citations = 'checks{check:citations}';
const consensus = 'checks{check:consensus}';
const sameAnswer = 'checks{check:same-answer-on-hit}';

/** Limits that a healthy target keeps on a busy machine too, and that the faults below break by far. */
const thresholds = {
  [hits]: ['p(95)<300'],
  [misses]: ['p(95)<350'],
  [hitRate]: ['rate>0.7'],
  [unknown]: ['rate<0.1'],
  [failed]: ['rate<0.1'],
  [citations]: ['rate>0.9'],
  [consensus]: ['rate>0.9'],
  [sameAnswer]: ['rate>0.9'],
};

/** Which gates fail, or have no data, by fault. A class that no answer has can have no figure, and its gates say that. */
const found: readonly (readonly [fault: string | undefined, gates: readonly string[]])[] = [
  [undefined, []],
  ['slow-hits:900ms', [hits]],
  ['slow-misses:900ms', [misses]],
  ['freeze:990ms/1s', [hits, misses]],
  // From the start of the target on, and the last answer is to come before the time-out.
  ['drift:500ms/s', [hits, misses]],
  ['pool-exhaustion:1', [hits, misses]],
  ['error-burst:40%', [failed]],
  ['lost-connections:40%', [failed]],
  ['truncate:40%', [failed]],
  ['malformed:40%', [failed]],
  ['success-false', [failed, hits, misses, hitRate, unknown, citations, consensus, sameAnswer]],
  ['frozen:0s', [failed, hits, misses, hitRate, unknown, citations, consensus, sameAnswer]],
  ['fewer-hits:60%', [hitRate]],
  ['hit-rate-collapse:0s', [hitRate, hits, sameAnswer]],
  ['never-hits', [hitRate, hits, sameAnswer]],
  ['no-class', [unknown, hits, misses, hitRate, sameAnswer]],
  ['wrong-answers:40%', [sameAnswer]],
  ['no-citations:100%', [citations]],
  ['slow-fact:300ms', [hits, misses]],
  // The fallback answers: nobody fails, but all are slow misses.
  ['fact-down', [hitRate, hits, misses, sameAnswer]],
  ['failing-fact:20%', [hitRate, misses]],
  // What a client sees is right: only the service's own counters tell (server-counters.test.ts).
  ['miscounted-hits:40%', []],
  ['wrong-citations:40%', [sameAnswer]],
  ['low-consensus:40%', [consensus]],
  // No gate is about the key of the cache or cached failures: probes find them (probes.test.ts).
  ['loose-keys', []],
  ['cached-failures', []],
  // Spoils MCP alone, which only a probe speaks (mcp-probe-target.test.ts).
  ['mcp:is-error', []],
];

/** Faults that let few answers through, so that it takes longer until there are enough of each class. */
const slowing: ReadonlySet<string> = new Set([
  'freeze:990ms/1s',
  'drift:500ms/s',
  'pool-exhaustion:1',
  'failing-fact:20%',
]);

/** Faults that end a run before, or instead of, a verdict. */
const ended: readonly (readonly [fault: string, words: string])[] = [
  ['unhealthy', 'unhealthy'],
  ['dies:4s', 'lost'],
];

/** Faults that show between several replicas only (coherence.test.ts). */
const betweenReplicas = ['split-brain', 'late-fill', 'stale-after-invalidation'];

/** Users who think, because several runs share the cores: by an own queue no answer may be late. */
const users = 40;
const thinkTime = '200ms';
const longTest = 180_000;

/** Runs a short scenario against the reference target with a fault; each run has a folder of its own, as they run side by side. */
async function run(fault: string | undefined, duration: string) {
  const scratch = await scratchFolder();
  try {
    const file = await writeScenario(scratch.path, {
      target: { preset: 'doc-rag', timeout: fault?.startsWith('frozen') === true ? '1s' : '10s' },
      workload: { ...(await fewQuestions(scratch.path)), thinkTime },
      phases: { warmup: { kind: 'prefill' }, measure: { executor: 'constant-vus', vus: users, duration } },
      checks: { citations: true, consensus: { atLeast: 0.66 }, sameAnswerOnHit: true },
      thresholds,
    });
    const out = path.join(scratch.path, 'reports');
    const faults = fault === undefined ? [] : ['--fault', fault];
    const finished = await hitgate(['run', file, '--out', out, '--no-calibration', ...faults]);
    const report = await onlyReport(out).catch(() => undefined);
    return { ...finished, gates: report?.verdict.gates ?? [] };
  } finally {
    await scratch.remove();
  }
}

describe.concurrent('a fault of the reference target', { timeout: longTest }, () => {
  it.each(found)('%s breaks the gates meant for it, and no other', async (fault, meant) => {
    const { code, gates } = await run(fault, slowing.has(fault ?? '') ? '8s' : '3s');
    const broken = gates.filter(({ status }) => status === 'fail' || status === 'no-data');
    expect(broken.map(({ threshold }) => threshold.selector).toSorted()).toEqual([...meant].toSorted());
    // The gates are judged all the same when a busy machine made the users late (4).
    expect(meant.length === 0 ? [0, 3, 4] : [1, 4]).toContain(code);
    expect(gates.length).toBeGreaterThan(0);
  });

  it.each(ended)('%s is no verdict on the service', async (fault, words) => {
    const { code, stdout, stderr } = await run(fault, '10s');
    expect(code).toBe(5);
    expect(`${stdout}${stderr}`).toContain(words);
  });

  it('is in this table, whatever it is', () => {
    const run = [...found, ...ended].flatMap(([fault = '']) => fault.split(':')[0] ?? []);
    const tried = new Set([...run, ...betweenReplicas]);
    expect(Object.keys(faultSyntax).filter((kind) => !tried.has(kind))).toEqual([]);
  });
});
