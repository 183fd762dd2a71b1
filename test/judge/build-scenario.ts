import { parseSelector } from '../../src/scenario/parse-selector.ts';
import { parseThreshold } from '../../src/scenario/parse-threshold.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import type { Threshold } from '../../src/scenario/threshold.ts';
import { buildScenario, constantRate, type ScenarioParts } from '../plan/scenario-builder.ts';

/** A gate as a scenario writes it. */
export type WrittenGate = readonly [selector: string, source: string];

/** Gates as the scenario's parser reads them. */
function gates(...written: readonly WrittenGate[]): Threshold[] {
  return written.map(([selector, source]) => parseThreshold(parseSelector(selector), source));
}

/** A closed load with these gates. */
export function closedScenario(written: readonly WrittenGate[], parts: ScenarioParts = {}): Scenario {
  return buildScenario({ ...parts, thresholds: gates(...written) });
}

/** An open load with these gates. */
export function openScenario(...written: readonly WrittenGate[]): Scenario {
  return buildScenario({ thresholds: gates(...written), load: constantRate(100, 20_000_000) });
}

/** A closed load with one gate that ends its run when it is sure to fail. */
export function abortingScenario(written: WrittenGate, abort: Pick<Threshold, 'delayAbortEvalMicros'> = {}): Scenario {
  return buildScenario({ thresholds: gates(written).map((gate) => Object.assign(gate, { abortOnFail: true }, abort)) });
}
