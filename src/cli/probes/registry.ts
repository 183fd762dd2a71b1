import type { ProbeResult } from '../../probes/probe-result.ts';
import type { ProbeKinds } from '../../scenario/probes/probes.ts';
import { probeCache } from './cache-probe.ts';
import { probeCitations } from './citations-probe.ts';
import { probeCoherence } from './coherence-probe.ts';
import { probeConsensus } from './consensus-probe.ts';
import { probeHealth } from './health-probe.ts';
import { probeMcp } from './mcp-probe.ts';
import type { Probe, ProbeContext } from './probe-context.ts';

/** A kind of probe with its options, ready to be made. */
export type ReadyProbe = {
  readonly kind: string;
  readonly make: (context: ProbeContext) => Promise<readonly ProbeResult[]>;
};

/** The probes that a scenario asks for, in the order in which they are made: one line for each kind. */
export function readyProbes({ health, citations, consensus, cache, mcp, coherence }: ProbeKinds): ReadyProbe[] {
  return [
    ...ready('health', probeHealth, health),
    ...ready('citations', probeCitations, citations),
    ...ready('consensus', probeConsensus, consensus),
    ...ready('cache', probeCache, cache),
    ...ready('mcp', probeMcp, mcp),
    ...ready('coherence', probeCoherence, coherence),
  ];
}

function ready<Options>(kind: string, probe: Probe<Options>, options: Options | undefined): ReadyProbe[] {
  return options === undefined ? [] : [{ kind, make: (context) => probe(options, context) }];
}
