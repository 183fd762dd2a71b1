import { bracketOf, contradictionIn, isNarrow, type Bracket } from './bracket.ts';
import { statusByLoad, type TriedLoad } from './load-status.ts';
import { mostConfirmations, type SearchBounds, type StepPurpose, type Tried } from './search.ts';

/** Why a search ends: nothing more is to be found, its steps are used up, the generator cannot drive more, or the target was lost. */
export type SearchEnd = 'complete' | 'steps-used' | 'saturated' | 'target-lost';

/** The next load to try, or why there is none. */
export type NextStep =
  | { readonly kind: 'try'; readonly load: number; readonly purpose: StepPurpose }
  | { readonly kind: 'end'; readonly end: SearchEnd };

/**
 * The search as a function of the steps so far: doubles until a load fails, tries one load beyond it, and bisects until what passes and what fails
 * are near enough; then confirms the greatest load that passed. It takes it that a load below one that passes passes too. Where an outcome says
 * otherwise, both loads are tried again, and what still fails bounds the answer. A load that is not decided narrows nothing: the search goes on
 * beside it. At most `maxSteps` steps and three confirmations.
 */
export function nextStep(tried: readonly Tried[], bounds: SearchBounds): NextStep {
  if (tried.some(({ outcome }) => outcome === 'lost')) return { kind: 'end', end: 'target-lost' };
  const loads = statusByLoad(tried);
  const bracket = bracketOf(loads);
  const wanted = again(loads) ?? searched(loads, bracket, bounds);
  const steps = tried.filter(({ purpose }) => purpose !== 'confirm').length;
  if (wanted !== undefined && steps < bounds.maxSteps) return { kind: 'try', ...wanted };
  const { passed } = bracket;
  const confirmations = tried.length - steps;
  if (passed?.status === 'pass' && confirmations < mostConfirmations)
    return { kind: 'try', load: passed.load, purpose: 'confirm' };
  return { kind: 'end', end: endOf(bracket, wanted) };
}

type Wanted = { readonly load: number; readonly purpose: StepPurpose };

/** What is to be tried a second time: what could not be trusted, and loads that contradict each other, the failed one first. */
function again(loads: readonly TriedLoad[]): Wanted | undefined {
  const suspect = loads.find(({ status }) => status === 'suspect');
  if (suspect !== undefined) return { load: suspect.load, purpose: 'again' };
  const contradiction = contradictionIn(loads);
  if (contradiction === undefined) return undefined;
  const once = [contradiction.failed, contradiction.passed].find(
    ({ tries, status }) => tries < 2 && status !== 'confirmed',
  );
  return once === undefined ? undefined : { load: once.load, purpose: 'again' };
}

function searched(loads: readonly TriedLoad[], bracket: Bracket, bounds: SearchBounds): Wanted | undefined {
  const { passed, failed } = bracket;
  if (failed === undefined) return upwards(loads, bracket, bounds);
  if (passed === undefined) return downwards(loads, bracket, bounds);
  const greatest = loads.at(-1)?.load ?? failed.load;
  if (greatest === failed.load && failed.load < bounds.most && failed.load > bounds.start)
    return { load: Math.min(bounds.most, 2 * failed.load), purpose: 'beyond' };
  return between(bracket, bounds);
}

/** Doubles; nothing is tried above a load that this machine cannot drive. */
function upwards(loads: readonly TriedLoad[], bracket: Bracket, bounds: SearchBounds): Wanted | undefined {
  const greatest = loads.at(-1)?.load;
  if (greatest === undefined) return { load: bounds.start, purpose: 'search' };
  if (isSaturated(bracket)) return undefined;
  if (greatest >= bounds.most) return between(bracket, bounds);
  return { load: asked(greatest, Math.min(bounds.most, 2 * greatest), bounds), purpose: 'search' };
}

/** Halves; below the least load, what is left is to find how low the failing ones begin. */
function downwards(loads: readonly TriedLoad[], bracket: Bracket, bounds: SearchBounds): Wanted | undefined {
  const lowest = loads[0]?.load ?? bounds.start;
  if (lowest <= bounds.least) return between(bracket, bounds);
  return { load: Math.max(bounds.least, Math.floor(lowest / 2)), purpose: 'search' };
}

/**
 * The middle of the widest gap between neighbouring loads that were tried, from what passed to what failed: one that passes above undecided loads
 * decides them too. Nothing when no load was decided.
 */
function between({ passed, failed, open }: Bracket, { precision, atLeast }: SearchBounds): Wanted | undefined {
  if (passed === undefined && failed === undefined) return undefined;
  const loads = [passed, ...open, failed].flatMap((each) => (each === undefined ? [] : [each.load]));
  const parts = loads.slice(1).map((to, index) => ({ from: loads[index] ?? to, to }));
  const wide = parts.filter(({ from, to }) => to - from > 1);
  const exact = wide.find(({ from, to }) => atLeast !== undefined && from < atLeast && atLeast < to);
  if (exact !== undefined && atLeast !== undefined) return { load: atLeast, purpose: 'search' };
  const widest = wide
    .filter(({ from, to }) => !isNarrow(from, to, precision))
    .toSorted((one, other) => other.to - other.from - (one.to - one.from))[0];
  if (widest === undefined) return undefined;
  return { load: Math.floor((widest.from + widest.to) / 2), purpose: 'search' };
}

/** The load that somebody asks for when it lies between two others, else the second. */
function asked(from: number, to: number, { atLeast }: SearchBounds): number {
  return atLeast !== undefined && from < atLeast && atLeast < to ? atLeast : to;
}

function isSaturated({ failed, open }: Bracket): boolean {
  return failed === undefined && open.some(({ status }) => status === 'invalid');
}

function endOf(bracket: Bracket, wanted: Wanted | undefined): SearchEnd {
  if (isSaturated(bracket)) return 'saturated';
  return wanted === undefined ? 'complete' : 'steps-used';
}
