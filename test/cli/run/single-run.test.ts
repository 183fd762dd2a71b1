import { expect, it } from 'vitest';
import { singleRun } from '../../../src/cli/run/single-run.ts';
import { GateWatch } from '../../../src/judge/sequential/gate-watch.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import { buildCorpus, buildScenario, gate } from '../../plan/scenario-builder.ts';

it('is one run that no gate ends early', () => {
  const thresholds = [gate({ metric: 'cache_hit_rate', abortOnFail: true }), gate({ metric: 'http_req_failed' })];
  const plan = buildPlan(buildScenario({ runs: 5, untilDecided: true, thresholds }), buildCorpus(10), undefined);
  const { scenario, digest } = singleRun(plan);
  expect(GateWatch.isNeeded(plan.scenario)).toBe(true);
  expect(GateWatch.isNeeded(scenario)).toBe(false);
  expect(scenario.runs).toBe(1);
  expect(scenario.thresholds.map(({ metric, limit }) => [metric, limit])).toEqual(
    plan.scenario.thresholds.map(({ metric, limit }) => [metric, limit]),
  );
  expect(digest).toBe(plan.digest);
});
