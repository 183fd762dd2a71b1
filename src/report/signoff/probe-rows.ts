import type { RunProbes } from '../../probes/probe-pass.ts';
import type { ProbesFile } from './probes-file.ts';
import type { From, SignoffEvidence } from './signoff-evidence.ts';
import type { EvidenceFile, SignoffRow } from './signoff.ts';
import { worstRow } from './worst-row.ts';

type Probed = From<Pick<ProbesFile, 'results'>>;

/** The row of all probes: each passes, in each file and before and after the load of each run that makes them. */
export function probesRow(evidence: SignoffEvidence): SignoffRow {
  const empty = probedOf(evidence).filter(({ results }) => results.length === 0);
  const rows = [
    ...probeRows(evidence, 'Probes', () => true),
    ...empty.map(({ file }) => notBacked(`${file.path} has none, or none after the load`, [file])),
  ];
  return rows.length > 0 ? worstRow(rows) : notBacked('no probes were given', []);
}

function notBacked(note: string, evidence: readonly EvidenceFile[]): SignoffRow {
  return { item: 'Probes', required: 'each passes', status: 'not backed', note, evidence };
}

const statuses = { pass: 'backed', fail: 'failed', 'no-data': 'not backed' } as const;

/** One row for each time that such probes were made: the worst of them. None where there is no such probe. */
export function probeRows(evidence: SignoffEvidence, item: string, isMeant: (name: string) => boolean): SignoffRow[] {
  return probedOf(evidence).flatMap(({ results, file }) => {
    const meant = results.filter(({ name }) => isMeant(name));
    const passed = meant.filter(({ status }) => status === 'pass').length;
    const measured = `${passed} of ${meant.length} passed`;
    const rows = meant.map(({ name, status, reason }): SignoffRow => ({
      item,
      required: 'each passes',
      measured,
      status: statuses[status],
      note: `${name}: ${reason}`,
      evidence: [],
    }));
    return rows.length === 0 ? [] : [{ ...worstRow(rows), evidence: [file] }];
  });
}

function probedOf({ probes, runs }: SignoffEvidence): Probed[] {
  return [
    ...probes.map(({ record: { results }, file }) => ({ results, file })),
    ...runs.flatMap(({ report, file }) => passesOf(report.probes).map(({ results }) => ({ results, file }))),
  ];
}

/** What a run did not come to probe after its load holds nothing, as a file of no probes does. */
function passesOf(probes: RunProbes | undefined): Pick<ProbesFile, 'results'>[] {
  if (probes === undefined) return [];
  return [probes.before, probes.after ?? { results: [] }].map(({ results }) => ({
    results: results.map(({ name, status, reason }) => ({ name, status, reason })),
  }));
}
