import { availableParallelism } from 'node:os';
import { chooseSettings } from '../../engine/choose-settings.ts';
import type { Pace } from '../../recorder/snapshot.ts';
import type { NamedEngine } from '../../engine/engines.ts';
import { exitCodes, type ExitCode } from '../../errors.ts';
import { exitCodeOf, worstExitCode } from '../../judge/exit-code.ts';
import type { TlsSettings } from '../../engine/tls-settings.ts';
import { applyBaseline, baselineVerdict } from '../../judge/comparison/apply-baseline.ts';
import { compareReports } from '../../judge/comparison/compare.ts';
import { isLeftInEffect } from '../../judge/fault-findings.ts';
import type { ProbePass } from '../../probes/probe-pass.ts';
import { isTargetLost } from '../../judge/outcome.ts';
import { isLocalUrl } from '../../local-url.ts';
import { foreseeWarnings } from '../../plan/plan-warnings.ts';
import type { Plan } from '../../plan/plan.ts';
import type { FaultEdges } from '../../recorder/fault-edges.ts';
import type { RunReport } from '../../report/run-report.ts';
import { reporters } from '../../reporters/index.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { looksOf, type CliEnvironment } from '../environment.ts';
import { splitCores } from '../processor-cores.ts';
import { createFaultInjector, type InjectorOptions } from '../faults/fault-injector.ts';
import { FaultTimeline } from '../faults/fault-timeline.ts';
import { findReferenceFaults } from '../faults/reference-faults.ts';
import { secretValues } from '../hooks/hook-secrets.ts';
import type { MetricsPort } from '../metrics-port/metrics-port.ts';
import { createRunFigures } from '../metrics-port/run-figures.ts';
import { createProgress, type Progress } from '../progress.ts';
import { renderError } from '../render-error.ts';
import { resolveSecrets } from '../resolve-secrets.ts';
import { annotateRun } from '../annotate.ts';
import { assembleReport } from './assemble-report.ts';
import { calibrateMachine } from './calibrate-machine.ts';
import { describeRun } from './describe-run.ts';
import { latencyLog } from './latency-log.ts';
import { measureRuns, type Measured } from './measure-runs.ts';
import { counterScraper } from '../scrape-counters.ts';
import { openRunFolder, runId, type RunFolder } from './run-folder.ts';
import { openTarget, type OpenTarget } from './open-target.ts';
import { makeProbes, measureBetweenProbes, type MeasuredBetween } from './probe-around.ts';
import { outputError } from './output-error.ts';
import { readCoverage } from './read-coverage.ts';
import { writeReports } from './write-reports.ts';

/** How one scenario is driven. */
export type DriveOptions = {
  readonly engine: NamedEngine;
  readonly environment: CliEnvironment;
  /** What was read of the target's TLS files; undefined when it has none. */
  readonly tls: TlsSettings | undefined;
  readonly referenceOptions: readonly string[];
  readonly out: string;
  readonly samples?: true;
  readonly coverage?: string;
  readonly quiet?: true;
  /** Whether GitHub, where it runs this, is told of gates that are not passed. */
  readonly annotations: boolean;
  /** Whether this machine's floor is measured before the target is opened. */
  readonly calibration: boolean;
  readonly onInconclusive?: 'pass' | 'fail';
  /** The stored run that this one is compared with. */
  readonly baseline: RunReport | undefined;
  readonly workers?: number;
  readonly pace?: Pace;
  /** Whether the scenario's probes are made, and whether load is sent although one of them failed. */
  readonly probes: boolean;
  readonly despiteProbes?: true;
  /** Whether the reference target and this process are kept on cores of their own. */
  readonly pin: boolean;
  /** Where hitgate's own figures can be read meanwhile; undefined when nobody asked. */
  readonly ownMetrics?: MetricsPort;
};

type Session = {
  readonly plan: Plan;
  readonly options: DriveOptions;
  readonly secrets: Readonly<Record<string, string>>;
  readonly coverage: RunReport['coverage'];
  readonly startedMillis: number;
  readonly folder: RunFolder;
  readonly progress: Progress;
  readonly signal: AbortSignal;
};

