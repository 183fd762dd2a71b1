import { rm } from 'node:fs/promises';
import path from 'node:path';
import { exitCodes, type ExitCode } from '../../errors.ts';
import { exitCodeOf, worstExitCode } from '../../judge/exit-code.ts';
import { capacityHtml } from '../../reporters/capacity-html.ts';
import { capacityMarkdown } from '../../reporters/capacity-markdown.ts';
import { capacityText, stepLine } from '../../reporters/capacity-text.ts';
import type { CapacityRecord } from '../../report/capacity-record.ts';
import { looksOf } from '../environment.ts';
import { splitCores } from '../processor-cores.ts';
import { createProgress, type Progress } from '../progress.ts';
import { renderError } from '../render-error.ts';
import { resolveSecrets } from '../resolve-secrets.ts';
import { calibrateMachine } from '../run/calibrate-machine.ts';
import { openTarget, type OpenTarget } from '../run/open-target.ts';
import { makeRunFolder, runId } from '../run/run-folder.ts';
import type { CapacityOptions, PlannedSearch } from './capacity-session.ts';
import { describeSearch } from './describe-search.ts';
import { searchLoads, type Searched } from './search-loads.ts';
import { writeCapacity } from './write-capacity.ts';

type Opening = {
  readonly folder: string;
  readonly startedMillis: number;
  readonly progress: Progress;
  readonly signal: AbortSignal;
};

/**
 * Searches for the greatest load that meets every gate and prints and writes what was found.
 * @returns the code of the conclusion, 5 when the target was lost, 6 when the report could not be written, 130 when Ctrl-C ended the search.
 * @throws HitgateError when the target cannot be opened; then no folder is left.
 */
export async function driveCapacity(search: PlannedSearch, options: CapacityOptions): Promise<ExitCode> {
  const { environment, out, quiet } = options;
  const startedMillis = environment.clock.wallMillis();
  const abort = new AbortController();
  const stopListening = environment.onInterrupt(() => abort.abort());
  const progress = createProgress(environment.stderr, quiet === true);
  try {
    const folder = makeRunFolder(out, runId(startedMillis, `capacity-${search.scenario.name}`));
    const opening = { folder, startedMillis, progress, signal: abort.signal };
    const searched = await openAndSearch(search, options, opening);
    progress.stop();
    if (searched !== undefined) return await conclude(searched, options, opening);
    await rm(folder, { recursive: true, force: true });
    environment.stderr.write('interrupted before a step was measured; there is nothing to report\n');
    return exitCodes.interrupted;
  } finally {
    progress.stop();
    stopListening();
  }
}

/** Undefined when Ctrl-C came before anything was measured. */
async function openAndSearch(
  search: PlannedSearch,
  options: CapacityOptions,
  opening: Opening,
): Promise<CapacityRecord | undefined> {
  const { environment } = options;
  const { folder, signal, progress, startedMillis } = opening;
  const secrets = resolveSecrets(search.scenario.target.request, environment.env);
  const { clock } = environment;
  const calibration = options.calibration ? await calibrateMachine({ clock, signal, progress }) : undefined;
  const target = await openOrDiscard(search, options, { ...opening, secrets });
  if (target === undefined) return undefined;
  let searched: Searched;
  try {
    searched = await searchLoads({
      ...search,
      options,
      secrets,
      folder,
      id: path.basename(folder),
      startedMillis,
      target,
      calibration,
      progress,
      signal,
      onStep: (step) => progress.note(stepLine(step, search.settings.unit)),
    });
  } finally {
    await target.close();
  }
  if (searched.steps.length === 0) return undefined;
  return describeSearch(search, searched, {
    environment,
    id: path.basename(folder),
    startedMillis,
    target: target.identity,
  });
}

async function openOrDiscard(
  { scenario }: PlannedSearch,
  { referenceOptions, tls, pin }: CapacityOptions,
  { folder, signal, secrets, progress }: Opening & { readonly secrets: Readonly<Record<string, string>> },
): Promise<OpenTarget | undefined> {
  if (signal.aborted) return undefined;
  progress.note(
    scenario.target.url === undefined ? 'starting the reference target' : `checking ${scenario.target.url}`,
  );
  try {
    return await openTarget(scenario.target, {
      referenceOptions,
      secrets,
      tls,
      cores: pin ? splitCores() : undefined,
      signal,
    });
  } catch (error) {
    if (signal.aborted) return undefined;
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Prints what was found before writing it, so that a full disk does not hide it. */
async function conclude(record: CapacityRecord, options: CapacityOptions, { folder }: Opening): Promise<ExitCode> {
  const { environment, onInconclusive, quiet } = options;
  const { stdout, stderr } = environment;
  const { conclusion } = record;
  const codes: ExitCode[] = [exitCodeOf(conclusion, onInconclusive)];
  if (conclusion.end === 'interrupted') codes.push(exitCodes.interrupted);
  if (conclusion.end === 'target-lost') codes.push(exitCodes.target);
  stdout.write(
    capacityText(record, {
      ...looksOf(environment),
      folder,
      brief: quiet === true,
    }),
  );
  const failure = await writeCapacity(
    folder,
    {
      'capacity.json': `${JSON.stringify(record, null, 2)}\n`,
      'capacity.md': capacityMarkdown(record),
      'report.html': capacityHtml(record),
    },
    environment.env['GITHUB_STEP_SUMMARY'],
  );
  if (failure !== undefined) {
    stderr.write(renderError(failure));
    codes.push(failure.exitCode);
  }
  return worstExitCode(codes);
}
