import { describe, expect, it } from 'vitest';
import { HitgateError } from '../../src/errors.ts';
import { describeRollout } from '../../src/rollout/describe-rollout.ts';
import { gatesOfWholeLoad, stageScenarios, type SidesStage } from '../../src/rollout/stage-scenarios.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import type { Rollout } from '../../src/scenario/rollout.ts';
import { golden } from '../reporters/golden.ts';
import { scenarioOf } from '../scenario/parse-text.ts';

const sides = 'stable: "http://10.0.0.1:8080", canary: "http://10.0.0.2:8080"';
const load = 'load: { executor: constant-vus, vus: 120, duration: 30s }';
const actions = 'actions: { rollback: undo, review: page, alert: shout, webhooks: [{ urlEnv: SLACK_WEBHOOK_URL }] }';
const gates = 'thresholds: { http_req_failed: [rate<0.01], vus_in_flight: [min>=100], http_reqs: [rate>10] }';

function read(rollout: string, ...parts: readonly string[]): { scenario: Scenario; rollout: Rollout } {
  const scenario = scenarioOf([`rollout: { ${rollout} }`, ...parts].join('\n'));
  if (scenario.rollout === undefined) throw new Error('expected a rollout');
  return { scenario, rollout: scenario.rollout };
}

function stagesOf(rollout: string, ...parts: readonly string[]): readonly SidesStage[] {
  const { scenario, rollout: asked } = read(rollout, ...parts);
  return stageScenarios(scenario, asked).stages.map(({ sent }) => {
    if (sent.kind !== 'sides') throw new Error('expected two sides');
    return sent;
  });
}

function problems(rollout: string, ...parts: readonly string[]): string {
  const { scenario, rollout: asked } = read(rollout, ...parts);
  try {
    stageScenarios(scenario, asked);
    return '';
  } catch (error) {
    if (!(error instanceof HitgateError)) throw error;
    return error.problems.map(({ message }) => message).join('\n');
  }
}

describe('the stages between two URLs', () => {
  it('send to each its part of the load for the hold, and the canary’s load to both in turn', () => {
    const [first, , last] = stagesOf(sides, load, actions);
    expect(first).toMatchObject({
      canary: { target: { url: 'http://10.0.0.2:8080' }, load: { vus: 12, durationMicros: 300e6 }, runs: 1 },
      stable: { target: { url: 'http://10.0.0.1:8080' }, load: { vus: 108, durationMicros: 300e6 } },
      pair: {
        before: { target: { url: 'http://10.0.0.1:8080' }, load: { vus: 12, durationMicros: 10e6 } },
        after: { target: { url: 'http://10.0.0.2:8080' }, load: { vus: 12, durationMicros: 10e6 } },
      },
    });
    expect(last?.canary.load).toMatchObject({ vus: 120 });
    expect(last).not.toHaveProperty('stable');
  });

  it('judge gates on the load itself at the whole load only', () => {
    const metrics = stagesOf(sides, load, actions, gates).map(({ canary }) =>
      canary.thresholds.filter(({ implicit }) => !implicit).map(({ metric }) => metric),
    );
    const all = ['http_req_failed', 'vus_in_flight', 'http_reqs'];
    expect(metrics).toEqual([['http_req_failed'], ['http_req_failed'], all]);
    expect(gatesOfWholeLoad(read(sides, gates).scenario)).toEqual(['vus_in_flight: min>=100', 'http_reqs: rate>10']);
  });
});

it('the stages at one URL send all of the load in runs of which the hold is made, after as many at no share', () => {
  const { scenario, rollout } = read(
    'setShare: w, pairs: 6',
    load,
    actions,
    'target: { preset: doc-rag, url: "http://a:1" }',
  );
  const { baseline, stages } = stageScenarios(scenario, rollout);
  expect(baseline).toMatchObject({ share: 0, holdMicros: 300e6 });
  for (const { sent } of stages)
    expect(sent).toMatchObject({ kind: 'whole', scenario: { runs: 6, load: { vus: 120, durationMicros: 50e6 } } });
});

describe('what cannot be rolled out is refused, all at once', () => {
  it.each<[string, string, readonly string[], string]>([
    ['nothing', sides, [load, actions], ''],
    ['no way back', sides, [load], 'the scenario has no actions.rollback'],
    ['no canary', '', [load, actions], 'nothing says what the canary is'],
    [
      'one URL and no command',
      '',
      [load, actions, 'target: { preset: doc-rag, url: "http://a:1" }'],
      'nothing says what the canary is',
    ],
    ['a command and no URL', 'setShare: w', [load, actions], 'nothing says what the canary is'],
    [
      'a load that ramps',
      sides,
      ['load: { executor: ramping-vus, stages: [{ duration: 1s, target: 5 }] }', actions],
      'a load of the executor ramping-vus has no share that holds',
    ],
    [
      'a share without a user',
      sides,
      ['load: { executor: constant-vus, vus: 4, duration: 1s }', actions],
      '10 % of 4 users leaves a side without a user',
    ],
    ['a share with one', sides, ['load: { executor: constant-vus, vus: 5, duration: 1s }', actions], ''],
  ])('%s', (_, rollout, parts, message) => {
    const found = problems(rollout, ...parts);
    expect(found).toContain(message);
    expect(found === '').toBe(message === '');
  });

  it('several', () => expect(problems('').split('\n').length).toBeGreaterThan(1));
});

describe('a dry run', () => {
  it('says every step between two URLs', () => {
    const { scenario, rollout } = read(`${sides}, setShare: set-weight`, load, actions, gates);
    const scenarios = stageScenarios(scenario, rollout);
    const lines = describeRollout({ scenario, rollout, actions: scenario.actions ?? { webhooks: [] }, scenarios });
    const text = `${lines.join('\n')}\n`;
    expect(text).toBe(golden('rollout-dry-run.txt', text));
    expect(lines.length).toBeLessThanOrEqual(40);
  });

  it('says every step at one URL, and rules that are not the usual ones', () => {
    const { scenario, rollout } = read(
      'setShare: set-weight, onInconclusive: rollback, stages: [{ share: 0.25, hold: 70s }, { share: 1 }]',
      load,
      'actions: { rollback: { run: undo, timeout: 5s } }',
      'target: { preset: doc-rag, url: "http://10.0.0.3:8080" }',
    );
    const scenarios = stageScenarios(scenario, rollout);
    const lines = describeRollout({ scenario, rollout, actions: scenario.actions ?? { webhooks: [] }, scenarios });
    const text = `${lines.join('\n')}\n`;
    expect(text).toBe(golden('rollout-dry-run-one-url.txt', text));
  });
});
