import type { Decision } from '../report/go-no-go.ts';
import type { RunReport } from '../report/run-report.ts';

/** Who signs the matrix, unless others are named. */
export const signOffRoles: readonly string[] = ['Engineering lead', 'QA lead', 'Operations/SRE lead', 'Product owner'];

/** The mark and word of a decision of the go/no-go matrix; a go that was measured on the reference target says so. */
export function decisionWords(decision: Decision, { target }: Pick<RunReport, 'target'>): string {
  return words[decision] + (decision === 'go' && target.reference ? ' (reference target)' : '');
}

const words: Readonly<Record<Decision, string>> = {
  go: '✓ go',
  'no-go': '✗ no-go',
  undecided: '? undecided',
  'not measured': '– not measured',
};
