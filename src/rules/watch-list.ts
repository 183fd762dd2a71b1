import { mappingOf, type MetricMapping } from '../scenario/metric-mapping.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Threshold } from '../scenario/threshold.ts';
import { triggersOf, type Trigger } from '../scenario/trigger.ts';
import {
  figureKey,
  isSameFigure,
  watchable,
  type BoundOperator,
  type WatchedFigure,
} from '../scenario/watched-figure.ts';
import { figureWords } from './figure-names.ts';

/** How long a threshold without a trigger may be broken before its alert fires. */
const thresholdForMicros = 300_000_000;

/** What of a scenario is watched at the live service, and what cannot be. */
export type WatchList = {
  readonly scenario: string;
  readonly mapping: MetricMapping;
  /** The scenario's triggers, then one for each threshold that no trigger watches. */
  readonly triggers: readonly Trigger[];
  /** The figures that they need, each once. */
  readonly figures: readonly WatchedFigure[];
  readonly unwatched: readonly { readonly threshold: Threshold; readonly reason: string }[];
};

/** The watch list of a scenario. */
export function watchListOf(scenario: Pick<Scenario, 'name' | 'metrics' | 'triggers' | 'thresholds'>): WatchList {
  const own = triggersOf(scenario);
  const unwatched: { threshold: Threshold; reason: string }[] = [];
  const added: Trigger[] = [];
  for (const threshold of scenario.thresholds) {
    const broken = whenBroken(threshold);
    if ('reason' in broken) unwatched.push({ threshold, reason: broken.reason });
    else if (!own.some((trigger) => watchesSame(trigger, broken.condition)))
      added.push(thresholdTrigger(broken.condition, [...own, ...added]));
  }
  const triggers = [...own, ...added];
  const figures = new Map(triggers.map(({ condition: { figure } }) => [figureKey(figure), figure]));
  return {
    scenario: scenario.name,
    mapping: mappingOf(scenario),
    triggers,
    figures: [...figures.values()],
    unwatched,
  };
}

type Broken = { readonly condition: Trigger['condition'] } | { readonly reason: string };

/** A threshold says what is good; this is what is not. */
function whenBroken(threshold: Threshold): Broken {
  const { figure, reason } = watchable(threshold);
  if (figure === undefined) return { reason };
  const operator = opposites[threshold.operator];
  if (operator === undefined) return { reason: 'a figure of a live service is never exactly a number' };
  if (threshold.metric !== 'availability') return { condition: { figure, operator, limit: threshold.limit } };
  // What does not fail is watched by what fails.
  return { condition: { figure, operator: mirrored[operator], limit: Number((1 - threshold.limit).toPrecision(12)) } };
}

const mirrored: Readonly<Record<BoundOperator, BoundOperator>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

const opposites: Readonly<Record<Threshold['operator'], BoundOperator | undefined>> = {
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
  '==': undefined,
  '!=': undefined,
};

/** The same limit from the same side; at the limit itself the trigger's own operator decides. */
function watchesSame({ condition }: Trigger, { figure, operator, limit }: Trigger['condition']): boolean {
  return isSameFigure(condition.figure, figure) && condition.limit === limit && condition.operator[0] === operator[0];
}

function thresholdTrigger(condition: Trigger['condition'], others: readonly Trigger[]): Trigger {
  const base = `threshold-${figureWords(condition.figure).replaceAll(/\W+/gu, '-')}`;
  const taken = others.filter(({ name }) => name === base || name.startsWith(`${base}-`)).length;
  return {
    name: taken === 0 ? base : `${base}-${taken + 1}`,
    condition,
    forMicros: thresholdForMicros,
    severity: 'warning',
    action: 'alert',
  };
}
