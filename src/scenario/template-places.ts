import type { Path } from './problem-reporter.ts';

/** The places of a query that a request can have. */
export const placeNames = ['question', 'doc_id', 'id', 'class'] as const;

/** A place `{{name}}` as written (spaces and all, which make it another name), and where. */
export type Place = { readonly name: string; readonly path: Path };

/** Every place in the strings of a JSON value, keys of objects not included. */
export function placesIn(value: unknown, path: Path): Place[] {
  if (typeof value === 'string') {
    return [...value.matchAll(/\{\{([^{}]*)\}\}/gu)].map((found) => ({ name: found[1] ?? '', path }));
  }
  if (Array.isArray(value)) return value.flatMap((item: unknown, index) => placesIn(item, [...path, index]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => placesIn(item, [...path, key]));
}
