import { isTargetLost } from '../judge/outcome.ts';
import type { RunReport } from '../report/run-report.ts';
import type { SideFinding } from './findings.ts';

/** What the report of a side says of it. Flags that would decide an open gate are told as what a rollout has in their place. */
export function findingOf({ runs, verdict }: RunReport): SideFinding {
  const { outcome, reason, validity, gates } = verdict;
  const isLost = runs.some(({ ended }) => ended === 'target-lost') && isTargetLost(validity);
  const told = gates.reduce((text, { needed }) => withoutFlags(text, needed?.flags), reason);
  return { outcome: isLost ? 'LOST' : outcome, reason: told };
}

function withoutFlags(reason: string, flags: string | undefined): string {
  if (flags === undefined) return reason;
  const [flag, value] = flags.split(' ');
  const wanted = flag === '--runs' ? `rollout.pairs of ${value}, and a hold longer by as much` : `a hold of ${value}`;
  return reason.replace(`run again with ${flags}`, `that takes ${wanted}`);
}
