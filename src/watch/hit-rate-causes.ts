import { formatCount, formatShare } from '../units.ts';
import type { Cause, Seen } from './likely-cause.ts';
import { readingOf, type Look } from './reading.ts';
import type { WindowDetails } from './window-details.ts';

/** Of what the hit rate lost, the share that answers without a class must make up to be its cause. */
const mostlyShare = 0.5;

/** Why the hit rate is low: answers that say no class, a cache that is cold after a time without service, or one that does not hold what it held. */
export function causesOfHitRate({ look, well, minutes }: Seen): Cause[] {
  const causes: Cause[] = [];
  const { details } = look;
  const hitRate = readingOf(look, { kind: 'hit rate' }).value ?? 0;
  const before = well === undefined ? undefined : readingOf(well, { kind: 'hit rate' }).value;
  if (details !== undefined) {
    const unknown = unknownShare(details);
    const unknownBefore = well?.details === undefined ? 0 : unknownShare(well.details);
    const lost = (before ?? 1) - hitRate;
    if (unknown > unknownBefore && unknown - unknownBefore >= mostlyShare * lost) {
      const sentence =
        'answers no longer say whether they come from the cache: its statistics are off, or another release answers';
      causes.push({
        kind: 'unclassified',
        sentence,
        evidence: `${classWords(details)}; unknown before ${formatShare(unknownBefore)}`,
      });
      return causes;
    }
  }
  const evidence = [
    ...(details === undefined ? [] : [classWords(details)]),
    before === undefined
      ? 'no earlier hit rate is known'
      : `hit rate before ${formatShare(before)}, now ${formatShare(hitRate)}`,
  ].join('; ');
  if (minutes.some(wasDown)) {
    const sentence = 'the service was away shortly before: its cache is cold';
    causes.push({ kind: 'cold cache', sentence, evidence });
  } else if (hitRate === 0) {
    const sentence = 'no answer comes from the cache: it is off, unreachable, or its keys have changed';
    causes.push({ kind: 'cache', sentence, evidence });
  } else if (before !== undefined && before > hitRate) {
    const sentence = 'more lookups miss than before: entries are evicted or expire sooner, or keys have changed';
    causes.push({ kind: 'cache', sentence, evidence });
  }
  return causes;
}

function wasDown(look: Look): boolean {
  return readingOf(look, { kind: 'up' }).value === 0 || (look.details?.downSeconds ?? 0) > 0;
}

function unknownShare({ classes: { hit, miss, unknown } }: WindowDetails): number {
  const all = hit + miss + unknown;
  return all === 0 ? 0 : unknown / all;
}

function classWords({ classes: { hit, miss, unknown } }: WindowDetails): string {
  return `${formatCount(hit)} hits, ${formatCount(miss)} misses, ${formatCount(unknown)} unknown`;
}
