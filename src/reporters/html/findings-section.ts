import type { RunReport } from '../../report/run-report.ts';
import { sentence } from '../visible-text.ts';
import { markup, type Markup } from './markup.ts';
import { section } from './page.ts';
import { toneShape } from './status-mark.ts';

type Finding = { readonly code: string; readonly seen: string; readonly cause?: string; readonly remedy: string };

/** Why the measurement cannot be trusted; nothing when it can. */
export function validitySection({ verdict: { validity } }: RunReport): Markup | undefined {
  if (validity.length === 0) return undefined;
  return section('validity', 'Why the measurement cannot be trusted', list(validity, 'void'));
}

/** What changes no verdict and is worth reading. */
export function warningsSection({ verdict: { warnings } }: RunReport): Markup {
  return section('findings', 'Warnings', warnings.length === 0 ? markup`<p>None.</p>` : list(warnings, 'doubt'));
}

function list(findings: readonly Finding[], tone: 'void' | 'doubt'): Markup {
  return markup`<ul class="findings">${findings.map(
    ({ code, seen, cause = '', remedy }) => markup`
<li class="${tone}">${toneShape(tone)}<div><p><strong>${sentence(seen)}</strong>${cause.trim() === '' ? undefined : markup` ${sentence(cause)}`}</p><p><span class="remedy">What to do:</span> ${sentence(remedy)} <code>${code}</code></p></div></li>`,
  )}</ul>`;
}
