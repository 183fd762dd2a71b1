import type { Plan } from '../../../plan/plan.ts';
import type { TlsSettings } from '../../../engine/tls-settings.ts';
import type { CliEnvironment } from '../../environment.ts';
import { refuseFaults } from '../../faults/refuse-faults.ts';
import { preparePlan } from '../../run/prepare-plan.ts';
import { shortenLoad } from '../../run/shorten-load.ts';
import { loadScenarioFile } from '../../scenario-file/load-scenario-file.ts';
import { readTls } from '../../tls/read-tls.ts';
import { overridesOf } from '../overrides.ts';
import { defaultMicros, type PairFlags } from './pair-options.ts';

/** What one side of a comparison sends. */
export type SidePlan = { readonly plan: Plan; readonly tls: TlsSettings | undefined };

/** A URL for a side and the flag that gave it; undefined leaves the scenario's. */
type SideUrl = { readonly url: string; readonly flag: string } | undefined;

/**
 * Reads the scenario for one side. Each measurement is short unless its length is given, and it is never ended before its time: the halves of a
 * pair must be alike. @throws HitgateError (exit 2) with every problem.
 */
export async function planSide(
  file: string,
  side: { readonly flags: PairFlags; readonly url: SideUrl },
  { cwd, env }: CliEnvironment,
): Promise<SidePlan> {
  const { flags, url } = side;
  const scenario = await loadScenarioFile(file, {
    cwd,
    env,
    flags: { ...overridesOf(flags), ...(url === undefined ? {} : { target: url.url }) },
    ...(url === undefined ? {} : { sources: { target: url.flag } }),
  });
  refuseFaults(scenario);
  const plan = await preparePlan(scenario);
  const isGiven = flags.duration !== undefined || (env['HITGATE_DURATION'] ?? '') !== '';
  const shortened = isGiven ? scenario : shortenLoad(scenario, defaultMicros);
  return {
    plan: shortened === scenario ? plan : await preparePlan(shortened),
    tls: await readTls(scenario.target.tls, env),
  };
}
