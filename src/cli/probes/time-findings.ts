import type { Clock } from '../../clock.ts';
import type { ProbeFinding } from '../../probes/probe-finding.ts';
import type { ProbeResult } from '../../probes/probe-result.ts';
import { millisSince } from './ask-target.ts';

/** Findings with when they began and how long they took; findings of the same exchange share both. */
export async function timeFindings(clock: Clock, find: () => Promise<readonly ProbeFinding[]>): Promise<ProbeResult[]> {
  const startedAt = new Date(clock.wallMillis()).toISOString();
  const startMicros = clock.nowMicros();
  const findings = await find();
  const millis = millisSince(startMicros, clock);
  return findings.map(({ name, status, reason, evidence }) => ({ name, status, reason, evidence, startedAt, millis }));
}
