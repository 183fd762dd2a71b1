import { didYouMean } from './did-you-mean.ts';
import { GrammarFault } from './grammar-fault.ts';
import { microsOf } from './normalise-load.ts';
import { parseSelector } from './parse-selector.ts';
import { parseThreshold } from './parse-threshold.ts';
import type { ProblemReporter } from './problem-reporter.ts';
import type { Trigger, TriggerCondition } from './trigger.ts';
import type { ValidTriggers } from './trigger-schema.ts';
import { watchable } from './watched-figure.ts';

type Report = ProblemReporter['report'];
type WrittenTrigger = ValidTriggers[number];

const watchedMetrics = ['cache_hit_rate', 'http_req_failed', 'http_req_duration{cache:hit}', 'up'];

/** Reads the triggers of a scenario, and reports those that cannot be read, watch nothing, or share a name. */
export function readTriggers(written: ValidTriggers, report: Report): Trigger[] {
  const names = new Set<string>();
  return written.flatMap((trigger, index) => {
    const path = ['triggers', index];
    const { name, action, severity } = trigger;
    if (names.has(name)) report([...path, 'name'], `is "${name}" twice`, 'give each trigger a name of its own');
    names.add(name);
    const condition = attempt(trigger, (key, words, hint) => report([...path, key], words, hint));
    if (condition === undefined) return [];
    const grave = severity ?? (action === 'rollback' ? 'critical' : 'warning');
    return [{ name, condition, forMicros: microsOf(trigger.for), severity: grave, action }];
  });
}

type Place = 'metric' | 'when';

/** A fault of one of the two texts of a trigger. */
class TriggerFault extends GrammarFault {
  readonly place: Place;

  constructor(place: Place, { message, hint }: { readonly message: string; readonly hint: string }) {
    super(message, hint);
    this.place = place;
  }
}

function conditionOf({ metric, when }: WrittenTrigger): TriggerCondition {
  if (metric.trim() === 'up') return downCondition(when);
  const selector = within('metric', () => parseFigure(metric));
  const { operator, limit, ...rest } = within('when', () => parseThreshold(selector, when));
  const { figure, reason } = watchable(rest);
  if (figure === undefined) {
    const hint = `watch ${watchedMetrics.slice(0, -1).join(', ')} (avg or p(N)) or up`;
    throw new TriggerFault('metric', { message: `"${metric}" with "${when}" cannot be watched: ${reason}`, hint });
  }
  if (operator === '==' || operator === '!=') {
    throw new TriggerFault('when', { message: `"${when}" compares for equality`, hint: 'use <, <=, > or >=' });
  }
  return { figure, operator, limit };
}

function parseFigure(metric: string): ReturnType<typeof parseSelector> {
  try {
    return parseSelector(metric);
  } catch (error) {
    if (!(error instanceof GrammarFault) || !error.message.includes('is not a metric')) throw error;
    throw new GrammarFault(error.message, didYouMean(metric, watchedMetrics));
  }
}

/** Of `up` there is one bad state: that no instance can be reached. */
function downCondition(when: string): TriggerCondition {
  if (/^\s*value\s*(?:<\s*1|={2,3}\s*0)\s*$/u.test(when)) return { figure: { kind: 'up' }, operator: '<', limit: 1 };
  const message = `of up only "value==0" can be watched, got "${when}"`;
  throw new TriggerFault('when', { message, hint: 'write when: "value==0"' });
}

function within<T>(place: Place, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof GrammarFault) throw new TriggerFault(place, error);
    throw error;
  }
}

function attempt(
  trigger: WrittenTrigger,
  report: (place: Place, words: string, hint: string) => void,
): TriggerCondition | undefined {
  try {
    return conditionOf(trigger);
  } catch (error) {
    if (!(error instanceof TriggerFault)) throw error;
    report(error.place, `cannot be read: ${error.message}`, error.hint);
    return undefined;
  }
}
