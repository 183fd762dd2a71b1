import { classOf } from '../../../probes/coherence/replica-reply.ts';
import type { FillSeen, Look } from '../../../probes/coherence/judge-seen.ts';
import { waitFor } from '../ask-twice.ts';
import type { ProbeContext } from '../probe-context.ts';
import type { Replicas } from './replicas.ts';
import { storeAnswer } from './store-answer.ts';

/** When to look, as shares of the bound; the last look decides. */
const shares = [0, 0.25, 0.5, 1];

/**
 * Has every replica in turn store answers, and looks for them on each other one: at once, and after a quarter, a half and the whole of the
 * bound until one is seen. Each look is at an answer of its own (`judgeSeen` says why).
 */
export async function lookForFills(replicas: Replicas, seenWithinMicros: number): Promise<readonly FillSeen[]> {
  const fills: FillSeen[] = [];
  for (const origin of replicas.urls) {
    const others = replicas.othersThan(origin);
    fills.push(
      ...(await Promise.all(others.map((replica) => lookForFill(replicas, { origin, replica }, seenWithinMicros)))),
    );
  }
  return fills;
}

async function lookForFill(
  replicas: Replicas,
  pair: Pick<FillSeen, 'origin' | 'replica'>,
  seenWithinMicros: number,
): Promise<FillSeen> {
  const { clock } = replicas.context;
  const looks: Look[] = [];
  for (const share of shares) {
    const stored = await storeAnswer(replicas, pair.origin);
    if (!stored.isStored) return { ...pair, looks, notStored: stored.why };
    await waitUntil(stored.storedMicros + share * seenWithinMicros, replicas.context);
    const sentMicros = clock.nowMicros() - stored.storedMicros;
    const seen = await replicas.ask(pair.replica, stored.query);
    looks.push({ sentMicros, repliedMicros: clock.nowMicros() - stored.storedMicros, seen });
    if (classOf(seen) !== 'miss') break;
  }
  return { ...pair, looks };
}

/** A timer may be early by a part of a millisecond, which must not decide. */
async function waitUntil(micros: number, { clock, signal }: ProbeContext): Promise<void> {
  while (clock.nowMicros() < micros && !signal.aborted) await waitFor(micros - clock.nowMicros(), signal);
}
