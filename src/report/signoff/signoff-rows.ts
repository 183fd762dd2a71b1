import { formatDuration } from '../../units.ts';
import { checkNames } from '../../scenario/scenario.ts';
import { checkRow, coverageRow, goNoGoMatrix, type Decision, type GoNoGoRow } from '../go-no-go.ts';
import { isCutOff } from '../is-cut-off.ts';
import type { RunReport } from '../run-report.ts';
import { claimRows } from './claim-rows.ts';
import { probeRows, probesRow } from './probe-rows.ts';
import { rollbackRow } from './rollback-row.ts';
import type { SignoffEvidence } from './signoff-evidence.ts';
import type { EvidenceFile, RowStatus, SignoffRow } from './signoff.ts';
import { worstRow } from './worst-row.ts';

/** How old evidence may be; there is no row of the age without a limit. */
export type Freshness = { readonly maxAgeMicros?: number };

const statuses: Readonly<Record<Decision, RowStatus>> = {
  go: 'backed',
  'no-go': 'failed',
  undecided: 'undecided',
  'not measured': 'not backed',
};

/** The rows of a sign-off: those of the go/no-go matrix of each run, the worst of each, and what else a release needs. */
export function signoffRows(evidence: SignoffEvidence, freshness: Freshness): SignoffRow[] {
  const { runs } = evidence;
  const matrices = runs.map(({ report }) => goNoGoMatrix(report).filter(({ item }) => item !== coverageItem));
  const items = matrices[0]?.map(({ item }) => item) ?? [];
  return [
    ...items.map((item) =>
      worstRow(
        runs.flatMap(({ file }, index) =>
          (matrices[index] ?? []).filter((row) => row.item === item).map((row) => fromMatrix(row, file)),
        ),
      ),
    ),
    verdictRow(evidence),
    coverageOf(evidence),
    checkOf(evidence, 'Citations', { check: checkNames.citations, probe: /citation/iu }),
    checkOf(evidence, 'Consensus', { check: checkNames.consensus, probe: /consensus/iu }),
    probesRow(evidence),
    rollbackRow(evidence),
    ...claimRows(evidence),
    ...ageRow(evidence, freshness),
  ];
}

const coverageItem = 'Test coverage';

/** Every file that was read. */
export function filesOf({ runs, coverage, probes, rollout, comparison }: SignoffEvidence): EvidenceFile[] {
  return [
    ...runs,
    ...(coverage === undefined ? [] : [coverage]),
    ...probes,
    ...(rollout === undefined ? [] : [rollout]),
    ...(comparison === undefined ? [] : [comparison]),
  ].map(({ file }) => file);
}

/** A pass of a gate that allows more than the plan backs nothing. */
function fromMatrix({ decision, lax, item, required, measured, note }: GoNoGoRow, file: EvidenceFile): SignoffRow {
  const isLax = lax === true && (decision === 'go' || decision === 'undecided');
  const said = isLax ? 'the scenario’s gate allows more than the plan' : note;
  return {
    item,
    required,
    ...(measured === undefined ? {} : { measured }),
    status: isLax ? 'not backed' : statuses[decision],
    ...(said === undefined ? {} : { note: said }),
    evidence: [file],
  };
}

/** Gates that have no row of their own count by the verdict of their run. */
function verdictRow({ runs }: SignoffEvidence): SignoffRow {
  return worstRow(
    runs.map(({ report, file }) => ({
      item: 'Every gate of the run',
      required: 'PASS, not cut off',
      measured: `${report.verdict.outcome}${report.aborted ? ' (aborted)' : ''}`,
      status: verdictStatus(report),
      ...(report.verdict.outcome === 'PASS' && !isCutOff(report) ? {} : { note: report.verdict.reason }),
      evidence: [file],
    })),
  );
}

function verdictStatus(report: RunReport): RowStatus {
  if (report.verdict.outcome === 'FAIL') return 'failed';
  if (report.verdict.outcome !== 'PASS') return 'undecided';
  return isCutOff(report) ? 'not backed' : 'backed';
}

/** The coverage file and what runs were told, the worst of it. */
function coverageOf({ runs, coverage }: SignoffEvidence): SignoffRow {
  const told = runs.flatMap(({ report, file }) =>
    report.coverage === undefined ? [] : [{ coverage: report.coverage, file }],
  );
  const all = [...(coverage === undefined ? [] : [{ coverage, file: coverage.file }]), ...told];
  if (all.length === 0) return { ...fromMatrix(coverageRow({}), noFile), evidence: [] };
  return worstRow(all.map(({ coverage: each, file }) => fromMatrix(coverageRow({ coverage: each }), file)));
}

const noFile: EvidenceFile = { kind: 'coverage', path: '', sha256: '' };

/** A gate of the runs or a probe backs it; where both are there, both must. */
function checkOf(
  evidence: SignoffEvidence,
  item: string,
  { check, probe }: { check: string; probe: RegExp },
): SignoffRow {
  const gated = evidence.runs.map(({ report, file }) => fromMatrix(checkRow(report, item, check), file));
  const probed = probeRows(evidence, item, (name) => probe.test(name));
  const measured = [...gated.filter(({ status, note }) => status !== 'not backed' || note !== noGate), ...probed];
  if (measured.length > 0) return worstRow(measured);
  return {
    item,
    required: `a gate on checks{check:${check}}, or a probe`,
    status: 'not backed',
    note: 'neither gated nor probed',
    evidence: [],
  };
}

const noGate = 'the scenario has no gate on it';

/** What says when it was measured must not be older; a time to come is no age. */
function ageRow(evidence: SignoffEvidence, { maxAgeMicros }: Freshness): SignoffRow[] {
  if (maxAgeMicros === undefined) return [];
  const rows = filesOf(evidence).flatMap((file): SignoffRow[] => {
    const { ageMicros: age } = file;
    if (age === undefined) return [];
    const isFresh = age >= 0 && age <= maxAgeMicros;
    return [
      {
        item: 'Age of the evidence',
        required: `at most ${formatDuration(maxAgeMicros)}`,
        measured: age < 0 ? `${file.path} is of a time to come` : `${file.path} is ${formatDuration(age)} old`,
        status: isFresh ? 'backed' : 'not backed',
        ...(isFresh ? {} : { note: 'measure it again' }),
        evidence: [file],
      },
    ];
  });
  return [worstRow(rows)];
}
