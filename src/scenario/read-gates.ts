import { parseDuration } from '../units.ts';
import { canEndRun } from './deciding-rule.ts';
import { GrammarFault } from './grammar-fault.ts';
import { parseSelector, type Selector } from './parse-selector.ts';
import { parseThreshold } from './parse-threshold.ts';
import type { Path, ProblemReporter } from './problem-reporter.ts';
import { scenarioSchema, type ValidThresholds } from './schema.ts';
import type { Threshold } from './threshold.ts';

/** A gate and where it is written. */
export type Gate = { readonly threshold: Threshold; readonly path: Path };

type Report = ProblemReporter['report'];
type Entry = Exclude<ValidThresholds[string], readonly unknown[]>;

/**
 * Parses the gates of the value of `thresholds`, and reports those that cannot be read or are given twice, and that
 * there is none. What has not the shape of a gate is left to the schema.
 */
export function readGates(raw: unknown, report: Report): Gate[] {
  const gates: Gate[] = [];
  const seen = new Set<string>();
  for (const [text, value] of Object.entries(shaped(raw))) {
    const path = ['thresholds', text];
    const selector = attempt(() => parseSelector(text), path, report);
    if (selector === undefined) continue;
    for (const [index, entry] of (Array.isArray(value) ? value : [value]).entries()) {
      const at = Array.isArray(value) ? [...path, index] : path;
      const threshold = readEntry(selector, entry, { path: at, report });
      if (threshold === undefined) continue;
      const key = `${threshold.selector} ${JSON.stringify(threshold.aggregation)}${threshold.operator}${threshold.limit}`;
      if (seen.has(key)) report(at, 'is given twice', 'keep one of them');
      seen.add(key);
      gates.push({ threshold, path: at });
    }
  }
  if (isEmptyObject(raw)) {
    const hint = 'add a gate, such as "http_req_duration{cache:hit}": ["p(95)<23"]';
    report(['thresholds'], 'has no gate, and a run that cannot fail means nothing', hint);
  }
  return gates;
}

/** Those thresholds that have the right shape, so that one that has not hides no fault of the others. */
function shaped(raw: unknown): ValidThresholds {
  const { valueType } = scenarioSchema.shape.thresholds;
  const fitting: ValidThresholds = {};
  for (const [selector, value] of Object.entries(raw ?? {})) {
    const { data } = valueType.safeParse(value);
    if (data !== undefined) fitting[selector] = data;
  }
  return fitting;
}

function isEmptyObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;
}

function readEntry(
  selector: Selector,
  entry: Entry,
  { path, report }: { readonly path: Path; readonly report: Report },
): Threshold | undefined {
  if (typeof entry === 'string') return attempt(() => parseThreshold(selector, entry), path, report);
  const threshold = attempt(() => parseThreshold(selector, entry.threshold), [...path, 'threshold'], report);
  return threshold === undefined ? undefined : withAbort(threshold, entry, { path, report });
}

/** The gate with what it says of ending the run, after reporting what could have no effect. */
function withAbort(
  threshold: Threshold,
  { abortOnFail, delayAbortEval }: Exclude<Entry, string>,
  { path, report }: { readonly path: Path; readonly report: Report },
): Threshold {
  if (abortOnFail !== true) {
    const hint = 'add abortOnFail: true, or remove delayAbortEval';
    if (delayAbortEval !== undefined) report([...path, 'delayAbortEval'], 'has no meaning without abortOnFail', hint);
    return threshold;
  }
  if (!canEndRun(threshold)) {
    const what = `can never end the run: "${threshold.source}" is only known when the run is over`;
    report([...path, 'abortOnFail'], what, 'remove it: the gate is judged when the run has ended');
  }
  const delay = delayAbortEval === undefined ? undefined : parseDuration(delayAbortEval);
  return { ...threshold, abortOnFail: true, ...(delay === undefined ? {} : { delayAbortEvalMicros: delay }) };
}

function attempt<T>(parse: () => T, path: Path, report: Report): T | undefined {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof GrammarFault)) throw error;
    report(path, `cannot be read: ${error.message}`, error.hint);
    return undefined;
  }
}
