import { closest, distance } from 'fastest-levenshtein';

/**
 * The candidate that `text` was probably meant to be, or undefined when none is near: one edit away, three for
 * text of six letters, a third of longer text, without regard to case and separators.
 */
export function nearest(text: string, candidates: readonly string[]): string | undefined {
  if (candidates.length === 0 || text === '') return undefined;
  const same = candidates.find((candidate) => bare(candidate) === bare(text));
  if (same !== undefined) return same;
  const found = closest(bare(text), candidates.map(bare));
  const candidate = candidates.find((candidate) => bare(candidate) === found);
  const most = Math.max(1, Math.min(Math.floor(text.length / 2), Math.max(3, Math.floor(text.length / 3))));
  return distance(bare(text), found) <= most ? candidate : undefined;
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
