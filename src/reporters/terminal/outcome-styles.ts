import type { Outcome } from '../../judge/verdict.ts';
import type { Style } from './styled-text.ts';

/** How the word of a verdict is shown. */
export const outcomeStyles: Readonly<Record<Outcome, Style>> = {
  PASS: 'good',
  FAIL: 'bad',
  INCONCLUSIVE: 'doubt',
  INVALID: 'bad',
};
