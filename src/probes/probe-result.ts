/** What a probe found out: `no-data` when it could not be asked or nothing could be judged, which is never a pass. */
export type ProbeStatus = 'pass' | 'fail' | 'no-data';

/** Something that was seen, without secrets: what was looked at, and what it was. */
export type Evidence = { readonly what: string; readonly seen: string };

/** One functional check of a live target. */
export type ProbeResult = {
  /** Its name in reports, such as 'health' or 'coherence: same answer'. */
  readonly name: string;
  readonly status: ProbeStatus;
  /** One sentence: why this status. */
  readonly reason: string;
  readonly evidence: readonly Evidence[];
  /** When it began, as ISO 8601. */
  readonly startedAt: string;
  readonly millis: number;
};
