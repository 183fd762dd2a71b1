import { exitCodes } from '../../errors.ts';
import { compareReports } from '../../judge/comparison/compare.ts';
import type { Comparison } from '../../judge/comparison/comparison.ts';
import { decisionOf } from '../../judge/comparison/conclude.ts';
import { comparisonHtml } from '../../reporters/comparison-html.ts';
import { comparisonMarkdown } from '../../reporters/comparison-markdown.ts';
import type { ComparisonFinding } from '../../rollout/findings.ts';
import type { SidesStage } from '../../rollout/stage-scenarios.ts';
import { SideError } from '../pairs/find-loss.ts';
import { measureSides, type MeasuredSides } from '../pairs/measure-sides.ts';
import { openPairFolder, type PairFolder } from '../pairs/pair-folder.ts';
import { writeSides } from '../pairs/write-sides.ts';
import { planOf, type RolloutSession } from './rollout-session.ts';

/** What a comparison gave; an undefined finding means that it was interrupted. */
export type Compared = { readonly finding: ComparisonFinding | undefined; readonly runs: readonly string[] };

/** Measures stable and canary in interleaved pairs, each with the load that the canary has at this stage, and compares them. */
export async function compareSides(session: RolloutSession, { pair }: SidesStage, name: string): Promise<Compared> {
  const { options, rollout, headers, progress, signal, tls } = session;
  const { environment } = options;
  const startedMillis = environment.clock.wallMillis();
  const folder = openPairFolder({ root: session.folder, name: `${name}-pairs`, startedMillis, environment });
  try {
    const measured = await measureSides(
      {
        before: { plan: planOf(session, pair.before), source: { kind: 'url' } },
        after: { plan: planOf(session, pair.after), source: { kind: 'url' } },
      },
      {
        options: { ...options, tls, pairs: rollout.pairs, pin: false },
        secrets: headers,
        folder,
        startedMillis,
        progress,
        signal,
      },
    );
    return await conclude(session, folder, measured);
  } finally {
    progress.stop();
    folder.close();
  }
}

async function conclude(session: RolloutSession, folder: PairFolder, measured: MeasuredSides): Promise<Compared> {
  const { reports, cut } = measured;
  folder.close();
  if (reports === undefined) {
    await folder.discard();
    return { finding: findCut(cut), runs: [] };
  }
  const comparison = compareReports(reports.before, reports.after);
  await writeSides(reports, folder, {
    files: {
      'comparison.json': `${JSON.stringify(comparison, null, 2)}\n`,
      'comparison.md': comparisonMarkdown(comparison),
      'comparison.html': comparisonHtml(comparison, reports),
    },
    summary: '',
    stepSummary: undefined,
  });
  const runs = [`${session.id}/${folder.id}`];
  return { finding: cut === undefined ? findingOfComparison(comparison) : findCut(cut), runs };
}

/** What a comparison decides for a rollout, its reservations among the reasons. */
export function findingOfComparison(comparison: Comparison): ComparisonFinding {
  const { outcome, reason, reservations } = comparison;
  const why = reservations.length === 0 ? reason : `${reason} (${reservations.join('; ')})`;
  return { outcome, decides: decisionOf(comparison), reason: why };
}

function findCut(cut: MeasuredSides['cut']): ComparisonFinding | undefined {
  if (!(cut instanceof SideError)) return undefined;
  const reason = cut.message;
  if (cut.exitCode !== exitCodes.target) return { outcome: 'INVALID', decides: 'invalid', reason };
  return { outcome: cut.side === 'after' ? 'CANARY LOST' : 'STABLE LOST', decides: 'fail', reason };
}
