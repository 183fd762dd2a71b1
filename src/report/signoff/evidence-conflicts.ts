import type { Problem } from '../../errors.ts';
import type { RunReport, TargetIdentity } from '../run-report.ts';
import type { RolloutFile } from './rollout-file.ts';
import type { SignoffEvidence } from './signoff-evidence.ts';

/** What must be the same for rows of several runs to be rows of one sign-off. */
const identities: readonly (readonly [what: string, of: (report: RunReport) => string])[] = [
  ['scenario', ({ scenario }) => scenario.name],
  ['digest', ({ plan }) => plan.digest],
  ['target', ({ target }) => targetName(target)],
  ['target version', ({ target }) => versionOf(target)],
  ['profile', ({ target }) => target.profile ?? 'none'],
  ['faults', ({ target }) => (target.faults ?? []).join(' ') || 'none'],
];

/**
 * Evidence that is not about the same scenario, request sequence and target as the first run, each difference as a problem. Probes and the drill of a rollback
 * are about a target, and may be of scenarios of their own.
 */
export function findConflicts({ runs, probes, rollout, comparison }: SignoffEvidence): Problem[] {
  const [first] = runs;
  if (first === undefined) return [{ message: 'there is no run', hint: 'give at least one run' }];
  const { plan, target } = first.report;
  const differs = (file: string, what: string, got: string, wanted: string): Problem[] =>
    got === wanted
      ? []
      : [
          {
            message: `${what} is "${got}", but "${wanted}" in ${first.file.path}`,
            file,
            hint: 'sign off evidence of one release only',
          },
        ];
  return [
    ...runs
      .slice(1)
      .flatMap(({ report, file }) =>
        identities.flatMap(([what, of]) => differs(file.path, what, of(report), of(first.report))),
      ),
    ...probes.flatMap(({ record, file }) => [
      ...differs(file.path, 'target', targetName(record.target), targetName(target)),
      // Probes judge health themselves, and may have seen no version.
      ...differs(file.path, 'target version', record.target.version ?? versionOf(target), versionOf(target)),
    ]),
    ...(rollout === undefined || target.reference || isAbout(rollout.record, target.url)
      ? []
      : differs(rollout.file.path, 'target', rollout.record.target.join(' and '), target.url)),
    ...(comparison === undefined ? [] : differs(comparison.file.path, 'digest', comparison.record.digest, plan.digest)),
  ];
}

function versionOf({ version }: Pick<TargetIdentity, 'version'>): string {
  return version ?? 'unknown';
}

/** The reference target listens at another port each time. */
function targetName({ reference, url }: Pick<TargetIdentity, 'reference' | 'url'>): string {
  return reference ? 'reference target' : bare(url);
}

/** Whether a run at `url` is one of the canary, of the release before, or of what splits the traffic between them. */
function isAbout({ target }: RolloutFile, url: string): boolean {
  return target.some((each) => bare(each) === bare(url));
}

function bare(url: string): string {
  return url.replace(/\/+$/u, '');
}
