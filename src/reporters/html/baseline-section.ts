import type { RunReport } from '../../report/run-report.ts';
import { sentence } from '../visible-text.ts';
import { comparedGates } from './compared-gates-section.ts';
import { markup, type Markup } from './markup.ts';
import { section } from './page.ts';

/** How the run compares with the baseline that its scenario names; nothing when it was not compared. */
export function baselineSection({ verdict: { baseline } }: RunReport): Markup | undefined {
  if (baseline === undefined) return undefined;
  const { name, id, outcome, reason, reservations } = baseline;
  return section(
    'baseline',
    `Against the baseline ${name}: ${outcome}`,
    markup`<p>${sentence(reason)} Measured in <code>${id}</code>.</p>${reservations.map((text) => markup`<p><strong>${sentence(text)}</strong></p>`)}${comparedGates(baseline)}`,
  );
}
