import type { z } from 'zod';
import { didYouMean, nearest } from './did-you-mean.ts';
import { executorsWith, unsupportedLoadOptions } from './load-schema.ts';
import { pathLabel, type Path, type ProblemReporter } from './problem-reporter.ts';
import { fieldAt, valueAt, type FieldFacts } from './schema-at.ts';
import { showValue } from './show-value.ts';

type Issue = z.core.$ZodIssue;
type Context = { readonly schema: z.core.$ZodType; readonly raw: unknown; readonly reporter: ProblemReporter };

/** Reports what a schema found wrong with `raw`: every issue with its path, what was got, what was wanted and a hint. */
export function reportIssues(issues: readonly Issue[], context: Context): void {
  for (const issue of issues) reportIssue(issue, context, []);
}

function reportIssue(issue: Issue, context: Context, parent: Path): void {
  const path = [...parent, ...issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))];
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) reportUnknownKey([...path, key], context);
    return;
  }
  if (issue.code === 'invalid_union' && issue.discriminator === undefined) {
    const branch = bestBranch(issue.errors);
    if (branch !== undefined) return branch.forEach((inner) => reportIssue(inner, context, path));
  }
  const value = valueAt(context.raw, path);
  const { reporter } = context;
  if (issue.code === 'invalid_key') {
    return reporter.report(path, 'is no name of a header', 'use letters, digits and dashes, such as x-cache');
  }
  if (value === undefined) return reporter.report(path, 'is missing', missingHint(path, context));
  const facts = fieldAt(context.schema, path, context.raw);
  const predicate = `${predicateOf(issue, facts.choices)}${gotOf(issue, value, path)}`;
  reporter.report(path, predicate, hintOf(issue, { path, value, facts }));
}

/** The alternative that came furthest: one whose issues are all below its top. */
function bestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  return branches.find((issues) => issues.every((issue) => issue.path.length > 0 || !isTypeMismatch(issue)));
}

function isTypeMismatch(issue: Issue): boolean {
  if (issue.code === 'invalid_union') return bestBranch(issue.errors) === undefined;
  return issue.code === 'invalid_type' || issue.code === 'invalid_value';
}

function reportUnknownKey(path: Path, { schema, raw, reporter }: Context): void {
  const parent = path.slice(0, -1);
  const key = String(path.at(-1));
  const inLoad = parent.join('.') === 'load' || parent.join('.') === 'phases.measure';
  const unsupported = inLoad ? unsupportedLoadOptions[key] : undefined;
  if (unsupported !== undefined)
    return reporter.report(path, 'is an option of k6 that hitgate does not take', unsupported);
  const { keys } = fieldAt(schema, parent, raw);
  const owners = inLoad ? executorsWith(key) : [];
  if (owners.length > 0) {
    const hint = `remove it, or choose ${owners.join(' or ')}: this executor takes ${keys.join(', ')}`;
    return reporter.report(path, 'is an option of another executor', hint);
  }
  const known = keys.length > 0 ? didYouMean(key, keys) : 'remove it';
  const hint = key === '<<' ? 'repeat the keys: YAML 1.2 has no merge key' : known;
  reporter.report(path, 'is not a key that is known here', hint);
}

function predicateOf(issue: Issue, choices: readonly string[]): string {
  if (issue.code === 'invalid_type') return `must be ${typeWord(issue.expected)}`;
  if (choices.length > 0 && (issue.code === 'invalid_value' || issue.code === 'invalid_union')) {
    return `must be ${choices.length === 1 ? '' : 'one of '}${choices.join(', ')}`;
  }
  if (issue.code === 'too_small') {
    if (issue.origin === 'array' && issue.minimum > 1) return `must have ${issue.minimum} entries`;
    if (issue.origin === 'array') return 'must not be an empty list';
    if (issue.origin === 'string') return 'must not be empty';
    return `must be ${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}`;
  }
  if (issue.code === 'too_big')
    return `must be ${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}`;
  return issue.message === 'Invalid input' ? 'has a value of the wrong kind' : issue.message;
}

function gotOf(issue: Issue, value: unknown, path: Path): string {
  if (issue.code === 'custom' && issue.params !== undefined) return '';
  if (issue.code === 'too_small' && issue.origin !== 'number' && issue.origin !== 'int') return '';
  return `, got ${showValue(value, path)}`;
}

type Wrong = { readonly path: Path; readonly value: unknown; readonly facts: FieldFacts };

function hintOf(issue: Issue, { path, value, facts }: Wrong): string {
  const hint: unknown = issue.code === 'custom' ? issue.params?.['hint'] : undefined;
  if (typeof hint === 'string') return hint;
  const { description, choices, hint: fieldHint } = facts;
  if (value === 'externally-controlled') {
    return 'use constant-vus or ramping-vus: a run is planned before it starts, so nothing can steer it from outside';
  }
  if (typeof value === 'string' && choices.length > 1 && nearest(value, choices) !== undefined) {
    return didYouMean(value, choices);
  }
  if (fieldHint !== undefined) return fieldHint;
  if (issue.code === 'invalid_type' && isNumberText(value)) return `write ${value} without quotes`;
  if (choices.length > 1) return `choose one of ${choices.join(', ')}`;
  return description === undefined ? `correct ${pathLabel(path)}` : `set ${pathLabel(path)} to ${description}`;
}

function missingHint(path: Path, { schema, raw }: Context): string {
  const { choices, description, hint } = fieldAt(schema, path, raw);
  if (choices.length > 1) return `add ${pathLabel(path)}: one of ${choices.join(', ')}`;
  if (hint !== undefined && path[0] === 'thresholds') return hint;
  return description === undefined ? `add ${pathLabel(path)}` : `add ${pathLabel(path)}: ${description}`;
}

function isNumberText(value: unknown): value is string {
  return typeof value === 'string' && /^\d+(?:\.\d+)?$/u.test(value);
}

function typeWord(expected: string): string {
  switch (expected) {
    case 'object':
    case 'record':
      return 'an object';
    case 'array':
    case 'tuple':
      return 'a list';
    case 'int':
      return 'a whole number';
    case 'number':
      return 'a number';
    case 'string':
      return 'text';
    case 'boolean':
      return 'true or false';
    default:
      return expected;
  }
}
