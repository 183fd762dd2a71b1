import { setTimeout as pause } from 'node:timers/promises';
import type { Query } from '../../plan/plan.ts';
import type { AskedTwice } from '../../probes/judge-citations.ts';
import { microsPerMilli } from '../../units.ts';
import { askTarget } from './ask-target.ts';
import type { ProbeContext } from './probe-context.ts';

/** Asks a query, waits, and asks it again. */
export async function askTwice(query: Query, settleMicros: number, context: ProbeContext): Promise<AskedTwice> {
  const first = await askTarget(query, context);
  await waitFor(settleMicros, context.signal);
  return { first, repeat: await askTarget(query, context) };
}

/** Waits so long, or until the signal aborts; never rejects. */
export async function waitFor(micros: number, signal: AbortSignal): Promise<void> {
  if (micros > 0 && !signal.aborted) await pause(micros / microsPerMilli, undefined, { signal }).catch(() => undefined);
}
