import { worstStatus } from './probe-finding.ts';
import type { ProbeResult, ProbeStatus } from './probe-result.ts';

/** All probes of a scenario, asked once. */
export type ProbePass = {
  readonly results: readonly ProbeResult[];
  /** Requests that the probes sent; they are in no figure of the load. */
  readonly requests: number;
  readonly startedAt: string;
  readonly millis: number;
};

/** The probes of a run: before its load, and after it unless the run did not come so far. */
export type RunProbes = { readonly before: ProbePass; readonly after?: ProbePass };

/** What all probes come to together, and why in one clause: the first that failed, or the first that had no data. */
export function concludeProbes({ results }: Pick<ProbePass, 'results'>): {
  readonly status: ProbeStatus;
  readonly reason: string;
} {
  const status = worstStatus(results.map((result) => result.status));
  if (results.length === 0) return { status, reason: 'no probe was made' };
  if (status === 'pass')
    return { status, reason: results.length === 1 ? 'the only probe passed' : `all ${results.length} probes passed` };
  const open = results.filter((result) => result.status === status);
  const others = open.length - 1;
  const word = status === 'fail' ? 'failed' : 'had no data';
  const more = others === 0 ? '' : `; ${others === 1 ? 'one more' : `${others} more`} ${word}`;
  return { status, reason: `${open[0]?.name}: ${open[0]?.reason}${more}` };
}
