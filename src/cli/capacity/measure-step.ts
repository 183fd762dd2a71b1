import { availableParallelism } from 'node:os';
import path from 'node:path';
import { describeStep, type CapacityStep } from '../../capacity/capacity-step.ts';
import type { StepPurpose } from '../../capacity/search.ts';
import { confirmingStep, searchStep } from '../../capacity/step-scenario.ts';
import { chooseSettings } from '../../engine/choose-settings.ts';
import { engineNamed } from '../../engine/engines.ts';
import { isLocalUrl } from '../../local-url.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { assembleReport } from '../run/assemble-report.ts';
import { describeRun } from '../run/describe-run.ts';
import { latencyLog } from '../run/latency-log.ts';
import { measureRuns, type Measured } from '../run/measure-runs.ts';
import { outputError } from '../run/output-error.ts';
import { preparePlan } from '../run/prepare-plan.ts';
import { openRunFolder, type RunFolder } from '../run/run-folder.ts';
import { writeReports } from '../run/write-reports.ts';
import type { CapacitySession, PlannedSearch } from './capacity-session.ts';

/** Where the folders of the steps are, below that of the search. */
const stepsFolder = 'steps';

/** The step that is to be made. */
export type WantedStep = { readonly number: number; readonly load: number; readonly purpose: StepPurpose };

/**
 * Makes one step: a run with its own warm-up and its own folder, which is judged and kept as any run is. Undefined when Ctrl-C came before anything
 * of it was measured.
 * @throws HitgateError (exit 6) when its report cannot be written.
 */
export async function measureStep(session: CapacitySession, wanted: WantedStep): Promise<CapacityStep | undefined> {
  const { options, settings, id, calibration, target, signal } = session;
  const { clock } = options.environment;
  const name = `${String(wanted.number).padStart(2, '0')}-${wanted.load}${settings.unit === 'vus' ? 'vus' : 'rps'}`;
  const plan = await preparePlan(scenarioOf(session, wanted));
  const startedMillis = clock.wallMillis();
  const folder = openRunFolder(path.join(session.folder, stepsFolder), name);
  try {
    const header = describeRun(plan, {
      engine: engineNamed('hitgate'),
      environment: options.environment,
      id: `${id}/${stepsFolder}/${name}`,
      startedMillis,
      target: target.identity,
      calibration,
    });
    folder.journal({ kind: 'header', header });
    const measured = await measure(session, { plan, folder, startedMillis, wanted });
    const [snapshot] = measured.snapshots;
    if (snapshot === undefined || (snapshot.ended === 'aborted' && snapshot.measure.requests === 0)) {
      await folder.discard();
      return undefined;
    }
    const aborted = signal.aborted || snapshot.ended === 'aborted';
    const report = assembleReport(header, measured, { endedMillis: clock.wallMillis(), aborted });
    folder.close();
    await writeReports(report, folder, { stepSummary: undefined, onInconclusive: undefined }).catch(
      (cause: unknown) => {
        throw outputError(folder.path, cause);
      },
    );
    return describeStep({ ...wanted, folder: path.posix.join(stepsFolder, name) }, report.verdict, snapshot);
  } finally {
    folder.close();
  }
}

function scenarioOf({ stepScenario, settings }: PlannedSearch, { load, purpose }: WantedStep): Scenario {
  if (purpose === 'confirm') return confirmingStep(stepScenario, load, settings.confirmMicros);
  return searchStep(stepScenario, load, { maxMicros: settings.stepMicros, jointTests: settings.jointTests });
}

type Step = {
  readonly plan: Plan;
  readonly folder: RunFolder;
  readonly startedMillis: number;
  readonly wanted: WantedStep;
};

function measure(session: CapacitySession, { plan, folder, startedMillis, wanted }: Step): Promise<Measured> {
  const { options, secrets, target, progress, signal, settings } = session;
  const { environment, tls } = options;
  const log = latencyLog(environment, startedMillis);
  folder.appendLog(log.header);
  return measureRuns(plan, {
    engine: engineNamed('hitgate').run,
    environment,
    target,
    secrets,
    settings: chooseSettings(plan, options, { cores: availableParallelism(), sharesTarget: isLocalUrl(target.url) }),
    tls,
    progress,
    signal,
    label: `step ${wanted.number}, ${wanted.load}${settings.unit === 'vus' ? ' users' : '/s'}`,
    onSlice: (run, slice) => {
      folder.journal({ kind: 'slice', run, slice });
      folder.appendLog(log.linesOf(slice));
    },
  });
}
