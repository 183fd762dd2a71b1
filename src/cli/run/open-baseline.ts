import path from 'node:path';
import { exitCodes, HitgateError, usageError } from '../../errors.ts';
import type { Plan } from '../../plan/plan.ts';
import type { RunReport } from '../../report/run-report.ts';
import { baselinesFolder, openStoredRun } from '../run-store.ts';

/**
 * The stored run that a scenario is compared with; undefined when it names none. Nothing was sent yet.
 * @throws HitgateError (exit 2) when it is not there, or did not send the request sequence of this plan.
 */
export async function openBaseline(plan: Plan, root: string): Promise<RunReport | undefined> {
  const { baseline, file } = plan.scenario;
  if (baseline === undefined) return undefined;
  const stored = path.join(root, baselinesFolder, `${baseline.name}.json`);
  const { report } = await openStoredRun(stored, root).catch((error: unknown) => {
    if (!(error instanceof HitgateError) || error.code !== 'E_RUN') throw error;
    throw usageError(
      `The baseline "${baseline.name}" of ${file} is not there: ${stored} does not exist`,
      `make it first: hitgate run ${file} --no-baseline, then hitgate baseline save latest --name ${baseline.name}`,
    );
  });
  if (report.plan.digest === plan.digest) return report;
  throw new HitgateError(
    `The baseline "${baseline.name}" sent another request sequence than ${file} plans: digest ${report.plan.digest.slice(0, 12)}, and ${plan.digest.slice(0, 12)}`,
    {
      code: 'E_DIGEST',
      exitCode: exitCodes.usage,
      hint: 'use the corpus, workload, seed and version of hitgate that the baseline was made with, make it anew, or leave it out with --no-baseline',
    },
  );
}
