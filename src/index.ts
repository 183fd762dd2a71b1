export { defineScenario } from './scenario/define-scenario.ts';
export type { ScenarioInput } from './scenario/schema.ts';
export type { Scenario } from './scenario/scenario.ts';
export type { RunReport } from './report/run-report.ts';
export type { Verdict } from './judge/verdict.ts';
