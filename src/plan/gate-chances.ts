import type { Threshold } from '../scenario/threshold.ts';
import { passProbability, samplesForPower } from '../stats/gate-power.ts';
import { microsPerSecond } from '../units.ts';
import type { ForeseenLength } from './foresee-length.ts';

/** Below this chance to pass the length that would raise it is printed. */
export const lowPower = 0.8;
/** The chance that the printed length gives. */
export const wantedPower = 0.9;

/** The chance that a gate passes if a given share of its samples breaks the limit in truth. */
export type GateChance = {
  /** The share that is taken to break the limit. */
  readonly trueShare: number;
  /** The value of a rate at that share; absent for a quantile. */
  readonly rate?: number;
  /** A margin below what is allowed, or the predicted hit rate (or a stored run's). */
  readonly assumed: 'margin' | 'hit rate';
  /** Absent when the number of samples is not foreseen. */
  readonly power?: number;
  /** What gives a chance of 90 %, in all runs together; absent when no practical number does. */
  readonly needed?: NeededLength;
};

/** Samples of a gate, and what gives them: requests of all runs, and the length of one run or the rate at the planned length. */
export type NeededLength = {
  readonly samples: number;
  /** Absent when the share of the gate's samples among the requests is not known. */
  readonly requests?: number;
  /** Length of each run at the foreseen rate; absent without one. */
  readonly microsPerRun?: number;
  /** The rate at which the planned length gives so many requests. */
  readonly ratePerSecond?: number;
};

/** What the chances of a gate are reckoned with. */
export type ChanceQuestion = {
  /** The share of samples that may break the limit. */
  readonly allowed: number;
  /** The share of the requests that are samples of the gate; undefined when it is not known. */
  readonly sampleShare: number | undefined;
  readonly hitRate: number | undefined;
  readonly deff: number;
  readonly runs: number;
  /** How long one run measures; undefined where it ends when its requests are done. */
  readonly micros: number | undefined;
  readonly length: ForeseenLength;
};

/**
 * The chances of a gate to pass: for a quantile when four fifths and two fifths of what is allowed breaks its limit (for p(95): 4 %
 * and 2 %), for the hit rate at the predicted one, for other rates at half of what is allowed. By the exact binomial test on n/deff
 * samples of all runs; how runs differ is not in it. Empty when the truth that is assumed does not keep the limit.
 */
export function chancesOf(gate: Threshold, question: ChanceQuestion): GateChance[] {
  return truthsOf(gate, question)
    .filter(({ trueShare }) => trueShare < question.allowed)
    .map((truth) => chanceOf(truth, question));
}

function chanceOf(truth: Truth, question: ChanceQuestion): GateChance {
  const samples = plannedSamples(question);
  const needed = neededFor(truth.trueShare, question);
  return {
    ...truth,
    ...(samples === undefined ? {} : { power: powerOf(samples, truth.trueShare, question) }),
    ...(needed === undefined ? {} : { needed }),
  };
}

/** Samples of a gate that all runs of a plan give; undefined when it is not foreseen. */
export function plannedSamples({
  length,
  sampleShare,
  runs,
}: Pick<ChanceQuestion, 'sampleShare' | 'runs'> & {
  readonly length: { readonly requests?: number | undefined };
}): number | undefined {
  if (length.requests === undefined || sampleShare === undefined) return undefined;
  return Math.floor(length.requests * sampleShare * runs + 1e-9);
}

type Truth = Pick<GateChance, 'trueShare' | 'rate' | 'assumed'>;

function truthsOf(gate: Threshold, { allowed, hitRate }: ChanceQuestion): Truth[] {
  const below = gate.operator === '<' || gate.operator === '<=';
  if (gate.aggregation.kind === 'quantile')
    return [0.8, 0.4].map((part) => ({ trueShare: clean(part * allowed), assumed: 'margin' }));
  if (gate.metric === 'cache_hit_rate') {
    if (hitRate === undefined) return [];
    return [{ trueShare: below ? hitRate : 1 - hitRate, rate: hitRate, assumed: 'hit rate' }];
  }
  const trueShare = clean(allowed / 2);
  return [{ trueShare, rate: clean(below ? trueShare : 1 - trueShare), assumed: 'margin' }];
}

function powerOf(samples: number, trueShare: number, { allowed, deff }: ChanceQuestion): number {
  const effective = Math.floor(samples / deff);
  return effective < 1 ? 0 : passProbability(effective, { allowed, trueShare });
}

function neededFor(trueShare: number, question: ChanceQuestion): NeededLength | undefined {
  const { allowed, sampleShare, deff, runs, micros, length } = question;
  const independent = samplesForPower({ allowed, trueShare }, wantedPower);
  if (independent === undefined) return undefined;
  const samples = Math.ceil(independent * deff);
  if (sampleShare === undefined || sampleShare <= 0) return { samples };
  const requests = Math.ceil(samples / sampleShare - 1e-9);
  const perRun = requests / runs;
  const { ratePerSecond } = length;
  return {
    samples,
    requests,
    ...(ratePerSecond === undefined ? {} : { microsPerRun: Math.ceil(perRun / ratePerSecond) * microsPerSecond }),
    ...(micros === undefined ? {} : { ratePerSecond: (perRun * microsPerSecond) / micros }),
  };
}

/** Without the last digits of floating point, so that four fifths of 1 − 0.95 is 0.04. */
function clean(share: number): number {
  return Number(share.toPrecision(12));
}
