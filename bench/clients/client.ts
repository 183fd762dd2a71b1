import type { Command, Output } from '../harness/children.ts';
import type { Quantiles } from '../harness/delay-target.ts';

/** What a client is asked to do. `folder` is empty and its own; `url` has a path. */
export type Load = {
  readonly executable: string;
  readonly url: string;
  readonly connections: number;
  readonly seconds: number;
  readonly folder: string;
};

/** The same at a rate that does not wait for the service. */
export type RateLoad = Load & { readonly rate: number };

/** One way to use a client flat out. */
export type CostSubject = {
  readonly name: string;
  readonly method: 'GET' | 'POST';
  /** What it does and does not do for a request, beside sending it. */
  readonly does: string;
  readonly command: (load: Load) => Command;
  /** Answers it counted. */
  readonly read: (output: Output, load: Load) => number;
};

/** What a client says of its own run. Quantiles that it does not print are absent. */
export type Reading = {
  readonly requests: number;
  /** Requests of the plan that it says it could not start or finish. */
  readonly lost: number;
  readonly millis: Quantiles;
};

/** One way to use a client at a rate. */
export type AccuracySubject = {
  readonly name: string;
  readonly note: string;
  readonly command: (load: RateLoad) => Command;
  /** What it does not measure at first: so many requests, or so many seconds. */
  readonly excluded: (load: RateLoad) => { readonly requests: number } | { readonly seconds: number };
  readonly read: (output: Output, load: RateLoad) => Reading;
};

/** A load generator as the benches use it. */
export type Client = {
  readonly name: string;
  /** Undefined when it is not installed. */
  readonly executable: string | undefined;
  readonly version: (executable: string) => string;
  readonly cost: readonly CostSubject[];
  readonly accuracy: readonly AccuracySubject[];
};

/** The body of request number `index`, as the query service wants it. */
export function queryBody(index: number): string {
  return JSON.stringify({
    doc_id: 'doc_1',
    question: `What does requirement ${index} say about stored cardholder data?`,
  });
}

/** The first group of a pattern as a number. @throws Error with the text when a client printed something else. */
export function numberIn(text: string, pattern: RegExp): number {
  const found = pattern.exec(text)?.[1];
  if (found === undefined)
    throw new Error(`Expected ${pattern} in what the client printed, got: ${text.slice(0, 600)}`);
  return Number(found);
}
