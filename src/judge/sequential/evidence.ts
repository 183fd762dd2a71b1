import type { SliceCount } from '../../stats/design-effect.ts';
import { leastSeconds } from '../../scenario/until-decided.ts';
import { logEvidenceAbove, logEvidenceBelow, logEvidenceLimit } from '../../stats/e-process.ts';
import { upperDesignEffect } from '../../stats/upper-design-effect.ts';
import type { Decision } from '../gate-decision.ts';

/** Evidence decides from 20 on: at any time it gets there with a probability of at most 5 % when it should not (Ville's inequality). */
export const decidingLog = decidingLogOf();

/**
 * ln of the evidence from which on a test decides that is one of `jointTests`, 20 times as many: all of them together are wrong with a probability
 * of at most 5 % (Bonferroni).
 */
export function decidingLogOf(jointTests = 1): number {
  return logEvidenceLimit(0.05 / jointTests);
}

/** From so many seconds that hold samples on, their spread says enough of how samples depend on each other. */
export const leastSlices = leastSeconds;

const greatestLog = 700;

/** Samples that break a limit, of how many, and by what they are thinned; `deff` is undefined where too few seconds tell it. */
export type Tally = { readonly over: number; readonly n: number; readonly deff: number | undefined };

/** Natural logarithms of the evidence that a limit is kept and that it is broken, clipped to ±700; 0 says nothing. */
export type Evidence = { readonly logPass: number; readonly logFail: number };

/** Sums the seconds of a gate, and thins them by the upper bound of their design effect, from 20 seconds that hold samples on. */
export function tallySlices(slices: readonly SliceCount[], allowed: number): Tally {
  return {
    over: slices.reduce((sum, { over }) => sum + over, 0),
    n: slices.reduce((sum, { count }) => sum + count, 0),
    deff: thinningOf(slices, allowed),
  };
}

/** By what the samples of these seconds are thinned: 1 or more; undefined with fewer than 20 seconds that hold samples. */
export function thinningOf(slices: readonly SliceCount[], allowed: number): number | undefined {
  const filled = slices.filter(({ count }) => count > 0);
  return filled.length < leastSlices ? undefined : upperDesignEffect(filled, allowed);
}

/**
 * Weighs a gate that passes when fewer than `allowed` of all samples break its limit: by an e-process on counts thinned by the design effect.
 * What counts towards passing and towards failing may differ: a dropped request counts as over the limit only when it comes to
 * passing. No evidence without samples or without a thinning.
 */
export function weigh(towards: { readonly pass: Tally; readonly fail: Tally }, allowed: number): Evidence {
  const { pass, fail } = towards;
  return {
    logPass: logOf(pass, (over, n) => logEvidenceBelow(over, n, allowed)),
    logFail: logOf(fail, (over, n) => logEvidenceAbove(over, n, allowed)),
  };
}

/** What evidence says: pass or fail from 20 on, or from `e^limitLog`; inconclusive below, and where it says both. */
export function decideByEvidence({ logPass, logFail }: Evidence, limitLog = decidingLog): Decision {
  const passes = logPass >= limitLog;
  const fails = logFail >= limitLog;
  if (passes === fails) return 'inconclusive';
  return passes ? 'pass' : 'fail';
}

function logOf({ over, n, deff }: Tally, evidence: (over: number, n: number) => number): number {
  if (deff === undefined || n === 0) return 0;
  return Math.min(greatestLog, Math.max(-greatestLog, evidence(over / deff, n / deff)));
}