/**
 * Drives one scenario to its verdict: target, health, load, judge, report. Everything that can fail without load is tried
 * before the first byte is sent. @returns the exit code; a report that could not be written is 6, an interrupted run 130.
 */
export async function driveScenario(plan: Plan, options: DriveOptions): Promise<ExitCode> {
  const { environment } = options;
  const secrets = resolveSecrets(plan.scenario.target.request, environment.env);
  const coverage = options.coverage === undefined ? undefined : await readCoverage(options.coverage);
  const startedMillis = environment.clock.wallMillis();
  const abort = new AbortController();
  // Before there is a folder: whoever sees it may already interrupt the run.
  const stopListening = environment.onInterrupt(() => abort.abort());
  const progress = createProgress(environment.stderr, options.quiet === true);
  let folder: RunFolder | undefined;
  if (options.quiet !== true) {
    for (const warning of foreseeWarnings(plan)) environment.stderr.write(`warning: ${warning}\n`);
  }
  try {
    folder = openRunFolder(options.out, runId(startedMillis, plan.scenario.name));
    return await drive({ plan, options, secrets, coverage, startedMillis, folder, progress, signal: abort.signal });
  } finally {
    progress.stop();
    stopListening();
    folder?.close();
  }
}

async function drive(session: Session): Promise<ExitCode> {
  const { signal, options, progress } = session;
  const { clock } = options.environment;
  const calibration = options.calibration ? await calibrateMachine({ clock, signal, progress }) : undefined;
  const target = await openTargetOrDiscard(session);
  if (target === undefined) return exitCodes.interrupted;
  let outcome: MeasuredBetween;
  const header = describeRun(session.plan, {
    engine: options.engine,
    environment: options.environment,
    id: session.folder.id,
    startedMillis: session.startedMillis,
    target: target.identity,
    calibration,
    coverage: session.coverage,
  });
  try {
    session.folder.journal({ kind: 'header', header });
    outcome = await measureBetweenProbes({
      signal,
      probe: () => probe(session, target),
      measure: () => measure(session, target),
      goesOn: options.despiteProbes === true,
      onBefore: (before) => session.folder.journal({ kind: 'header', header: { ...header, probes: { before } } }),
    });
  } finally {
    await target.close();
  }
  const { measured, probes } = outcome;
  const aborted = signal.aborted || measured.snapshots.some(({ ended }) => ended === 'aborted');
  const described = probes === undefined ? header : { ...header, probes };
  const report = assembleReport(described, measured, { endedMillis: clock.wallMillis(), aborted });
  return conclude(session, againstBaseline(report, options.baseline));
}

/** Makes the probes of the scenario, unless they are to be left out. */
function probe(
  { plan, options, secrets, progress, signal }: Session,
  { url }: OpenTarget,
): Promise<ProbePass | undefined> {
  const { environment, tls } = options;
  if (!options.probes) return Promise.resolve(undefined);
  return makeProbes(plan, { environment, url, secrets, tls, progress, signal });
}

/** The report with what the comparison with its baseline adds to the verdict; as it is when nothing was measured or nothing is compared with. */
function againstBaseline(report: RunReport, baseline: RunReport | undefined): RunReport {
  const { name } = report.scenario.baseline ?? {};
  if (baseline === undefined || name === undefined || report.runs.length === 0) return report;
  const verdict = applyBaseline(report.verdict, baselineVerdict(name, compareReports(baseline, report)));
  return { ...report, verdict };
}

async function openTargetOrDiscard(session: Session): Promise<OpenTarget | undefined> {
  const { plan, options, secrets, progress, signal } = session;
  if (signal.aborted) return discard(session);
  progress.note(
    plan.scenario.target.url === undefined ? 'starting the reference target' : `checking ${plan.scenario.target.url}`,
  );
  try {
    return await openTarget(plan.scenario.target, {
      referenceOptions: options.referenceOptions,
      secrets,
      tls: options.tls,
      cores: options.pin ? splitCores() : undefined,
      signal,
    });
  } catch (error) {
    const nothing = await discard(session, signal.aborted);
    if (!signal.aborted) throw error;
    return nothing;
  }
}

