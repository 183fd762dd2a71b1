import { rowStatuses, type SignoffRow } from './signoff.ts';

/** The row of the worst status, with the evidence of all; the first of equally bad ones. @throws RangeError when there is none. */
export function worstRow(rows: readonly SignoffRow[]): SignoffRow {
  const worst = rows.toSorted((one, other) => rowStatuses.indexOf(other.status) - rowStatuses.indexOf(one.status))[0];
  if (worst === undefined) throw new RangeError('Expected at least one row');
  return { ...worst, evidence: rows.flatMap(({ evidence }) => evidence) };
}
