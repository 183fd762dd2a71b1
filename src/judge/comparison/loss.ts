import type { Question } from './questions.ts';

type Scaled = Pick<Question, 'scale' | 'worse'>;

/** 1 where greater is worse, −1 where less is. */
export function changeSign({ worse }: Pick<Question, 'worse'>): 1 | -1 {
  return worse === 'greater' ? 1 : -1;
}

/**
 * A change from one value to another as a loss: positive is worse. For ratios it is a difference of logarithms, for points one of shares.
 * Undefined when a ratio has a side of 0 or less, which has no logarithm.
 */
export function lossOf({ scale, worse }: Scaled, before: number, after: number): number | undefined {
  const sign = changeSign({ worse });
  if (scale === 'points') return sign * (after - before);
  return before > 0 && after > 0 ? sign * (Math.log(after) - Math.log(before)) : undefined;
}

/** The change that a loss stands for: after / before − 1, or after − before. */
export function changeOf({ scale, worse }: Scaled, loss: number): number {
  const signed = changeSign({ worse }) * loss;
  return scale === 'points' ? signed : Math.expm1(signed);
}

/** The loss of a worsening by so much, as margins are given: 0.1 is a latency 10 % higher, a throughput 10 % lower, or 10 points. */
export function lossOfMargin({ scale, worse }: Scaled, margin: number): number {
  if (scale === 'points') return margin;
  return worse === 'greater' ? Math.log1p(margin) : -Math.log1p(-Math.min(margin, 0.999_999));
}

/** The worsening, as a margin is given, that a loss of 0 or more stands for. */
export function marginOf(question: Scaled, loss: number): number {
  return Math.abs(changeOf(question, loss));
}
