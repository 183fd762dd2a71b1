import type { Severity, Trigger } from '../scenario/trigger.ts';
import type { WatchRecord } from '../report/watch-record.ts';
import { conditionWords } from './describe-watch.ts';
import type { TriggerState } from './trigger-watch.ts';
import type { Watcher } from './watcher.ts';

/** From which trigger on a watch fails: a rollback alone; also a review, or what is critical; any but those that only inform. */
export const failOnNames = ['rollback', 'critical', 'warning'] as const;

/** One of `failOnNames`. */
export type FailOn = (typeof failOnNames)[number];

type Ended = NonNullable<WatchRecord['ended']>;
type Outcome = Pick<Ended, 'outcome' | 'reasons'>;

/**
 * What a watch that has ended comes to. FAIL: a trigger that counts fired, or could not be watched because its figure was missing for too long or all the
 * time. INVALID: no look was made, or nothing else is wrong and the watch itself was at fault for as long as a trigger may hold. INCONCLUSIVE: a condition holds, and not yet
 * for long enough; or a figure is missing at the end, or was at most looks. A watch without any data is never a PASS. A trigger that fired and was
 * resolved counts as fired.
 */
export function watchOutcome({ watches, counts }: Pick<Watcher, 'watches' | 'counts'>, failOn: FailOn): Outcome {
  if (counts.made === 0) return { outcome: 'INVALID', reasons: ['no look was made, so that nothing is known'] };
  const fired = watches.filter(({ trigger, state }) => state.firings > 0 && isCounted(trigger, failOn));
  const faulty = counts.atFault > 0;
  const unseen = watches.filter(({ trigger, state }) => isUnseen(trigger, state, failOn));
  if (fired.length > 0) return { outcome: 'FAIL', reasons: [...fired.map(firedWords), ...unseen.map(unseenWords)] };
  if (faulty && unseen.length > 0) {
    const words = `the watch itself was at fault at ${counts.atFault} of ${counts.made} looks`;
    return { outcome: 'INVALID', reasons: [words, ...unseen.map(unseenWords)] };
  }
  if (counts.withData === 0)
    return { outcome: 'FAIL', reasons: [`none of ${counts.made} looks had any data${whyOf(watches)}`] };
  if (unseen.length > 0) return { outcome: 'FAIL', reasons: unseen.map(unseenWords) };
  const open = watches.filter(({ trigger, state }) => state.phase === 'pending' && isCounted(trigger, failOn));
  const scarce = watches.filter(({ trigger, state }) => isScarce(state) && isCounted(missingTrigger(trigger), failOn));
  const undecided = [...open.map(openWords), ...scarce.map(scarceWords)];
  if (undecided.length > 0) return { outcome: 'INCONCLUSIVE', reasons: undecided };
  return { outcome: 'PASS', reasons: [] };
}

/** Whether a trigger that fires makes a watch fail. */
function isCounted({ action, severity }: Pick<Trigger, 'action' | 'severity'>, failOn: FailOn): boolean {
  switch (failOn) {
    case 'rollback':
      return action === 'rollback';
    case 'critical':
      return action !== 'alert' || severity === 'critical';
    case 'warning':
      return action !== 'alert' || severity !== 'info';
  }
}

/** Not to see a figure is as grave as its trigger for a rollback, and otherwise a warning; never to have seen it counts for every trigger that counts. */
function isUnseen(trigger: Trigger, { looks, missings }: TriggerState, failOn: FailOn): boolean {
  if (looks.withData === 0 && looks.withoutData > 0) return isCounted(trigger, failOn);
  return missings > 0 && isCounted(missingTrigger(trigger), failOn);
}

/** Whether a figure is missing now, or was missing more often than not: too little was seen to say that all was well. */
function isScarce({ looks, missingSinceMicros }: TriggerState): boolean {
  return missingSinceMicros !== undefined || looks.withoutData > looks.withData;
}

/** The alert that a trigger cannot be watched, as grave as in the rules for Prometheus. */
export function missingTrigger({ action, severity }: Trigger): {
  readonly action: 'alert';
  readonly severity: Severity;
} {
  return { action: 'alert', severity: action === 'rollback' ? severity : 'warning' };
}

type Watched = Watcher['watches'][number];

function firedWords({ trigger, state }: Watched): string {
  const times = state.firings === 1 ? 'fired' : `fired ${state.firings} times`;
  const now = state.phase === 'firing' ? '' : ', and is over';
  return `${trigger.name} (${trigger.action}) ${times}: ${conditionWords(trigger)}${now}`;
}

function unseenWords(watched: Watched): string {
  return `${watched.trigger.name} could not be watched: ${missingWords(watched)}${whyOf([watched])}`;
}

function scarceWords(watched: Watched): string {
  const now = watched.state.missingSinceMicros === undefined ? '' : ', and none at the end';
  return `${watched.trigger.name} was watched for a part of the time: ${missingWords(watched)}${now}${whyOf([watched])}`;
}

function missingWords({ state: { looks } }: Watched): string {
  return `no data at ${looks.withoutData} of ${looks.withData + looks.withoutData} looks`;
}

/** Why there is no data at the end, as the rest of a sentence; '' when there is some, or nobody has looked. */
function whyOf(watches: readonly Watched[]): string {
  const reasons = new Set(watches.flatMap(({ state: { last } }) => last?.noData ?? []));
  return reasons.size === 0 ? '' : `: ${[...reasons].join('; ')}`;
}

function openWords({ trigger }: Watched): string {
  return `${trigger.name} holds, but not for long enough to fire: ${conditionWords(trigger)}`;
}
