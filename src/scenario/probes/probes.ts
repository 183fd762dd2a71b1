import { microsOf } from '../normalise-load.ts';
import { coherenceProbeOf, type CoherenceProbe } from './coherence-probe.ts';
import { cacheProbeOf, type CacheProbe } from './cache-probe.ts';
import { healthProbeOf, type HealthProbe } from './health-probe.ts';
import { mcpProbeOf, type McpProbe } from './mcp-probe.ts';
import { probeQuestionOf, type ProbeQuestion } from './probe-question.ts';
import type { ValidProbes } from './probes-schema.ts';

/** Fresh questions whose answers must have citations with a source. */
export type CitationsProbe = { readonly asks: number };

/** Fresh questions whose answers must have at least this agreement, as a share of 1. */
export type ConsensusProbe = { readonly asks: number; readonly atLeast: number };

/** The options of each kind of probe; one that is absent is not made. */
export type ProbeKinds = {
  readonly health?: HealthProbe;
  readonly citations?: CitationsProbe;
  readonly consensus?: ConsensusProbe;
  readonly cache?: CacheProbe;
  readonly mcp?: McpProbe;
  readonly coherence?: CoherenceProbe;
};

/** The functional checks of a service. */
export type Probes = {
  /** How long one kind may take. */
  readonly timeoutMicros: number;
  /** What fresh questions are made of; empty: of the first of the corpus. */
  readonly questions: readonly ProbeQuestion[];
  readonly kinds: ProbeKinds;
};

/** The probes of a scenario with their options filled in. */
export function probesOf(written: ValidProbes): Probes {
  const { timeout, questions = [], asks, health, citations, consensus, cache, mcp, coherence } = written;
  return {
    timeoutMicros: microsOf(timeout),
    questions: questions.map(probeQuestionOf),
    kinds: {
      ...(health === undefined ? {} : { health: healthProbeOf(health) }),
      ...(citations === undefined ? {} : { citations: { asks } }),
      ...(consensus === undefined ? {} : { consensus: { asks, ...consensus } }),
      ...(cache === undefined ? {} : { cache: cacheProbeOf(cache, asks) }),
      ...(mcp === undefined ? {} : { mcp: mcpProbeOf(mcp) }),
      ...(coherence === undefined ? {} : { coherence: coherenceProbeOf(coherence, asks) }),
    },
  };
}
