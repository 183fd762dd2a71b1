import type { ComparedRun, Sides } from '../judge/comparison/compared-run.ts';
import type { Comparison } from '../judge/comparison/comparison.ts';
import { comparedCurvesSection } from './html/compared-curves-section.ts';
import {
  comparedFiguresSection,
  comparedValiditySection,
  differencesSection,
} from './html/compared-figures-section.ts';
import { comparedGatesSection } from './html/compared-gates-section.ts';
import { comparisonBanner } from './html/comparison-banner.ts';
import { markup } from './html/markup.ts';
import { meanChangeSection } from './html/mean-change-section.ts';
import { renderPage } from './html/page.ts';

/**
 * `comparison.html`: two sides and the verdict on what changed between them, as one file that loads nothing. The runs give the percentile
 * curves, everything else is in the comparison.
 */
export function comparisonHtml(comparison: Comparison, sides: Sides<Pick<ComparedRun, 'runs'>>): string {
  const { outcome, before, after, digest } = comparison;
  const validity = comparedValiditySection(comparison);
  const mean = meanChangeSection(comparison);
  return renderPage({
    title: `${outcome}: ${before.id} and ${after.id}`,
    header: comparisonBanner(comparison),
    contents: [
      ...(validity === undefined ? [] : [['validity', 'Why it cannot be trusted'] as const]),
      ['gates', 'What changed'],
      ['latency', 'Percentiles'],
      ...(mean === undefined ? [] : [['mean', 'The mean'] as const]),
      ['differences', 'What else differs'],
      ['figures', 'All figures'],
    ],
    main: [
      validity,
      comparedGatesSection(comparison),
      comparedCurvesSection(comparison, sides),
      mean,
      differencesSection(comparison),
      comparedFiguresSection(comparison),
    ],
    footer: markup`<p>Before: <code>${before.id}</code>, after: <code>${after.id}</code>. Both sent the same requests, digest <code>${digest}</code>.</p>`,
  });
}
