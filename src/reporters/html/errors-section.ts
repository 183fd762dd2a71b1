import { failureKinds, type FailureKind } from '../../recorder/sample.ts';
import type { RunReport } from '../../report/run-report.ts';
import { totalsOf } from '../../report/run-totals.ts';
import { formatCount, formatShare } from '../../units.ts';
import { errorWords, statusWords } from '../report-words.ts';
import { capitalised } from '../visible-text.ts';
import { dataTable } from './data-table.ts';
import { markup, type Markup } from './markup.ts';
import { decimal } from './path.ts';
import { section } from './page.ts';

const meanings: Readonly<Record<FailureKind, string>> = {
  refused: 'the connection was refused or the target could not be reached',
  reset: 'the connection was lost before or within the head of the reply',
  timeout: 'no complete reply in time',
  malformed: 'the bytes were no HTTP reply',
  truncated: 'the connection was lost within the body',
  status: 'a status that is no success',
  body: 'a good status, but the body says failure',
  interrupted: 'not answered when the run ended',
};

/** Failures by kind, each with a bar in proportion to the most frequent one; a kind that did not occur is left out. */
export function errorsSection(report: RunReport): Markup {
  const totals = totalsOf(report.runs);
  const kinds = failureKinds.filter((kind) => totals.failures[kind] > 0);
  const most = Math.max(...kinds.map((kind) => totals.failures[kind]));
  const statuses = statusWords(report);
  const rows = kinds.map((kind) => {
    const count = totals.failures[kind];
    return [kind, formatCount(count), formatShare(count / totals.requests), bar(count / most), meanings[kind]];
  });
  const titles = ['Kind', 'Requests', 'Share', 'Beside the others', 'Meaning'];
  return section(
    'errors',
    'Errors',
    markup`<p>${capitalised(errorWords(totals))}.${statuses === '' ? undefined : ` HTTP statuses: ${statuses}.`}</p>${kinds.length === 0 ? undefined : dataTable({ caption: 'Failed requests by kind', titles, rows })}`,
  );
}

function bar(share: number): Markup {
  return markup`<svg class="amount" viewBox="0 0 100 12" aria-hidden="true"><path d="M0 1H${decimal(Math.max(1, share * 100))}V11H0z"/></svg>`;
}
