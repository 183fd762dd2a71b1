import type { TriedLoad } from './load-status.ts';
import type { Precision } from './search.ts';

/** Between which loads the answer lies. */
export type Bracket = {
  /** The greatest load that passed below the least that failed. */
  readonly passed?: TriedLoad;
  /** The least load that failed. */
  readonly failed?: TriedLoad;
  /** Loads above `passed` and below `failed` that were decided neither way, ascending. */
  readonly open: readonly TriedLoad[];
};

/** The bracket of the loads that were tried: a load that failed counts, whatever passed above it. */
export function bracketOf(loads: readonly TriedLoad[]): Bracket {
  const failed = loads.find(({ status }) => status === 'fail');
  const below = loads.filter(({ load }) => failed === undefined || load < failed.load);
  const passed = below.findLast(({ status }) => status === 'pass' || status === 'confirmed');
  return {
    ...(passed === undefined ? {} : { passed }),
    ...(failed === undefined ? {} : { failed }),
    open: below.filter(({ load }) => passed === undefined || load > passed.load),
  };
}

/** A load that failed although a greater one passed. */
export type Contradiction = { readonly failed: TriedLoad; readonly passed: TriedLoad };

/** The least load that failed and the least above it that passed; undefined when no greater one passed. */
export function contradictionIn(loads: readonly TriedLoad[]): Contradiction | undefined {
  const failed = loads.find(({ status }) => status === 'fail');
  if (failed === undefined) return undefined;
  const passed = loads.find(({ load, status }) => load > failed.load && (status === 'pass' || status === 'confirmed'));
  return passed === undefined ? undefined : { failed, passed };
}

/** Whether nothing more is to be found between two loads. */
export function isNarrow(from: number, to: number, precision: Precision): boolean {
  const allowed = precision.kind === 'share' ? precision.share * from : precision.amount;
  return to - from <= Math.max(1, allowed);
}
