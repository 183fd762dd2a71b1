import type { ImportedClass } from './imported-baseline.ts';

/** The class that the value of a tag names; undefined when it names none. */
export function classOf(value: string): ImportedClass | undefined {
  return value === 'hit' || value === 'miss' || value === 'unknown' ? value : undefined;
}
