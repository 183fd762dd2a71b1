import { outcomeCodes, type OutcomeCode } from '../recorder/sample.ts';
import type { Classification } from '../scenario/scenario.ts';
import { expect, type Expected } from './json-found.ts';
import type { JsonScanner } from './json-scanner.ts';
import { serverTimingDescription } from './server-timing.ts';
import type { WantedPaths } from './wanted-paths.ts';

/** Reads the cache class of a successful answer; anything but a listed value is unknown. */
export class Classifier {
  /** Whether the class is in the body. */
  readonly needsBody: boolean;
  /** Lower-case name of the header that holds the class; undefined when the body does. */
  readonly header: string | undefined;
  private readonly slot: number;
  private readonly metric: string | undefined;
  private readonly hit: ReadonlySet<unknown>;
  private readonly miss: ReadonlySet<unknown>;
  private readonly hitScalars: readonly Expected[];
  private readonly missScalars: readonly Expected[];

  constructor(classification: Classification, wanted: WantedPaths) {
    this.needsBody = classification.from === 'json';
    this.header = headerOf(classification);
    this.slot = classification.from === 'json' ? wanted.slotOf(classification.path) : -1;
    this.metric = classification.from === 'server-timing' ? classification.metric : undefined;
    this.hit = new Set<unknown>(classification.hit);
    this.miss = new Set<unknown>(classification.miss);
    this.hitScalars = classification.hit.map(expect);
    this.missScalars = classification.miss.map(expect);
  }

  /** The outcome code of an answer whose class is in its body: 0 hit, 1 miss, 2 unknown. A value listed for both classes is unknown. */
  classifyBody(body: JsonScanner): OutcomeCode {
    return outcomeOf(isAny(body, this.slot, this.hitScalars), isAny(body, this.slot, this.missScalars));
  }

  /** The same for an answer whose class is in a header; undefined for a reply without it. */
  classifyHeader(header: string | undefined): OutcomeCode {
    const value =
      header === undefined || this.metric === undefined ? header : serverTimingDescription(header, this.metric);
    return outcomeOf(this.hit.has(value), this.miss.has(value));
  }
}

function outcomeOf(isHit: boolean, isMiss: boolean): OutcomeCode {
  if (isHit === isMiss) return outcomeCodes.unknown;
  return isHit ? outcomeCodes.hit : outcomeCodes.miss;
}

function isAny(body: JsonScanner, slot: number, scalars: readonly Expected[]): boolean {
  for (const scalar of scalars) {
    if (body.is(slot, scalar)) return true;
  }
  return false;
}

function headerOf(classification: Classification): string | undefined {
  switch (classification.from) {
    case 'json':
      return undefined;
    case 'header':
      return classification.name.toLowerCase();
    case 'server-timing':
      return 'server-timing';
  }
}
