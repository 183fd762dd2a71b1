import { studentTQuantile } from './student-t.ts';

/** t(0.975) + t(0.8): how many standard errors a difference must be to be found in four of five tests, two-sided at 5 %. */
export function detectableFactor(degrees: number): number {
  return studentTQuantile(0.975, degrees) + studentTQuantile(0.8, degrees);
}

/** The least difference that so many pairs find in four of five comparisons, where paired differences deviate by so much. */
export function detectableLoss({ deviation, pairs }: { readonly deviation: number; readonly pairs: number }): number {
  return (detectableFactor(pairs - 1) * deviation) / Math.sqrt(pairs);
}
