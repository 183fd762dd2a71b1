import { failuresOf, successesOf } from '../recorder/phase-counts.ts';
import type { FailureKind } from '../recorder/sample.ts';
import type { Snapshot } from '../recorder/snapshot.ts';

/** A count of ours, and what the service may rightly have counted. */
export type OwnCount = { readonly ours: number; readonly least: number; readonly most: number };

/** What hitgate counted in the measured phase of a run, as the service's counters should have it. */
export type OwnCounts = {
  /** Requests that may have reached the service. */
  readonly sent: number;
  readonly successes: number;
  readonly requests: OwnCount;
  readonly hits: OwnCount;
  readonly errors: OwnCount;
  /** Requests of which it cannot be known whether the service counted them, and as what. */
  readonly open: number;
};

/** The connection broke or was given up before the reply was whole: the service may have counted a success, a failure or nothing. */
const openKinds: readonly FailureKind[] = ['reset', 'timeout', 'malformed', 'truncated', 'interrupted'];
/** Given up in the warm-up: the service may have counted it later. */
const lateKinds: readonly FailureKind[] = ['timeout', 'interrupted'];

/**
 * Our counts of a run with the least and the most that the service may have counted. A request whose reply was read was counted once;
 * a refused one never arrived; of one that broke off nobody can say. A hit that is not called one by its answer may be one.
 */
export function ownCounts({ warmup, measure }: Snapshot, requestsCountErrors: boolean): OwnCounts {
  const { classes, failures, requests } = measure;
  const successes = successesOf(measure);
  const refusedOutright = failures.status + failures.body;
  const open = failuresOf(measure, openKinds) + failuresOf(warmup, lateKinds);
  const failed = failuresOf(measure) - failures.refused;
  const answered = requestsCountErrors ? successes + refusedOutright : successes;
  return {
    sent: requests - failures.refused,
    successes,
    requests: {
      ours: requestsCountErrors ? requests - failures.refused : successes,
      least: answered,
      most: answered + open,
    },
    hits: { ours: classes.hit.count, least: classes.hit.count, most: classes.hit.count + classes.unknown.count + open },
    errors: { ours: failed, least: refusedOutright, most: refusedOutright + open },
    open,
  };
}
