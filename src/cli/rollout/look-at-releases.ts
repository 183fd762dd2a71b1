import { HitgateError } from '../../errors.ts';
import type { RolloutRecord } from '../../report/rollout-record.ts';
import { openTarget } from '../run/open-target.ts';
import type { PreparedRollout } from './rollout-session.ts';

/** What the releases say of themselves before anything is done, and what is odd about that. */
export type SeenReleases = { readonly versions: RolloutRecord['versions']; readonly warnings: readonly string[] };

/**
 * Asks stable (or the one URL) and the canary for their health. A canary that a command gives its share to may only be started by that, so that it is
 * a warning when it does not answer yet. @throws HitgateError (exit 5) when the others are not healthy; nothing was sent or run.
 */
export async function lookAtReleases(prepared: PreparedRollout): Promise<SeenReleases> {
  const { rollout, scenario } = prepared;
  const { stable = scenario.target.url ?? '', canary, setShare } = rollout;
  const before = await versionAt(prepared, stable);
  if (canary === undefined) return { versions: before === undefined ? {} : { stable: before }, warnings: [] };
  let after: string | undefined;
  const warnings: string[] = [];
  try {
    after = await versionAt(prepared, canary);
  } catch (error) {
    if (setShare === undefined || !(error instanceof HitgateError)) throw error;
    warnings.push(`the canary is not healthy yet, and is looked at again when it has its share: ${error.message}`);
  }
  if (before !== undefined && before === after)
    warnings.push(`stable and canary both say version ${before}: see that they are two releases`);
  const versions = {
    ...(before === undefined ? {} : { stable: before }),
    ...(after === undefined ? {} : { canary: after }),
  };
  return { versions, warnings };
}

/** The version that a healthy service says; undefined when it says none. */
async function versionAt({ scenario, headers, tls }: PreparedRollout, url: string): Promise<string | undefined> {
  const { signal } = new AbortController();
  const options = { referenceOptions: [], secrets: headers, tls, cores: undefined, signal };
  const opened = await openTarget({ ...scenario.target, url }, options);
  await opened.close();
  return opened.identity.version;
}
