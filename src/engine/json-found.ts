import type { Scalar } from '../scenario/scenario.ts';

/** What lies at a wanted path. `escaped` is a string with a backslash in it; `count` is the length of an array. */
export const found = {
  absent: 0,
  true: 1,
  false: 2,
  null: 3,
  number: 4,
  string: 5,
  escaped: 6,
  object: 7,
  array: 8,
  count: 9,
} as const;

/** One of `found`. */
export type FoundKind = number;

/** A scalar that was made ready to be compared with what a scan found. */
export type Expected = {
  readonly kind: FoundKind;
  readonly text: string;
  readonly bytes: Uint8Array;
  readonly number: number;
};

/** Makes a scalar ready for `JsonScanner.is`. */
export function expect(value: Scalar): Expected {
  const text = typeof value === 'string' ? value : '';
  return {
    kind: kindOf(value),
    text,
    bytes: Buffer.from(text),
    number: typeof value === 'number' ? value : NaN,
  };
}

function kindOf(value: Scalar): FoundKind {
  if (value === null) return found.null;
  if (typeof value === 'boolean') return value ? found.true : found.false;
  return typeof value === 'number' ? found.number : found.string;
}
