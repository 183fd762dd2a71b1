import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { exitCodes, HitgateError } from '../../errors.ts';
import { compareReports } from '../../judge/comparison/compare.ts';
import { parseReport } from '../../report/report-schema.ts';
import type { RunReport } from '../../report/run-report.ts';
import type { RolloutRecord } from '../../report/rollout-record.ts';
import { findingOf } from '../../rollout/finding-of.ts';
import type { StageFindings } from '../../rollout/findings.ts';
import type { WholeStage } from '../../rollout/stage-scenarios.ts';
import { openSide } from '../pairs/open-side.ts';
import { findingOfComparison } from './compare-sides.ts';
import { measureOpen } from './measure-open.ts';
import type { Measured } from './measure-sides.ts';
import { planOf, type RolloutSession } from './rollout-session.ts';

type Whole = {
  readonly sent: WholeStage;
  readonly name: string;
  /** The report from before the first stage; undefined while that is measured. */
  readonly baseline: RunReport | undefined;
};

/**
 * Drives the one URL that splits the traffic itself, judges all answers by the SLA, whoever gave them, and compares them with those from before the
 * first stage. What the canary does at a small share is diluted by the rest.
 */
export async function measureWhole(session: RolloutSession, { sent, name, baseline }: Whole): Promise<Measured> {
  const { signal, headers, tls, progress } = session;
  const plan = planOf(session, sent.scenario);
  try {
    const target = await openSide(
      { plan, source: { kind: 'url' } },
      { secrets: headers, tls, cores: undefined, signal },
    );
    try {
      const report = await measureOpen(session, { plan, target, name, together: 1, progress, signal });
      const runs = [report.id];
      return { findings: signal.aborted ? undefined : findingsOf(report, baseline), runs };
    } finally {
      await target.close();
    }
  } catch (error) {
    if (signal.aborted) return { findings: undefined, runs: [] };
    if (!(error instanceof HitgateError) || error.exitCode !== exitCodes.target) throw error;
    return { findings: { canary: { outcome: 'LOST', reason: error.message } }, runs: [] };
  }
}

function findingsOf(report: RunReport, baseline: RunReport | undefined): StageFindings {
  const canary = findingOf(report);
  if (baseline === undefined || canary.outcome === 'LOST') return { canary };
  return { canary, comparison: findingOfComparison(compareReports(baseline, report)) };
}

/** The report of the service from before the first stage, as its rollout kept it. @throws HitgateError (exit 2) when it is not there any more. */
export async function readBaseline({ history, id }: RolloutRecord, folder: string): Promise<RunReport> {
  const entry = history.findLast(({ stage, what, runs }) => stage === 0 && what === 'measure' && runs.length > 0);
  const run = entry?.runs[0] ?? '';
  const file = path.join(folder, path.relative(id, run), 'report.json');
  const text = run === '' ? undefined : await readFile(file, 'utf8').catch(() => undefined);
  if (text !== undefined) return parseReport(text, file);
  throw new HitgateError(`The measurement from before the first stage is not there any more: ${file}`, {
    code: 'E_ROLLOUT',
    exitCode: exitCodes.usage,
    hint: 'go back with --roll-back, then begin anew',
  });
}
