import type { Circumstances } from '../harness/results.ts';

/** One paragraph: where, when, with what, and how often something was measured. */
export function describeRun(at: Circumstances, rounds: number, detail: string): string {
  const versions = Object.entries(at.versions).map(([name, version]) => `${name} ${version}`);
  const missing = at.missing.length === 0 ? '' : ` Not installed: ${at.missing.join(', ')}.`;
  return [
    `Measured ${at.at.slice(0, 10)} on ${at.machine.cpuModel}, ${at.machine.cores} cores, ${at.machine.kernel}, Node`,
    `${at.machine.nodeVersion.slice(1)}; ${at.pinned ? 'client and target pinned to a core each' : 'client and target not pinned'};`,
    `${rounds === 1 ? 'one round' : `medians of ${rounds} rounds (least to greatest)`}. ${detail}`,
    `With ${versions.join(', ')}.${missing}`,
  ].join(' ');
}
