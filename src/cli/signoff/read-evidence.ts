import path from 'node:path';
import { stat } from 'node:fs/promises';
import { exitCodes, HitgateError, type Problem } from '../../errors.ts';
import { parseCoverage } from '../../report/coverage.ts';
import { comparisonFile } from '../../report/signoff/comparison-file.ts';
import { probesFile } from '../../report/signoff/probes-file.ts';
import { rolloutFile } from '../../report/signoff/rollout-file.ts';
import type { ComparisonFile, SignoffEvidence } from '../../report/signoff/signoff-evidence.ts';
import { journalName } from '../run/run-folder.ts';
import { openStoredRun } from '../run-store.ts';
import { dated, parseEvidence, readEvidenceFile } from './read-evidence-file.ts';

/** What the command line names. */
export type EvidenceFlags = {
  readonly out: string;
  readonly coverage?: string;
  readonly probes: readonly string[];
  readonly rollout?: string;
  readonly comparison?: string;
};

/** Reads all evidence of a sign-off. @throws HitgateError (exit 2) that names every file that cannot be read or used. */
export async function readEvidence(
  runs: readonly string[],
  flags: EvidenceFlags,
  nowMillis: number,
): Promise<SignoffEvidence> {
  const ofRuns = runs.map((run) => readRun(run, flags.out, nowMillis));
  const probes = flags.probes.map((file) => readProbes(file, nowMillis));
  const coverage = flags.coverage === undefined ? undefined : readCoverage(flags.coverage);
  const rollout = flags.rollout === undefined ? undefined : readRollout(flags.rollout, nowMillis);
  const comparison = flags.comparison === undefined ? undefined : readComparison(flags.comparison, nowMillis);
  await allRead([...ofRuns, ...probes, coverage, rollout, comparison].filter((each) => each !== undefined));
  return {
    runs: await Promise.all(ofRuns),
    probes: await Promise.all(probes),
    ...(coverage === undefined ? {} : { coverage: await coverage }),
    ...(rollout === undefined ? {} : { rollout: await rollout }),
    ...(comparison === undefined ? {} : { comparison: await comparison }),
  };
}

/** Waits for all of it. @throws HitgateError for what failed, every problem at once. */
async function allRead(readings: readonly Promise<unknown>[]): Promise<void> {
  const settled = await Promise.allSettled(readings);
  const failures = settled.flatMap((each): unknown[] => (each.status === 'rejected' ? [each.reason] : []));
  const expected = failures.filter((each) => each instanceof HitgateError);
  if (failures.length === 0) return;
  if (expected.length < failures.length) throw failures.find((each) => !(each instanceof HitgateError));
  if (failures.length === 1) throw failures[0];
  throw new HitgateError('The evidence is not usable', {
    code: 'E_EVIDENCE',
    exitCode: exitCodes.usage,
    problems: expected.flatMap(problemsOf),
  });
}

function problemsOf({ message, hint, problems }: HitgateError): readonly Problem[] {
  return problems.length > 0 ? problems : [{ message, ...(hint === undefined ? {} : { hint }) }];
}

async function readRun(run: string, root: string, nowMillis: number): Promise<SignoffEvidence['runs'][number]> {
  const { report, location } = await openStoredRun(run, root);
  const { file } = await readEvidenceFile(await reportFile(location), { kind: 'run', flag: 'the run' });
  const named = { ...file, id: report.id, digest: report.plan.digest };
  return { report, file: dated(named, report.startedAt, nowMillis) };
}

/** A run that died has no report, but the journal that it was recovered from. */
async function reportFile(location: string): Promise<string> {
  if (!(await stat(location)).isDirectory()) return location;
  const file = path.join(location, 'report.json');
  const found = await stat(file).catch(() => undefined);
  return found === undefined ? path.join(location, journalName) : file;
}

async function readCoverage(given: string): Promise<NonNullable<SignoffEvidence['coverage']>> {
  const { text, file } = await readEvidenceFile(given, { kind: 'coverage', flag: '--coverage' });
  return { share: parseCoverage(text, given), source: given, file };
}

async function readProbes(given: string, nowMillis: number): Promise<SignoffEvidence['probes'][number]> {
  const read = await readEvidenceFile(given, { kind: 'probes', flag: '--probes', within: 'probes.json' });
  const record = parseEvidence(read, probesFile);
  return { record, file: dated(read.file, record.startedAt, nowMillis) };
}

async function readRollout(given: string, nowMillis: number): Promise<NonNullable<SignoffEvidence['rollout']>> {
  const read = await readEvidenceFile(given, { kind: 'rollout', flag: '--rollout', within: 'rollout.json' });
  const record = parseEvidence(read, rolloutFile);
  return { record, file: dated({ ...read.file, digest: record.digest }, record.startedAt, nowMillis) };
}

async function readComparison(given: string, nowMillis: number): Promise<NonNullable<SignoffEvidence['comparison']>> {
  const read = await readEvidenceFile(given, { kind: 'comparison', flag: '--comparison', within: 'comparison.json' });
  const record = parseEvidence<ComparisonFile>(read, comparisonFile);
  const named = { ...read.file, id: record.after.id, digest: record.digest };
  return { record, file: dated(named, record.after.startedAt, nowMillis) };
}
