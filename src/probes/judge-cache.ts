import type { AskedTwice } from './judge-citations.ts';
import { sayObserved, type Observed } from './observed.ts';
import { evidence, type ProbeFinding } from './probe-finding.ts';

/**
 * Whether a question that nobody asked before is a miss and its repeat a hit, for every question. Questions that the service does not answer
 * are left out; when none is left, or one says no class, there is no data.
 */
export function judgeRepeat(asked: readonly AskedTwice[]): ProbeFinding {
  const name = 'cache: repeat';
  const shown = asked.map(({ first, repeat }) =>
    evidence(first.question, `first ${sayObserved(first)}, then ${sayObserved(repeat)}`),
  );
  const finding = (status: ProbeFinding['status'], reason: string): ProbeFinding => ({
    name,
    status,
    reason,
    evidence: shown,
  });
  const answered = asked.filter(({ first, repeat }) => first.kind === 'answer' && repeat.kind === 'answer');
  const classes = answered.map(({ first, repeat }) => [classOf(first), classOf(repeat)] as const);
  const early = classes.filter(([first]) => first === 'hit').length;
  if (early > 0) return finding('fail', `${early} of ${classes.length} fresh questions were answered as hits`);
  const missed = classes.filter(([first, repeat]) => first === 'miss' && repeat === 'miss').length;
  if (missed > 0)
    return finding(
      'fail',
      `${missed} of ${classes.length} repeats were misses; answers that the service never caches look like this too`,
    );
  if (classes.length === 0) return finding('no-data', 'no question was answered twice');
  const unclear = classes.filter((pair) => pair.includes('unknown')).length;
  if (unclear > 0) return finding('no-data', `${unclear} of ${classes.length} pairs do not say their cache class`);
  return finding('pass', classes.length === 1 ? 'the repeat was a hit' : `all ${classes.length} repeats were hits`);
}

/** A variant of a question whose own repeat was asked before. */
export type AskedVariant = { readonly repeat: Observed; readonly variant: Observed; readonly expected: 'hit' | 'miss' };

/** Whether a variant of a question that is in the cache is the class that is expected. Where the question itself is not, a miss says nothing. */
export function judgeVariant(name: string, { repeat, variant, expected }: AskedVariant): ProbeFinding {
  const shown = [evidence(repeat.question, sayObserved(repeat)), evidence(variant.question, sayObserved(variant))];
  if (classOf(repeat) !== 'hit')
    return { name, status: 'no-data', reason: 'the question itself was not in the cache', evidence: shown };
  const seen = classOf(variant);
  if (seen === undefined || seen === 'unknown')
    return { name, status: 'no-data', reason: `the variant was ${sayObserved(variant)}`, evidence: shown };
  return {
    name,
    status: seen === expected ? 'pass' : 'fail',
    reason: `the variant is a ${seen}, expected a ${expected}`,
    evidence: shown,
  };
}

/** A fresh question, again at half its time to live, and again after it. */
export type AskedOverTime = { readonly first: Observed; readonly early: Observed; readonly late: Observed };

/** Whether an answer is in the cache at half its time and not after it. One that was not there at half its time is no data: it cannot expire. */
export function judgeExpiry({ first, early, late }: AskedOverTime, ttl: string): ProbeFinding {
  const name = 'cache: expiry';
  const shown = [
    evidence('at first', sayObserved(first)),
    evidence('at half its time', sayObserved(early)),
    evidence('after its time', sayObserved(late)),
  ];
  if (classOf(first) !== 'miss' || classOf(early) !== 'hit')
    return { name, status: 'no-data', reason: `it was not in the cache at half of ${ttl}`, evidence: shown };
  switch (classOf(late)) {
    case 'hit':
      return { name, status: 'fail', reason: `it was still a hit after ${ttl}`, evidence: shown };
    case 'miss':
      return { name, status: 'pass', reason: `it was a hit at half of ${ttl} and a miss after it`, evidence: shown };
    case 'unknown':
    case undefined:
      return { name, status: 'no-data', reason: `after ${ttl} it ${sayObserved(late)}`, evidence: shown };
  }
}

/**
 * Whether a failing question is not cached: its repeat is no hit, be it an answer or a failure. A question that does not fail, or whose repeat
 * is answered without a class, is no data.
 */
export function judgeFailing({ first, repeat }: AskedTwice): ProbeFinding {
  const name = 'cache: failing query';
  const shown = [evidence('at first', sayObserved(first)), evidence('again', sayObserved(repeat))];
  const noData = (reason: string): ProbeFinding => ({ name, status: 'no-data', reason, evidence: shown });
  if (first.kind !== 'failure')
    return noData(first.kind === 'answer' ? 'the question did not fail: give one that does' : sayObserved(first));
  if (repeat.kind === 'no-reply') return noData(sayObserved(repeat));
  if (first.cacheClass === 'hit' || repeat.cacheClass === 'hit')
    return {
      name,
      status: 'fail',
      reason: repeat.kind === 'answer' ? 'the repeat was a hit' : 'the failure says that it comes from the cache',
      evidence: shown,
    };
  if (repeat.kind === 'answer' && repeat.cacheClass === 'unknown')
    return noData('the repeat was answered without a cache class');
  const reason = repeat.kind === 'failure' ? 'it failed again and was no hit' : 'the repeat was a miss';
  return { name, status: 'pass', reason, evidence: shown };
}

/** The class of an answer; undefined when there was none. */
function classOf(seen: Observed): 'hit' | 'miss' | 'unknown' | undefined {
  return seen.kind === 'answer' ? seen.cacheClass : undefined;
}
