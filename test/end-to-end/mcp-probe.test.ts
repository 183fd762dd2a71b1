import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { probeSchema, type ProbeRecord } from '../../src/report/probe-record.ts';
import { hitgate, onlyReport, scratchFolder, writeScenario } from './run-hitgate.ts';

let scratch: Awaited<ReturnType<typeof scratchFolder>>;
beforeEach(async () => {
  scratch = await scratchFolder();
});
afterEach(() => scratch.remove());

async function writeProbe(mcp: unknown): Promise<string> {
  const corpus = path.join(scratch.path, 'corpus.jsonl');
  const lines = Array.from({ length: 30 }, (_, id) =>
    JSON.stringify({ id: `q${id}`, doc_id: 'd', question: `What is ${id}?` }),
  );
  await writeFile(corpus, lines.join('\n'));
  return writeScenario(scratch.path, {
    workload: { queries: corpus, popularity: { kind: 'hit-rate', rate: 0.9 }, seed: 7 },
    phases: { warmup: { kind: 'prefill' }, measure: { executor: 'shared-iterations', vus: 5, iterations: 300 } },
    thresholds: { http_req_failed: ['rate<0.9'] },
    probes: { mcp },
  });
}

const section = {
  requireSession: true,
  calls: [
    {
      tool: 'query',
      arguments: { question: 'What is PCI DSS?', api_key: 'sesame' },
      expect: { citations: 'citations' },
    },
  ],
};

function open({ results }: Pick<ProbeRecord, 'results'>): string[] {
  return results.flatMap(({ name, status }) => (status === 'pass' ? [] : [`${name}: ${status}`]));
}

it.each([
  [undefined, 0, []],
  ['mcp:is-error', 1, ['mcp: call query: fail']],
  ['mcp:endless-list', 1, ['mcp: tools/list: fail']],
  ['mcp:lost-sessions', 1, ['mcp: call query: fail', 'mcp: session: fail']],
])('hitgate probe with the fault %s ends with code %i', async (fault, code, found) => {
  const file = await writeProbe(section);
  const flags = fault === undefined ? [] : ['--fault', fault];
  const probed = await hitgate(['probe', file, '--format', 'json', ...flags]);
  const record = probeSchema.parse(JSON.parse(probed.stdout));
  expect(open(record)).toEqual(found);
  expect(record.requests).toBeGreaterThan(3);
  expect(probed.code).toBe(code);
});

it('probes before and after the load, and keeps no secret argument in the report', async () => {
  const out = path.join(scratch.path, 'reports');
  const finished = await hitgate(['run', await writeProbe(section), '--out', out, '--no-calibration']);
  const report = await onlyReport(out);
  expect(finished.code).toBe(0);
  const calls = report.scenario.probes?.kinds.mcp?.calls ?? [];
  expect(calls.map((call) => call.arguments)).toEqual([{ question: 'What is PCI DSS?', api_key: '[masked]' }]);
  expect(JSON.stringify(report)).not.toContain('sesame');
});
