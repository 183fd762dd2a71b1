import path from 'node:path';
import { HitgateError, exitCodes, type Problem } from '../../errors.ts';
import { rolloutSchemaVersion, type RolloutRecord } from '../../report/rollout-record.ts';
import { beginRollout } from '../../rollout/advance.ts';
import { goBack, resume } from '../../rollout/take-up.ts';
import { formatPercent } from '../../units.ts';
import type { CliEnvironment } from '../environment.ts';
import { makeRunFolder, runId } from '../run/run-folder.ts';
import { packageVersion } from '../version.ts';
import type { PreparedRollout } from './rollout-session.ts';
import { lookAtReleases } from './look-at-releases.ts';
import type { StoredRollout } from './rollout-store.ts';
import type { BegunRollout, RolloutMode } from './run-rollout.ts';

type Taking = {
  readonly mode: RolloutMode;
  readonly prepared: PreparedRollout;
  readonly environment: CliEnvironment;
  readonly out: string;
};

/**
 * The rollout that is begun, or the unfinished one that is gone on with or back from. @throws HitgateError: exit 2 when there is an unfinished one and nobody
 * said what becomes of it, when there is none, and when the scenario or a release is another one than it was; exit 5 when the releases are not healthy,
 * which nobody who goes back is asked.
 */
export async function takeUp(unfinished: readonly StoredRollout[], taking: Taking): Promise<BegunRollout> {
  const { mode, prepared } = taking;
  const last = unfinished.at(-1);
  if (mode === 'begin' || mode === 'drill') {
    if (last !== undefined) throw unfinishedError(last, prepared);
    return begin(taking);
  }
  if (last === undefined)
    throw refusal(
      `There is no unfinished rollout of ${prepared.scenario.name} in ${taking.out}`,
      'leave the flag out to begin one, or name the folder with --out DIR',
    );
  if (unfinished.length > 1)
    throw refusal(
      `There are ${unfinished.length} unfinished rollouts of ${prepared.scenario.name}: ${unfinished.map(({ folder }) => folder).join(', ')}`,
      'move away those that were dealt with by hand',
    );
  return mode === 'resume'
    ? goOn(last, taking)
    : { ...last, asked: { transition: goBack(last.record), what: 'roll back' }, warnings: [] };
}

async function goOn({ record, folder }: StoredRollout, { prepared }: Taking): Promise<BegunRollout> {
  refuse(findChanges(record, prepared));
  const transition = record.drill ? undefined : resume(record, prepared.rollout);
  if (transition === undefined)
    throw refusal(
      record.drill ? `${folder} is a drill, which is not gone on with` : `${folder} was rolling back`,
      'roll back with --roll-back, or by hand',
    );
  const { versions, warnings } = await lookAtReleases(prepared);
  refuse(findOtherReleases(record, versions));
  return { record, folder, asked: { transition, what: 'resume' }, warnings };
}

function refuse(problems: readonly Problem[]): void {
  const [first] = problems;
  if (first !== undefined)
    throw new HitgateError(first.message, { code: 'E_ROLLOUT', exitCode: exitCodes.usage, problems });
}

function findChanges({ digest, scenarioDigest }: RolloutRecord, prepared: PreparedRollout): Problem[] {
  if (digest !== prepared.digest)
    return [
      {
        message: `The request sequence is another than that of the unfinished rollout: digest ${prepared.digest.slice(0, 12)}, and ${digest.slice(0, 12)}`,
        hint: 'use the same corpus, workload, seed and version of hitgate, or go back with --roll-back',
      },
    ];
  if (scenarioDigest === prepared.scenarioDigest) return [];
  return [
    {
      message: 'The scenario was changed since the unfinished rollout began',
      hint: 'use the same scenario, flags and variables, or go back with --roll-back',
    },
  ];
}

/** One URL that splits the traffic may say either version. */
function findOtherReleases({ target, versions }: RolloutRecord, now: RolloutRecord['versions']): Problem[] {
  if ('url' in target) return [];
  return (['stable', 'canary'] as const).flatMap((side) => {
    const [before, after] = [versions[side], now[side]];
    if (before === undefined || after === undefined || before === after) return [];
    return [
      {
        message: `The ${side} side says version ${after}, and said ${before} when the unfinished rollout began`,
        hint: 'what was judged is not what would go on: go back with --roll-back, then begin anew',
      },
    ];
  });
}

async function begin({ mode, prepared, environment, out }: Taking): Promise<BegunRollout> {
  const { versions, warnings } = await lookAtReleases(prepared);
  const { scenario, rollout, scenarios, digest, scenarioDigest } = prepared;
  const startedMillis = environment.clock.wallMillis();
  const folder = makeRunFolder(out, runId(startedMillis, `rollout-${scenario.name}`));
  const { stable, canary, stages } = rollout;
  const drill = mode === 'drill';
  const { current, status } = beginRollout({ baseline: scenarios.baseline !== undefined && !drill });
  const url = shown(scenario.target.url ?? '');
  return {
    folder,
    warnings,
    record: {
      schemaVersion: rolloutSchemaVersion,
      kind: 'rollout',
      hitgateVersion: packageVersion(),
      id: path.basename(folder),
      scenario: scenario.name,
      file: path.relative(environment.cwd, path.resolve(environment.cwd, scenario.file)),
      digest,
      scenarioDigest,
      startedAt: new Date(startedMillis).toISOString(),
      target: stable === undefined || canary === undefined ? { url } : { stable: shown(stable), canary: shown(canary) },
      versions,
      drill,
      stages: stages.map(({ share, holdMicros }) => ({ share, holdMicros })),
      current,
      status,
      history: [],
    },
  };
}

/** As reports have it: a URL has no credentials, which the scenario refuses, and no slash at its end. */
function shown(url: string): string {
  return url.replace(/\/$/u, '');
}

function unfinishedError({ record, folder }: StoredRollout, { scenario }: PreparedRollout): HitgateError {
  const { share } = record.current;
  const has = share === null ? 'an unknown share' : formatPercent(share);
  const status = record.status === 'running' ? 'cut off' : record.status;
  return refusal(
    `A rollout of ${scenario.name} is unfinished (${status}, the canary has ${has}): ${folder}`,
    record.status === 'rollback failed'
      ? 'roll back with --roll-back, or move its folder away when that was done by hand'
      : 'go on with --resume, go back with --roll-back, or move its folder away when it was dealt with by hand',
  );
}

function refusal(message: string, hint: string): HitgateError {
  return new HitgateError(message, { code: 'E_ROLLOUT', exitCode: exitCodes.usage, hint });
}
