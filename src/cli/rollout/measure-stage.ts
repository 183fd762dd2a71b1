import type { RolloutRecord } from '../../report/rollout-record.ts';
import { comparingLine } from '../../reporters/rollout-text.ts';
import type { StageFindings } from '../../rollout/findings.ts';
import type { SidesStage } from '../../rollout/stage-scenarios.ts';
import { describeLength } from '../pairs/describe-length.ts';
import { compareSides } from './compare-sides.ts';
import { measureSides, type Measured } from './measure-sides.ts';
import { measureWhole, readBaseline } from './measure-whole.ts';
import type { RolloutSession } from './rollout-session.ts';
import { say } from './say.ts';

/**
 * Measures the stage that a rollout is at: the SLA over the hold, then, unless the canary failed or was lost already, the comparison.
 * Undefined findings mean that Ctrl-C ended it.
 */
export async function measureStage(session: RolloutSession, record: RolloutRecord): Promise<Measured> {
  const { stages, baseline } = session.scenarios;
  const { stage } = record.current;
  const planned = stage < 0 ? baseline : stages[stage];
  if (planned === undefined) throw new RangeError('Expected a stage of this rollout');
  const name = `stage-${stage + 1}`;
  const { sent } = planned;
  if (sent.kind === 'whole') {
    const before = stage < 0 ? undefined : await readBaseline(record, session.folder);
    return measureWhole(session, { sent, name: stage < 0 ? 'baseline' : name, baseline: before });
  }
  const sla = await measureSides(session, sent, name);
  if (sla.findings === undefined || !isWorthComparing(sla.findings)) return sla;
  sayComparing(session, record, { planned: sent, found: sla.findings });
  const { finding, runs } = await compareSides(session, sent, name);
  const all = [...sla.runs, ...runs];
  if (finding === undefined) return { findings: undefined, runs: all };
  return { findings: { ...sla.findings, comparison: finding }, runs: all };
}

/** A canary that failed already goes back at once; where a side was lost there is nothing to compare. */
function isWorthComparing({ canary, stable }: NonNullable<Measured['findings']>): boolean {
  return canary.outcome !== 'FAIL' && canary.outcome !== 'LOST' && stable?.outcome !== 'LOST';
}

function sayComparing(
  session: RolloutSession,
  { current: { share } }: RolloutRecord,
  { planned, found }: { readonly planned: SidesStage; readonly found: StageFindings },
): void {
  const { options, rollout } = session;
  const sides = { canary: found.canary.outcome, stable: found.stable?.outcome };
  const length = describeLength(planned.pair.after, rollout.pairs);
  say(session, comparingLine({ share, ...sides, length }, options.environment.stdout.columns));
}
