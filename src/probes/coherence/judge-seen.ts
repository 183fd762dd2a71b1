import { formatDuration, formatMillis } from '../../units.ts';
import { sayObserved, type Observed } from '../observed.ts';
import { evidence, worstStatus, type ProbeFinding } from '../probe-finding.ts';
import type { ProbeStatus } from '../probe-result.ts';
import { classOf } from './replica-reply.ts';

/** One look at a replica; times are microseconds since the reply that filled another replica was read whole. */
export type Look = { readonly sentMicros: number; readonly repliedMicros: number; readonly seen: Observed };

/** Whether what `origin` stored was seen by `replica`: each look is at another question. */
export type FillSeen = {
  readonly origin: string;
  readonly replica: string;
  readonly looks: readonly Look[];
  /** Why no answer was stored that could have been looked for; the looks are then before that. */
  readonly notStored?: string;
};

/**
 * Whether every replica sees within a bound what another has stored.
 *
 * To ask a replica is to fill it: after a miss it has an answer of its own, so that a later hit says nothing of what it shares. Therefore each
 * look is at a fresh question that one replica alone has answered (and has as a hit), and the replica that is looked at is asked once. Then
 * a hit can come from the other's fill only, and a miss says that the fill was not seen by then. A hit was looked up before its reply, a miss after
 * its request was sent: a hit that was replied up to the bound is a pass, a miss that was sent at the bound or later is a fail, and what lies
 * between cannot be told and is no data. The time begins when the reply that filled was read, so that a service that stores behind its reply is charged
 * for that, and one that stores before it is given as much as the reply takes.
 */
export function judgeSeen(fills: readonly FillSeen[], withinMicros: number): ProbeFinding {
  const name = 'coherence: fill seen';
  const judged = fills.map((fill) => judgeFill(fill, withinMicros));
  const status = worstStatus(judged.map((each) => each.status));
  const shown = judged.map(({ origin, replica, seen }) => evidence(`${origin} → ${replica}`, seen));
  const count = judged.filter((each) => each.status === status).length;
  const bound = formatDuration(withinMicros);
  const latest = Math.max(...judged.map(({ seenMicros = 0 }) => seenMicros));
  const figure = status === 'pass' ? after(latest) : `${count} of ${fills.length}`;
  return { name, status, reason: reasonOf(status, figure, bound), evidence: shown };
}

/** `figure` is when the last was seen, or how many pairs have the status. */
function reasonOf(status: ProbeStatus, figure: string, bound: string): string {
  switch (status) {
    case 'pass':
      return `what one replica stored was a hit on every other within ${bound}, at the latest after ${figure}`;
    case 'fail':
      return `for ${figure} pairs of replicas, what one stored was still a miss on the other after ${bound}`;
    case 'no-data':
      return `for ${figure} pairs of replicas, it cannot be told whether a fill is seen within ${bound}`;
  }
}

type Judged = Pick<FillSeen, 'origin' | 'replica'> & {
  readonly status: ProbeStatus;
  readonly seen: string;
  readonly seenMicros?: number;
};

function judgeFill({ origin, replica, looks, notStored }: FillSeen, withinMicros: number): Judged {
  const of = (status: ProbeStatus, seen: string): Judged => ({ origin, replica, status, seen });
  const late = looks.find(({ sentMicros, seen }) => sentMicros >= withinMicros && classOf(seen) === 'miss');
  if (late !== undefined) return of('fail', `a miss after ${after(late.sentMicros)}`);
  const hit = looks.find(({ seen }) => classOf(seen) === 'hit');
  const lastMiss = looks.findLast(({ seen }) => classOf(seen) === 'miss');
  if (hit !== undefined) {
    const since = lastMiss === undefined ? '' : `, not seen after ${after(lastMiss.sentMicros)}`;
    const seen = `seen after ${after(hit.repliedMicros)}${since}`;
    return hit.repliedMicros <= withinMicros
      ? { ...of('pass', seen), seenMicros: hit.repliedMicros }
      : of('no-data', `${seen}: later than the bound, or not`);
  }
  if (notStored !== undefined) return of('no-data', notStored);
  const last = looks.at(-1);
  return of('no-data', last === undefined ? 'not looked' : sayObserved(last.seen));
}

function after(micros: number): string {
  return `${formatMillis(micros)} ms`;
}
