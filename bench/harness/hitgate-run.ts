import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { RunReport } from '../../src/report/run-report.ts';

/** The command line as it is published. */
export const hitgateProgram = path.resolve('dist/cli/main.js');

/** What a run of hitgate does. */
export type HitgateLoad = {
  readonly method: 'GET' | 'POST';
  /** All three checks of each answer, or none. */
  readonly checks: boolean;
  /** Whether every question is asked once before the load. */
  readonly prefill: boolean;
  readonly load: object;
  readonly thinkTime?: object;
};

/** Writes a scenario and its corpus into a folder; returns the scenario's file. Every question has the same weight. */
export function writeHitgateScenario(
  folder: string,
  { method, checks, prefill, load, thinkTime, url, corpusSize }: HitgateLoad & { url: string; corpusSize: number },
): string {
  const corpus = Array.from({ length: corpusSize }, (_, index) =>
    JSON.stringify({
      id: `q${index}`,
      doc_id: 'doc_1',
      question: `What does requirement ${index} say about stored cardholder data?`,
    }),
  );
  writeFileSync(path.join(folder, 'corpus.jsonl'), `${corpus.join('\n')}\n`);
  const { origin, pathname } = new URL(url);
  const scenario = {
    name: 'bench',
    target: {
      preset: 'doc-rag',
      url: origin,
      health: false,
      ...(method === 'GET' ? { request: { method, path: pathname } } : {}),
    },
    workload: {
      queries: 'corpus.jsonl',
      popularity: { kind: 'uniform' },
      ...(thinkTime === undefined ? {} : { thinkTime }),
    },
    phases: { warmup: { kind: prefill ? 'prefill' : 'none' }, measure: load },
    thresholds: { http_reqs: 'count>0' },
    ...(checks ? { checks: { citations: true, consensus: { atLeast: 0.66 }, sameAnswerOnHit: true } } : {}),
  };
  const file = path.join(folder, 'scenario.json');
  writeFileSync(file, JSON.stringify(scenario, null, 1));
  return file;
}

/** The report of the only run in a folder. @throws Error when there is none. */
export function readHitgateReport(folder: string): RunReport {
  const run = readdirSync(folder, { withFileTypes: true }).find((entry) => entry.isDirectory());
  if (run === undefined) throw new Error(`Expected a run of hitgate in ${folder}, got none`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by this build of hitgate
  return JSON.parse(readFileSync(path.join(folder, run.name, 'report.json'), 'utf8')) as RunReport;
}
