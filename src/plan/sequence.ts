import type { Picker } from './popularity/picker.ts';
import type { Sequence } from './plan.ts';

/** The sequence of a picker: shared by all users (index i is request i, whoever sends it), or one for each user. */
export function buildSequence(picker: Picker, mode: 'shared' | 'per-user'): Sequence {
  const { length } = picker;
  if (mode === 'shared') return { queryAt: (_, index) => picker.queryAt(0, index), length };
  return { queryAt: picker.queryAt, length };
}
