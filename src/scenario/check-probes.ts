import { formatDuration, parseDuration } from '../units.ts';
import { presets } from './presets.ts';
import type { ProblemReporter } from './problem-reporter.ts';
import { longestCoherenceWait } from './probes/coherence-probe.ts';
import type { ValidProbes } from './probes/probes-schema.ts';
import type { ValidTarget } from './target-schema.ts';

type Report = ProblemReporter['report'];

/** Keys of `probes` that are no probe. */
const settings: ReadonlySet<string> = new Set(['asks', 'questions', 'timeout']);

/** Reports probes that check nothing, or that cannot come to an end in their time. */
export function checkProbes(probes: ValidProbes, target: ValidTarget | undefined, report: Report): void {
  if (Object.keys(probes).every((key) => settings.has(key)))
    report(['probes'], 'names no probe', 'add one, such as citations: true, or remove probes');
  if (probes.health !== undefined && target !== undefined && !hasHealth(target))
    report(
      ['probes', 'health'],
      'has nothing that says what healthy is',
      'add target.health, such as { path: "/health", body: [{ path: "status", equals: "healthy" }] }',
    );
  checkTtl(probes, report);
  checkMcpTimeout(probes, report);
  checkCoherence(probes, report);
}

function hasHealth({ health, preset }: ValidTarget): boolean {
  return health === undefined ? presets[preset].health !== undefined : health !== false;
}

function checkTtl({ cache, timeout }: ValidProbes, report: Report): void {
  if (typeof cache !== 'object' || cache.ttl === undefined) return;
  const ttl = parseDuration(cache.ttl) ?? 0;
  const limit = parseDuration(timeout) ?? Infinity;
  if (ttl < limit) return;
  report(
    ['probes', 'cache', 'ttl'],
    `is not below probes.timeout, ${formatDuration(limit)}`,
    'raise probes.timeout: the probe waits for the answer to expire',
  );
}

function checkMcpTimeout({ mcp, timeout }: ValidProbes, report: Report): void {
  const limit = parseDuration(timeout) ?? Infinity;
  if (mcp === undefined || (parseDuration(mcp.timeout) ?? 0) < limit) return;
  report(
    ['probes', 'mcp', 'timeout'],
    `is not below probes.timeout, ${formatDuration(limit)}`,
    'raise probes.timeout, or lower this one: one answer that does not come would take all the time',
  );
}

function checkCoherence({ coherence, timeout }: ValidProbes, report: Report): void {
  if (coherence === undefined) return;
  const wait = longestCoherenceWait(coherence.replicas.length, parseDuration(coherence.seenWithin) ?? 0);
  const limit = parseDuration(timeout) ?? Infinity;
  if (wait < limit) return;
  report(
    ['probes', 'coherence', 'seenWithin'],
    `makes the probe wait for up to ${formatDuration(wait)}, which is not below probes.timeout, ${formatDuration(limit)}`,
    'raise probes.timeout, or lower seenWithin',
  );
}
