import type { Rollout } from '../scenario/rollout.ts';
import type { Actions, CommandHook } from '../scenario/hook.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { formatDuration, formatPercent, percentOf } from '../units.ts';
import { canBeShared, sayLoad } from './share-load.ts';
import type { RolloutScenarios, StageScenarios } from './stage-scenarios.ts';

/** What is described; its commands are without secrets. */
type Described = {
  readonly scenario: Scenario;
  readonly rollout: Rollout;
  readonly actions: Actions;
  readonly scenarios: RolloutScenarios;
};

/** Every step that a rollout would take, one line each: what is set, sent, judged and run, and what follows on which verdict. */
export function describeRollout({ scenario, rollout, actions, scenarios }: Described): string[] {
  const { baseline, stages } = scenarios;
  const { length } = stages;
  return [
    `rollout ${scenario.name}: ${sayBetween(scenario, rollout)}`,
    `dry run: nothing is sent or run; it would take ${formatDuration(leastMicros(scenarios, rollout))}, and warm-ups`,
    ...(baseline === undefined ? [] : ['', 'before the first stage', ...stageLines(baseline, rollout)]),
    ...stages.flatMap((stage, index) =>
      [
        '',
        `stage ${index + 1} of ${length}: ${formatPercent(stage.share)} for ${formatDuration(stage.holdMicros)}`,
      ].concat(stageLines(stage, rollout)),
    ),
    ...verdictLines(rollout),
    ...rollbackLines({ scenario, rollout, actions }),
    ...tellingLines(actions),
  ];
}

/** How long all holds and comparisons take when each stage is decided at once. */
function leastMicros({ baseline, stages }: RolloutScenarios, { pairs, pairMicros }: Rollout): number {
  const all = baseline === undefined ? stages : [baseline, ...stages];
  return all.reduce(
    (sum, { holdMicros, sent }) => sum + holdMicros + (sent.kind === 'sides' ? 2 * pairs * pairMicros : 0),
    0,
  );
}

function sayBetween({ target }: Scenario, { stable, canary }: Rollout): string {
  return stable === undefined || canary === undefined
    ? `${target.url}, which splits the traffic itself`
    : `stable ${stable}, canary ${canary}`;
}

function stageLines({ share, holdMicros, load, sent }: StageScenarios, rollout: Rollout): string[] {
  const { setShare, pairs, pairMicros } = rollout;
  const set = setShare === undefined ? [] : [`  run   ${sayShare(setShare, share)}`];
  if (sent.kind === 'whole') {
    const against = share === 0 ? '' : ' and against the runs from before the first stage';
    return [
      ...set,
      `  send  ${load} to the one URL for ${formatDuration(holdMicros)}, in ${pairs} runs`,
      `  judge all answers, whoever gave them, by the SLA${against}`,
    ];
  }
  const rest = sent.stable?.load;
  const stable = rest !== undefined && canBeShared(rest) ? ` and ${sayLoad(rest)} to stable` : '';
  return [
    ...set,
    `  send  ${load} to the canary${stable}; judge the canary by the SLA`,
    `  send  ${load} to stable and canary in turn, ${pairs} pairs of ${formatDuration(pairMicros)}; judge the canary against stable`,
  ];
}

function verdictLines({ onInconclusive, maxHolds, afterHolds }: Rollout): string[] {
  const after = afterHolds === 'stop' ? 'stop with exit 3' : 'roll back';
  return [
    '',
    'at each stage',
    '  PASS by the SLA and no regression                    → the next stage, and completed after the last',
    '  FAIL, NO DATA, REGRESSED, a claim not met, or lost   → roll back',
    `  not decided                                          → ${
      onInconclusive === 'rollback' ? 'roll back' : `measure again, ${maxHolds} times at most, then ${after}`
    }`,
    '  INVALID: this machine measured badly                 → measure again once, then stop with exit 4',
    '  stable is lost                                       → stop with exit 5, as nothing leads back',
  ];
}

function rollbackLines({ scenario, rollout, actions }: Omit<Described, 'scenarios'>): string[] {
  const { stable, canary, setShare } = rollout;
  const seen = canary === undefined ? '' : ', and that the canary gets none';
  return [
    '',
    'to roll back',
    `  run   ${sayHook(actions.rollback)}`,
    ...(setShare === undefined ? [] : [`  run   ${sayShare(setShare, 0)}`]),
    `  look  that ${stable ?? scenario.target.url} is healthy, says its version and answers 20 requests${seen}`,
  ];
}

function tellingLines({ review, alert, webhooks }: Actions): string[] {
  const lines = [
    ...(review === undefined ? [] : [`  run   ${sayHook(review)}   when it stops undecided`]),
    ...(alert === undefined ? [] : [`  run   ${sayHook(alert)}   when it rolled back or could not`]),
    ...(webhooks.length === 0 ? [] : [`  post  to ${webhooks.map(({ urlEnv }) => urlEnv).join(', ')}`]),
  ];
  return lines.length === 0 ? [] : ['', 'to tell others', ...lines];
}

function sayHook(hook: CommandHook | undefined): string {
  return hook === undefined ? 'nothing' : `${hook.run}   (at most ${formatDuration(hook.timeoutMicros)})`;
}

function sayShare(hook: CommandHook, share: number): string {
  return `HITGATE_HOOK_SHARE=${percentOf(share)} ${sayHook(hook)}`;
}
