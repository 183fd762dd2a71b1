import type { Evidence, ProbeResult, ProbeStatus } from './probe-result.ts';

/** What is concluded from an exchange, before its time is known. */
export type ProbeFinding = Omit<ProbeResult, 'startedAt' | 'millis'>;

/** Most characters of one thing that was seen. */
const mostCharacters = 200;

/** Something that was seen, cut to 200 characters. */
export function evidence(what: string, seen: string): Evidence {
  return { what, seen: seen.length <= mostCharacters ? seen : `${seen.slice(0, mostCharacters - 1)}…` };
}

/** A fail hides what had no data, and that hides a pass; nothing at all is no data. */
export function worstStatus(statuses: readonly ProbeStatus[]): ProbeStatus {
  if (statuses.includes('fail')) return 'fail';
  return statuses.length === 0 || statuses.includes('no-data') ? 'no-data' : 'pass';
}
