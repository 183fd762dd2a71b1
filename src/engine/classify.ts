import { outcomeCodes, type OutcomeCode } from '../recorder/sample.ts';
import type { Classification } from '../scenario/scenario.ts';
import { compilePath, valueAt, type JsonPath } from './json-path.ts';
import { serverTimingDescription } from './server-timing.ts';

/** Reads the cache class of a successful answer; anything but a listed value is unknown. */
export class Classifier {
  /** Whether the class is in the body. */
  readonly needsBody: boolean;
  /** Lower-case name of the header that holds the class; undefined when the body does. */
  readonly header: string | undefined;
  private readonly path: JsonPath;
  private readonly metric: string | undefined;
  private readonly hit: ReadonlySet<unknown>;
  private readonly miss: ReadonlySet<unknown>;

  constructor(classification: Classification) {
    this.needsBody = classification.from === 'json';
    this.header = headerOf(classification);
    this.path = classification.from === 'json' ? compilePath(classification.path) : [];
    this.metric = classification.from === 'server-timing' ? classification.metric : undefined;
    this.hit = new Set<unknown>(classification.hit);
    this.miss = new Set<unknown>(classification.miss);
  }

  /** The outcome code of an answer: 0 hit, 1 miss, 2 unknown. A value listed for both classes is unknown. */
  classify(header: string | undefined, body: unknown): OutcomeCode {
    const value = this.needsBody ? valueAt(body, this.path) : this.headerValue(header);
    const hit = this.hit.has(value);
    if (hit === this.miss.has(value)) return outcomeCodes.unknown;
    return hit ? outcomeCodes.hit : outcomeCodes.miss;
  }

  private headerValue(header: string | undefined): string | undefined {
    if (header === undefined || this.metric === undefined) return header;
    return serverTimingDescription(header, this.metric);
  }
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
