import { closest, distance } from 'fastest-levenshtein';

/**
 * The candidate that `text` was probably meant to be, or undefined when none is near: at most a third of its length
 * (and at least one edit) away, without regard to case, or the same letters with other separators.
 */
export function nearest(text: string, candidates: readonly string[]): string | undefined {
  if (candidates.length === 0 || text === '') return undefined;
  const same = candidates.find((candidate) => bare(candidate) === bare(text));
  if (same !== undefined) return same;
  const found = closest(bare(text), candidates.map(bare));
  const candidate = candidates.find((candidate) => bare(candidate) === found);
  return distance(bare(text), found) <= Math.max(1, Math.floor(text.length / 3)) ? candidate : undefined;
}

function bare(word: string): string {
  return word.toLowerCase().replaceAll(/[-_ ]/gu, '');
}

/** A hint in the imperative: 'did you mean "vus"?' when one candidate is near, otherwise all that there are. */
export function didYouMean(text: string, candidates: readonly string[]): string {
  const found = nearest(text, candidates);
  if (found !== undefined) return `did you mean "${found}"?`;
  return candidates.length === 1 ? `use ${candidates[0] ?? ''}` : `choose one of ${candidates.join(', ')}`;
}
