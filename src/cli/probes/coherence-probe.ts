import { judgeInvalidation, noInvalidation } from '../../probes/coherence/judge-invalidation.ts';
import { judgeSameAnswer, judgeSameReplicaCitations } from '../../probes/coherence/judge-same.ts';
import { judgeSeen } from '../../probes/coherence/judge-seen.ts';
import { judgeStampede } from '../../probes/coherence/judge-stampede.ts';
import type { ProbeFinding } from '../../probes/probe-finding.ts';
import type { CoherenceProbe, Stampede } from '../../scenario/probes/coherence-probe.ts';
import { askAllReplicas } from './coherence/ask-all.ts';
import { askAroundInvalidation } from './coherence/ask-around-invalidation.ts';
import { lookForFills } from './coherence/look-for-fills.ts';
import { Replicas } from './coherence/replicas.ts';
import { rushReplicas } from './coherence/rush-replicas.ts';
import type { Probe } from './probe-context.ts';
import { timeFindings } from './time-findings.ts';

/** Questions that are rushed for until one shows something: some are never answered, and some answers never cached. */
const mostRushes = 3;

/**
 * Asks several replicas of the service: the same questions, whether they see each other's fills, whether they still serve what was
 * invalidated, and how many of many requests at once are misses.
 */
export const probeCoherence: Probe<CoherenceProbe> = async (options, context) => {
  const { asks, seenWithinMicros, invalidate, stampede } = options;
  const replicas = new Replicas(options.replicas, context);
  const timed = (find: () => Promise<readonly ProbeFinding[]>) => timeFindings(context.clock, find);
  const same = await timed(async () => {
    const asked = await askAllReplicas(replicas, asks, seenWithinMicros);
    return [judgeSameAnswer(asked), judgeSameReplicaCitations(asked)];
  });
  const seen = await timed(async () => [judgeSeen(await lookForFills(replicas, seenWithinMicros), seenWithinMicros)]);
  const invalidated = await timed(async () => {
    if (invalidate === undefined) return [noInvalidation()];
    const { asked, done } = await askAroundInvalidation(replicas, invalidate, seenWithinMicros);
    return [judgeInvalidation(asked, done)];
  });
  const rushed = stampede === undefined ? [] : await timed(async () => [await rush(replicas, stampede)]);
  return [...same, ...seen, ...invalidated, ...rushed];
};

async function rush(replicas: Replicas, stampede: Stampede): Promise<ProbeFinding> {
  for (let rushed = 1; ; rushed += 1) {
    const finding = judgeStampede(await rushReplicas(replicas, stampede.requests), stampede);
    if (finding.status !== 'no-data' || rushed === mostRushes) return finding;
  }
}
