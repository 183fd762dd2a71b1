import type { Claim } from '../../judge/comparison/comparison.ts';
import { decisionOf } from '../../judge/comparison/conclude.ts';
import { formatShare } from '../../units.ts';
import type { ComparedEvidence, From, SignoffEvidence } from './signoff-evidence.ts';
import type { EvidenceFile, RowStatus, SignoffRow } from './signoff.ts';
import { worstRow } from './worst-row.ts';

type LaunchClaim = {
  readonly item: string;
  readonly required: string;
  readonly least: number;
  readonly isMeant: (name: string) => boolean;
};

/** What the plan claims at launch. */
const launchClaims: readonly LaunchClaim[] = [
  {
    item: 'Claim: latency of misses',
    required: 'at least 90 % lower than before',
    least: 0.9,
    isMeant: (name) => name.includes('{cache:miss}') && name.endsWith('lower'),
  },
  {
    item: 'Claim: availability',
    required: 'at least 99.9 %',
    least: 0.999,
    isMeant: (name) => name.startsWith('availability'),
  },
];

/** A row for the verdict on the change, and one for each claim; without a comparison none is backed. */
export function claimRows(evidence: SignoffEvidence): SignoffRow[] {
  const compared = comparedOf(evidence);
  const row = { item: 'Before and after', required: 'no regression' };
  if (compared.length === 0) {
    const missing = { status: 'not backed', note: 'no comparison was given', evidence: [] } as const;
    return [{ ...row, ...missing }, ...launchClaims.map(({ item, required }) => ({ item, required, ...missing }))];
  }
  return [
    worstRow(compared.map((each) => ({ ...row, ...outcomeOf(each, evidence) }))),
    ...launchClaims.map((claim) => worstRow(compared.flatMap((each) => claimRow(claim, each)))),
  ];
}

type Compared = From<ComparedEvidence> & { readonly id?: string };

/** The comparison that was given, and those with a baseline in the runs. */
function comparedOf({ runs, comparison }: SignoffEvidence): Compared[] {
  const own = runs.flatMap(({ report: { verdict }, file }) =>
    verdict.baseline === undefined ? [] : [{ ...verdict.baseline, id: file.id ?? '', file }],
  );
  if (comparison === undefined) return own;
  const { record, file } = comparison;
  return [{ ...record, id: record.after.id, file }, ...own];
}

const outcomeStatuses = { pass: 'backed', fail: 'failed', inconclusive: 'undecided', invalid: 'not backed' } as const;

function outcomeOf(
  compared: Compared,
  { runs }: SignoffEvidence,
): Pick<SignoffRow, 'measured' | 'status' | 'note' | 'evidence'> {
  const { outcome, reason, reservations, id, file } = compared;
  const status: RowStatus = outcomeStatuses[decisionOf(compared)];
  const isSigned = runs.some(({ report }) => report.id === id);
  if (!isSigned) {
    const note = `it is about the run ${id}, which is not signed off here`;
    return { measured: outcome, status: status === 'failed' ? 'failed' : 'not backed', note, evidence: [file] };
  }
  const note = reservations[0] ?? reason;
  return { measured: outcome, status, ...(status === 'backed' ? {} : { note }), evidence: [file] };
}

/** The rows of a launch claim in one comparison, by what it judged of the claims that are meant. */
function claimRow({ item, required, least, isMeant }: LaunchClaim, compared: Compared): SignoffRow[] {
  const { claims, file } = compared;
  const evidence: readonly EvidenceFile[] = [file];
  const meant = claims.filter(({ name }) => isMeant(name));
  const notAsked = { status: 'not backed', note: 'the comparison was not asked for it (baseline.claims)' } as const;
  if (meant.length === 0) return [{ item, required, ...notAsked, evidence }];
  return meant.map((claim) => Object.assign({ item, required, evidence }, judgeClaim(claim, least, compared)));
}

/** A claim by its one-sided 95 % bound, at the plan's share whatever the scenario claims. */
function judgeClaim(
  claim: Claim,
  least: number,
  { outcome, reservations }: Compared,
): Pick<SignoffRow, 'measured' | 'status' | 'note'> {
  const { observed, reason } = claim;
  const measured = observed === undefined ? {} : { measured: formatShare(observed) };
  if (outcome === 'INVALID') return { ...measured, status: 'not backed', note: 'the comparison is INVALID' };
  const status = statusOf(claim, least);
  const [reservation] = reservations;
  if (status === 'backed' && reservation !== undefined) return { ...measured, status: 'undecided', note: reservation };
  return { ...measured, status, note: reason };
}

function statusOf({ status, interval }: Claim, least: number): RowStatus {
  if (status === 'no-data' || interval === undefined) return 'not backed';
  if (interval.low >= least) return 'backed';
  return interval.high < least ? 'failed' : 'undecided';
}
