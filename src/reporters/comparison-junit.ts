import type { Claim, ComparedGate, Comparison } from '../judge/comparison/comparison.ts';
import { comparedCells, figureWeight } from './comparison-words.ts';
import { xmlDocument, type XmlElement } from './xml.ts';

/** How the XML is written; see `JunitOptions` of a run. */
export type ComparisonJunitOptions = { readonly inconclusive?: 'failure' | 'skipped' };

type Kind = 'passed' | 'failure' | 'error' | 'skipped';

/**
 * JUnit XML of a comparison: a test case for each figure and each claim. Where the outcome decides nothing by itself (one run a side, other
 * machines), what regressed counts as inconclusive; of an INVALID comparison nothing counts as passed.
 */
export function comparisonJunit(comparison: Comparison, options: ComparisonJunitOptions = {}): string {
  const { gates, claims, before, after, outcome, reason, validity, reservations } = comparison;
  const open = options.inconclusive ?? 'failure';
  const cases = [
    ...validity.map(({ side, seen, remedy }) => testCase(`validity of ${side}`, 'error', `${seen}; ${remedy}`)),
    ...comparedCases({ outcome, reservations, gates, claims }, open),
    ...reservations.map((text) => testCase('evidence', open, text)),
  ];
  const all = cases.length === 0 ? [testCase('verdict', open, reason)] : cases;
  const count = (kind: Kind): number => all.filter((each) => each.kind === kind).length;
  const counts = {
    tests: all.length,
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
    time: '0.000',
  };
  const properties = { outcome, reason, before: before.id, after: after.id, digest: comparison.digest };
  const suite = {
    name: 'testsuite',
    attributes: { name: `${before.id} → ${after.id}`, ...counts, timestamp: after.startedAt },
    children: [
      {
        name: 'properties',
        children: Object.entries(properties).map(([name, value]) => ({
          name: 'property',
          attributes: { name, value },
        })),
      },
      ...all.map(({ element }) => element),
    ],
  };
  return xmlDocument({ name: 'testsuites', attributes: { name: 'hitgate', ...counts }, children: [suite] });
}

/**
 * A test case for each compared figure and claim. With `open` for what is undecided; the names begin with `prefix`.
 */
export function comparedCases(
  { outcome, reservations, gates, claims }: Pick<Comparison, 'outcome' | 'reservations' | 'gates' | 'claims'>,
  open: Kind,
  prefix = '',
): ComparedCase[] {
  const circumstances = { outcome, reservations, open };
  return [
    ...gates.map((gate) => testCase(`${prefix}${gate.name}`, kindOf(gate, circumstances), sayGate(gate))),
    ...claims.map((claim) => testCase(`${prefix}${claim.name}`, kindOf(claim, circumstances), claim.reason)),
  ];
}

type ComparedCase = { readonly kind: Kind; readonly element: XmlElement };

/** Of an INVALID comparison nothing counts. */
function kindOf(figure: ComparedGate | Claim, { outcome, reservations, open }: Circumstances): Kind {
  if (outcome === 'INVALID') return 'skipped';
  const kinds = { good: 'passed', bad: 'failure', open, none: 'skipped' } as const;
  return kinds[figureWeight(figure, reservations)];
}

type Circumstances = Pick<Comparison, 'outcome' | 'reservations'> & { readonly open: Kind };

function sayGate(gate: ComparedGate): string {
  const { before, after, status } = comparedCells(gate);
  return `${status}: ${before} → ${after}; ${gate.reason}`;
}

function testCase(name: string, kind: Kind, message: string): ComparedCase {
  const attributes = { name, classname: 'hitgate.comparison', time: 0 };
  if (kind === 'passed')
    return { kind, element: { name: 'testcase', attributes, children: [{ name: 'system-out', text: message }] } };
  const detail = kind === 'skipped' ? { message } : { message, type: kind };
  return { kind, element: { name: 'testcase', attributes, children: [{ name: kind, attributes: detail }] } };
}
