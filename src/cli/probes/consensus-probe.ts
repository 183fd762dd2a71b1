import { judgeConsensus } from '../../probes/judge-consensus.ts';
import type { Observed } from '../../probes/observed.ts';
import type { ConsensusProbe } from '../../scenario/probes/probes.ts';
import { askTarget } from './ask-target.ts';
import type { Probe } from './probe-context.ts';
import { timeFindings } from './time-findings.ts';

/** Asks fresh questions: whether every answer has the agreement that is asked. */
export const probeConsensus: Probe<ConsensusProbe> = ({ asks, atLeast }, context) =>
  timeFindings(context.clock, async () => {
    const seen: Observed[] = [];
    for (let ask = 0; ask < asks; ask += 1) seen.push(await askTarget(context.freshQuery(), context));
    return [judgeConsensus(seen, { atLeast, ...context.target.consensus })];
  });
