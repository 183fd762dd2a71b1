import type { CapacityStep } from '../../capacity/capacity-step.ts';
import { concludeSearch, type Conclusion } from '../../capacity/conclude-search.ts';
import { nextStep } from '../../capacity/next-step.ts';
import { pause } from '../../engine/pause.ts';
import { microsPerMilli } from '../../units.ts';
import type { CapacitySession } from './capacity-session.ts';
import { measureStep } from './measure-step.ts';

/** The steps that were made and what they say together. */
export type Searched = { readonly steps: readonly CapacityStep[]; readonly conclusion: Conclusion };

/** Makes one step after the other until the search ends or Ctrl-C ends it, with a pause between two steps so that queues drain. */
export async function searchLoads(session: CapacitySession): Promise<Searched> {
  const { settings, signal } = session;
  const steps: CapacityStep[] = [];
  for (;;) {
    const next = nextStep(steps, settings);
    if (next.kind === 'end') return { steps, conclusion: concludeSearch(steps, next.end, settings) };
    if (steps.length > 0) await pause(settings.settleMicros / microsPerMilli, signal);
    const { load, purpose } = next;
    const step = signal.aborted ? undefined : await measureStep(session, { number: steps.length + 1, load, purpose });
    if (step !== undefined) {
      steps.push(step);
      session.onStep(step);
    }
    if (step === undefined || step.outcome === 'interrupted')
      return { steps, conclusion: concludeSearch(steps, 'interrupted', settings) };
  }
}
