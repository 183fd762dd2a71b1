import { goNoGoMatrix, type Decision } from '../../report/go-no-go.ts';
import type { RunReport } from '../../report/run-report.ts';
import { decisionWords, signOffRoles } from '../decision-words.ts';
import { dataTable } from './data-table.ts';
import { markup, type Markup } from './markup.ts';
import { section } from './page.ts';
import type { Tone } from './status-mark.ts';

const tones: Readonly<Record<Decision, Tone | 'plain'>> = {
  go: 'good',
  'no-go': 'bad',
  undecided: 'doubt',
  'not measured': 'plain',
};

/** The go/no-go matrix, and rows to sign on paper. */
export function goNoGoSection(report: RunReport): Markup {
  const { reference } = report.target;
  const rows = goNoGoMatrix(report).map(({ item, required, measured = '–', decision, note = '' }) => {
    const tone = decision === 'go' && reference ? 'plain' : tones[decision];
    return [
      item,
      required,
      measured,
      markup`<span class="status ${tone}">${decisionWords(decision, report)}</span>`,
      note,
    ];
  });
  return section(
    'go-no-go',
    'Go or no-go',
    markup`${reference ? markup`<p class="doubted">Measured on the reference target, not on the real service: nothing here is a go for the service itself.</p>` : undefined}
${dataTable({ caption: 'What was not measured is never a go', titles: ['Item', 'Required', 'Measured', 'Decision', 'Note'], rows })}
<div class="sign-off">${dataTable({ caption: 'Sign-off', titles: ['Role', 'Name', 'Date', 'Decision'], rows: signOffRoles.map((role) => [role, '', '', '']) })}</div>`,
  );
}
