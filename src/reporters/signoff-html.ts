import type { RowStatus, Signoff, SignoffDecision } from '../report/signoff/signoff.ts';
import { renderBanner } from './html/banner.ts';
import { dataTable } from './html/data-table.ts';
import { markup, type Markup } from './html/markup.ts';
import { renderPage, section } from './html/page.ts';
import type { Tone } from './html/status-mark.ts';
import { timeWords } from './html/time-words.ts';
import {
  ageWords,
  countWords,
  decisionTitle,
  evidenceNumbers,
  rowWords,
  signoffMeanings,
  subjectWords,
} from './signoff-words.ts';
import { sentence } from './visible-text.ts';

const tones: Readonly<Record<SignoffDecision, Tone>> = {
  GO: 'good',
  REHEARSAL: 'doubt',
  'NO-GO': 'bad',
  UNDECIDED: 'doubt',
  INVALID: 'void',
};

const rowTones: Readonly<Record<RowStatus, Tone>> = {
  backed: 'good',
  undecided: 'doubt',
  'not backed': 'bad',
  failed: 'bad',
};

/** `signoff.html`: the sign-off as one page that loads nothing, to print and to sign. */
export function signoffHtml(signoff: Signoff): string {
  return renderPage({
    title: `${decisionTitle(signoff)}: ${signoff.scenario}`,
    header: banner(signoff),
    contents: [
      ['matrix', 'Matrix'],
      ['evidence', 'Evidence'],
      ['return', 'Return'],
      ['sign-off', 'Sign-off'],
    ],
    main: [matrix(signoff), evidenceSection(signoff), returnSection(signoff), signSection(signoff)],
    footer: markup`<p>hitgate ${signoff.hitgateVersion}. Everything on this page is in <code>signoff.json</code> beside it.</p>`,
  });
}

function banner(signoff: Signoff): Markup {
  const { decision, createdAt, digest, target } = signoff;
  return renderBanner({
    tone: tones[decision],
    kicker: 'hitgate, go or no-go',
    word: decisionTitle(signoff),
    meaning: signoffMeanings[decision],
    why: sentence(countWords(signoff)),
    chips: [
      ...(target.reference ? ['reference target, not the service'] : []),
      ...(signoff.rehearsal ? ['rehearsal'] : []),
    ],
    facts: [
      ['Scenario', subjectWords(signoff)],
      ['Written', markup`<time datetime="${createdAt}">${timeWords(createdAt)}</time>`],
      ['Digest', markup`<code>${digest.slice(0, 16)}…</code>`],
    ],
  });
}

function matrix(signoff: Signoff): Markup {
  const { reference } = signoff.target;
  const rows = signoff.rows.map(({ item, required, measured = '–', status, note = '', evidence }) => {
    const tone = status === 'backed' && reference ? 'plain' : rowTones[status];
    const words = markup`<span class="status ${tone}">${rowWords(status, signoff)}</span>`;
    return [item, required, measured, words, note, evidenceNumbers(evidence, signoff.evidence) || 'none'];
  });
  return section(
    'matrix',
    'Go or no-go',
    dataTable({
      caption: 'What is not backed is never a go',
      titles: ['Item', 'Required', 'Measured', 'Status', 'Note', 'Evidence'],
      rows,
    }),
  );
}

function evidenceSection({ evidence }: Signoff): Markup {
  const rows = evidence.map((file, index) => [
    String(index + 1),
    file.kind,
    file.id ?? '–',
    file.path,
    markup`<code>${file.sha256}</code>`,
    file.startedAt === undefined ? '–' : `${timeWords(file.startedAt)}, ${ageWords(file)}`,
  ]);
  return section(
    'evidence',
    'Evidence',
    dataTable({ caption: 'Files', titles: ['No.', 'What', 'Id', 'File', 'SHA-256', 'Measured'], rows }),
  );
}

function returnSection({ roi }: Signoff): Markup {
  return section('return', 'Return on investment', markup`${roi.lines.map((line) => markup`<p>${line}</p>`)}`);
}

function signSection({ approvers }: Signoff): Markup {
  const rows = approvers.map((role) => [role, '', '', '']);
  return section(
    'sign-off',
    'Sign-off',
    markup`<div class="sign-off">${dataTable({ caption: 'To be filled by people', titles: ['Role', 'Name', 'Date', 'Decision'], rows })}</div>`,
  );
}
