import { availableParallelism } from 'node:os';
import { chooseSettings } from '../../engine/choose-settings.ts';
import { isLocalUrl } from '../../local-url.ts';
import type { Plan } from '../../plan/plan.ts';
import type { RunReport } from '../../report/run-report.ts';
import type { Progress } from '../progress.ts';
import { assembleReport } from '../run/assemble-report.ts';
import { describeRun } from '../run/describe-run.ts';
import { latencyLog } from '../run/latency-log.ts';
import { measureRuns } from '../run/measure-runs.ts';
import type { OpenTarget } from '../run/open-target.ts';
import { openRunFolder, runId } from '../run/run-folder.ts';
import { outputError } from '../run/output-error.ts';
import { writeReports } from '../run/write-reports.ts';
import type { RolloutSession } from './rollout-session.ts';

/** What is measured, at what, and as what. */
export type OpenRun = {
  readonly plan: Plan;
  readonly target: OpenTarget;
  /** `stage-1-canary`, which the name of its folder ends with. */
  readonly name: string;
  /** How many such runs share this machine at the time. */
  readonly together: number;
  readonly progress: Progress;
  readonly signal: AbortSignal;
};

/** Drives a plan at an open target and writes its run folder below that of the rollout; the report's id is its path from the folder of all runs. */
export async function measureOpen(session: RolloutSession, run: OpenRun): Promise<RunReport> {
  const { options, headers, tls, calibration, engine } = session;
  const { plan, target, name, progress, signal } = run;
  const { environment } = options;
  const startedMillis = environment.clock.wallMillis();
  const folder = openRunFolder(session.folder, runId(startedMillis, name));
  try {
    const id = `${session.id}/${folder.id}`;
    const log = latencyLog(environment, startedMillis);
    const header = describeRun(plan, { engine, environment, id, startedMillis, target: target.identity, calibration });
    folder.journal({ kind: 'header', header });
    folder.appendLog(log.header);
    const measured = await measureRuns(plan, {
      engine: engine.run,
      environment,
      target,
      secrets: headers,
      settings: chooseSettings(plan, options, {
        cores: Math.max(1, Math.floor(availableParallelism() / run.together)),
        sharesTarget: isLocalUrl(target.url),
      }),
      tls,
      progress,
      signal,
      label: name,
      onSlice: (number, slice) => {
        folder.journal({ kind: 'slice', run: number, slice });
        folder.appendLog(log.linesOf(slice));
      },
    });
    const aborted = signal.aborted || measured.snapshots.some(({ ended }) => ended === 'aborted');
    const report = assembleReport(header, measured, { endedMillis: environment.clock.wallMillis(), aborted });
    folder.close();
    await writeReports(report, folder, { stepSummary: undefined, onInconclusive: undefined }).catch(
      (cause: unknown) => {
        throw outputError(folder.path, cause);
      },
    );
    return report;
  } finally {
    folder.close();
  }
}
