import { closest, distance } from 'fastest-levenshtein';

/** A hint in the imperative: 'did you mean "freeze"?' when a name is at most a third away, otherwise all names. */
export function nameHint(text: string, names: readonly string[]): string {
  const nearest = closest(text, [...names]);
  const isNear = distance(text, nearest) <= Math.max(1, Math.floor(nearest.length / 3));
  return isNear ? `did you mean "${nearest}"?` : `choose one of ${names.join(', ')}`;
}