/** Leaves no folder behind, and says so when it was Ctrl-C that ended the run. */
async function discard({ folder, options }: Session, interrupted = true): Promise<undefined> {
  await folder.discard();
  if (interrupted)
    options.environment.stderr.write('interrupted before anything was sent; there is nothing to report\n');
}

async function measure(
  { plan, options, secrets, folder, progress, signal, startedMillis }: Session,
  target: OpenTarget,
): Promise<Measured> {
  const { environment } = options;
  const log = latencyLog(environment, startedMillis);
  const reference = await findReferenceFaults(plan.scenario, {
    url: target.url,
    isOwn: target.reference !== undefined,
  });
  const figures = options.ownMetrics === undefined ? undefined : await createRunFigures(plan.scenario, plan.digest);
  if (figures !== undefined) options.ownMetrics?.show(figures);
  const scrape = counterScraper(plan.scenario, { url: target.url, secrets, tls: options.tls, signal });
  folder.appendLog(log.header);
  return await measureRuns(plan, {
    engine: options.engine.run,
    environment,
    target,
    secrets,
    settings: chooseSettings(plan, options, {
      cores: availableParallelism(),
      sharesTarget: isLocalUrl(target.url),
    }),
    tls: options.tls,
    progress,
    signal,
    createTimeline: (run, edges) => createTimeline(plan.scenario, { environment, progress, reference, run, edges }),
    onSlice: (run, slice) => {
      folder.journal({ kind: 'slice', run, slice });
      folder.appendLog(log.linesOf(slice));
      figures?.take(slice);
    },
    ...(figures === undefined ? {} : { onPhase: figures.enterPhase }),
    ...(scrape === undefined ? {} : { scrape }),
    ...(options.samples === true ? { appendSamples: folder.appendSamples } : {}),
  });
}

type TimelineParts = Pick<InjectorOptions, 'reference' | 'run'> & {
  readonly environment: CliEnvironment;
  readonly progress: Progress;
  readonly edges: FaultEdges;
};

function createTimeline(
  scenario: Scenario,
  { environment, progress, reference, run, edges }: TimelineParts,
): FaultTimeline {
  const { env, cwd, clock, stderr } = environment;
  const secrets = secretValues(env, scenario);
  return new FaultTimeline(scenario.faults ?? [], {
    clock,
    injector: createFaultInjector({ env, cwd, secrets, reference, run }),
    edges,
    secrets,
    // What was not undone is said whatever was asked for.
    note: (text, isLoud) => (isLoud ? stderr.write(`${text}\n`) : progress.note(text)),
  });
}

/** Prints the verdict before writing it, so that a full disk does not hide it. */
async function conclude({ plan, options, folder, progress }: Session, report: RunReport): Promise<ExitCode> {
  const { environment, onInconclusive } = options;
  const { stdout, stderr } = environment;
  progress.stop();
  const codes: ExitCode[] = [exitCodeOf(report.verdict, onInconclusive)];
  if (report.aborted) codes.push(exitCodes.interrupted);
  const lost = report.runs.some(({ ended }) => ended === 'target-lost');
  if (lost && isTargetLost(report.verdict.validity)) codes.push(exitCodes.target);
  if (report.runs.some(({ faults = [] }) => faults.some(isLeftInEffect))) codes.push(exitCodes.target);
  stdout.write(
    options.quiet === true
      ? `${report.verdict.outcome} ${report.scenario.name}: ${report.verdict.reason} (${folder.path})\n`
      : reporters.terminal(report, {
          ...looksOf(environment),
          folder: folder.path,
        }),
  );
  if (options.annotations) annotateRun(report, plan.scenario, environment);
  try {
    folder.close();
    await writeReports(report, folder, { stepSummary: environment.env['GITHUB_STEP_SUMMARY'], onInconclusive });
  } catch (cause) {
    stderr.write(renderError(outputError(folder.path, cause)));
    codes.push(exitCodes.report);
  }
  return worstExitCode(codes);
}
