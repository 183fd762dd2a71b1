import { createHash } from 'node:crypto';
import { usageError } from '../../errors.ts';
import { canonicalJson } from '../../plan/canonical-json.ts';
import type { Plan } from '../../plan/plan.ts';
import { stageScenarios, type RolloutScenarios } from '../../rollout/stage-scenarios.ts';
import { rolloutOf, type Rollout } from '../../scenario/rollout.ts';
import { rolloutSchema } from '../../scenario/rollout-schema.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { urlFault } from '../../scenario/url-fault.ts';
import type { CliEnvironment } from '../environment.ts';
import { refuseFaults } from '../faults/refuse-faults.ts';
import { secretValues } from '../hooks/hook-secrets.ts';
import { maskCommands } from '../hooks/mask-commands.ts';
import { holdAgainstFloors } from '../pairs/hold-against-floors.ts';
import { resolveSecrets } from '../resolve-secrets.ts';
import { preparePlan } from '../run/prepare-plan.ts';
import { readTls } from '../tls/read-tls.ts';
import { planOf, type PreparedRollout } from './rollout-session.ts';

/** Flags that name the two releases. */
export type SideUrls = { readonly stable?: string; readonly canary?: string };

/** A loaded scenario made ready to be rolled out; nothing was sent or run. @throws HitgateError (exit 2) with every problem. */
export async function prepareRollout(
  loaded: Scenario,
  urls: SideUrls,
  { env }: CliEnvironment,
): Promise<PreparedRollout> {
  refuseFaults(loaded);
  const rollout = withUrls(loaded.rollout ?? rolloutOf(rolloutSchema.parse({})), urls);
  const scenario = { ...loaded, rollout };
  const scenarios = stageScenarios(scenario, rollout);
  const { actions } = scenario;
  const rollback = actions?.rollback;
  if (actions === undefined || rollback === undefined) throw new RangeError('Expected a scenario with a way back');
  const hidden = secretValues(env, scenario);
  const plans = await plansOf(scenarios);
  return {
    scenario,
    rollout,
    rollback,
    actions,
    scenarios,
    plans,
    digest: [...plans.values()][0]?.digest ?? '',
    scenarioDigest: digestOf(maskCommands(scenario, hidden)),
    tls: await readTls(scenario.target.tls, env),
    headers: resolveSecrets(scenario.target.request, env),
    hidden,
  };
}

/**
 * Holds the margins of each stage's comparison against what `hitgate aa` measured. @returns warnings, each once.
 * @throws HitgateError (exit 2) for margins of the scenario below a floor.
 */
export async function warnOfFloors(prepared: PreparedRollout, out: string): Promise<readonly string[]> {
  const { scenarios, rollout } = prepared;
  const warnings: string[] = [];
  for (const { sent } of scenarios.stages) {
    if (sent.kind === 'whole') continue;
    const sides = {
      before: { plan: planOf(prepared, sent.pair.before), source: { kind: 'url' } },
      after: { plan: planOf(prepared, sent.pair.after), source: { kind: 'url' } },
    } as const;
    warnings.push(...(await holdAgainstFloors(sides, { pairs: rollout.pairs, out })));
  }
  return [...new Set(warnings)];
}

function withUrls(rollout: Rollout, { stable, canary }: SideUrls): Rollout {
  for (const [flag, url] of Object.entries({ '--stable': stable, '--canary': canary })) {
    const fault = url === undefined ? undefined : urlFault(url);
    if (fault !== undefined) throw usageError(`${flag} ${fault.message}`, fault.hint);
  }
  const urls = { stable: stable ?? rollout.stable, canary: canary ?? rollout.canary };
  if (urls.stable === undefined && urls.canary === undefined) return rollout;
  if (urls.stable === undefined || urls.canary === undefined)
    throw usageError('--stable and --canary belong together', 'give the URLs of both releases');
  return { ...rollout, stable: urls.stable, canary: urls.canary };
}

async function plansOf({ baseline, stages }: RolloutScenarios): Promise<ReadonlyMap<Scenario, Plan>> {
  const plans = new Map<Scenario, Plan>();
  for (const { sent } of baseline === undefined ? stages : [baseline, ...stages]) {
    const all =
      sent.kind === 'whole'
        ? [sent.scenario]
        : [sent.canary, sent.pair.before, sent.pair.after, ...(sent.stable === undefined ? [] : [sent.stable])];
    for (const scenario of all) plans.set(scenario, await preparePlan(scenario));
  }
  return plans;
}

/** Of everything but the path of the file as it was given, which differs with the folder that hitgate is started in. */
function digestOf(scenario: Scenario): string {
  return createHash('sha256')
    .update(canonicalJson({ ...scenario, file: '' }))
    .digest('hex');
}
