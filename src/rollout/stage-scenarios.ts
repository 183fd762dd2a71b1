import { HitgateError, exitCodes, type Problem } from '../errors.ts';
import type { Rollout, RolloutStage } from '../scenario/rollout.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Threshold } from '../scenario/threshold.ts';
import { formatPercent } from '../units.ts';
import { canBeShared, sayLoad, shareLoad, type SplitLoad } from './share-load.ts';

/** What is sent at one stage between two URLs. */
export type SidesStage = {
  readonly kind: 'sides';
  /** Of the canary at its share of the load, for the whole hold. */
  readonly canary: Scenario;
  /** Of the release before at the rest of the load, at the same time; absent where nothing is left. */
  readonly stable?: Scenario;
  /** Of both sides in turn, at the load of the canary. */
  readonly pair: { readonly before: Scenario; readonly after: Scenario };
};

/** What is sent at one stage to the one URL that splits the traffic itself: the whole load, in several runs. */
export type WholeStage = { readonly kind: 'whole'; readonly scenario: Scenario };

/** What is sent at one stage, with its load in words. */
export type StageScenarios = RolloutStage & { readonly load: string; readonly sent: SidesStage | WholeStage };

/** Every stage of a rollout; `baseline` is what is sent to the one URL before the first. */
export type RolloutScenarios = { readonly baseline?: StageScenarios; readonly stages: readonly StageScenarios[] };

/** Gates on how much load there was mean the whole load. */
const wholeLoadMetrics: ReadonlySet<string> = new Set(['vus_in_flight', 'http_reqs']);

/**
 * What is sent at each stage. A measurement is never ended before its time for being decided: a hold is a hold. Gates on users in flight and on the
 * number of requests are judged where the canary has the whole load only.
 * @throws HitgateError (exit 2) with every reason why the scenario cannot be rolled out.
 */
export function stageScenarios(scenario: Scenario, rollout: Rollout): RolloutScenarios {
  const problems = findProblems(scenario, rollout);
  const [first] = problems;
  const { load } = scenario;
  if (first !== undefined || !canBeShared(load))
    throw new HitgateError(first?.message ?? 'the load cannot be split', {
      code: 'E_ROLLOUT',
      exitCode: exitCodes.usage,
      problems,
    });
  const { stable, canary, stages } = rollout;
  const base = withoutEnd({ ...scenario, load, rollout });
  if (stable === undefined || canary === undefined) {
    const whole = (stage: RolloutStage): StageScenarios => wholeStage(base, rollout, stage);
    const [{ holdMicros } = { holdMicros: 0 }] = stages;
    return { baseline: whole({ share: 0, holdMicros }), stages: stages.map(whole) };
  }
  return { stages: stages.map((stage) => sidesStage(base, { ...rollout, stable, canary }, stage)) };
}

type Splittable = Scenario & { readonly load: SplitLoad };

/** Without `untilDecided`, and one run. */
function withoutEnd(scenario: Splittable): Splittable {
  const { untilDecided: _, ...rest } = scenario;
  return { ...rest, runs: 1 };
}

function wholeStage(base: Splittable, { pairs }: Rollout, stage: RolloutStage): StageScenarios {
  const durationMicros = Math.ceil(stage.holdMicros / pairs);
  const scenario = { ...base, runs: pairs, load: { ...base.load, durationMicros } };
  return { ...stage, load: sayLoad(base.load), sent: { kind: 'whole', scenario } };
}

type Sides = Rollout & { readonly stable: string; readonly canary: string };

function sidesStage(base: Splittable, { stable, canary, pairMicros }: Sides, stage: RolloutStage): StageScenarios {
  const { share, holdMicros } = stage;
  const split = shareLoad(base.load, share);
  if (split === undefined) throw new RangeError('Expected a load that was found to be divisible');
  const at = (url: string, load: SplitLoad, durationMicros: number): Scenario => ({
    ...base,
    target: { ...base.target, url },
    load: { ...load, durationMicros },
    thresholds: base.thresholds.filter((threshold) => isJudged(threshold, share)),
  });
  return {
    ...stage,
    load: sayLoad(split.canary),
    sent: {
      kind: 'sides',
      canary: at(canary, split.canary, holdMicros),
      ...(split.stable === undefined ? {} : { stable: at(stable, split.stable, holdMicros) }),
      pair: { before: at(stable, split.canary, pairMicros), after: at(canary, split.canary, pairMicros) },
    },
  };
}

function isJudged({ metric }: Threshold, share: number): boolean {
  return share >= 1 || !wholeLoadMetrics.has(metric);
}

/** The gates that are not judged below the whole load, as they are written. */
export function gatesOfWholeLoad({ thresholds }: Scenario): string[] {
  return thresholds
    .filter(({ metric, implicit }) => wholeLoadMetrics.has(metric) && !implicit)
    .map(({ selector, source }) => `${selector}: ${source}`);
}

function findProblems(scenario: Scenario, rollout: Rollout): Problem[] {
  const { load, target, actions } = scenario;
  const problems: Problem[] = [];
  if (actions?.rollback === undefined) {
    problems.push({
      message: 'the scenario has no actions.rollback: a rollout without a way back is none',
      hint: 'add actions: { rollback: "kubectl rollout undo …" }',
    });
  }
  if (rollout.canary === undefined && (target.url === undefined || rollout.setShare === undefined)) {
    problems.push({
      message: 'nothing says what the canary is',
      hint: 'give rollout.stable and rollout.canary, or target.url (--target) and rollout.setShare where one URL splits the traffic',
    });
  }
  if (!canBeShared(load)) {
    problems.push({
      message: `a load of the executor ${load.executor} has no share that holds`,
      hint: 'use constant-vus or constant-arrival-rate in the scenario of a rollout',
    });
  } else if (rollout.canary !== undefined) {
    problems.push(...findTooSmall(load, rollout));
  }
  return problems;
}

function findTooSmall(load: SplitLoad, { stages }: Rollout): Problem[] {
  return stages
    .filter(({ share }) => shareLoad(load, share) === undefined)
    .map(({ share }) => ({
      message: `${formatPercent(share)} of ${sayLoad(load)} leaves a side without a user`,
      hint: 'use more users (--vus), so that both sides have at least one at each stage',
    }));
}
