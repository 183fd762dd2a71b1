import { sayObserved, type Observed, type ObservedAnswer } from './observed.ts';
import { evidence, type ProbeFinding } from './probe-finding.ts';

/** A question that nobody asked before, and the same question again. */
export type AskedTwice = { readonly first: Observed; readonly repeat: Observed };

/** Whether every answer has at least one citation, and each a source; no answer at all is no data. */
export function judgeCitations(seen: readonly Observed[]): ProbeFinding {
  const name = 'citations: present';
  const answers = seen.flatMap((each) => (each.kind === 'answer' ? [each] : []));
  const shown = seen.map((each) =>
    evidence(each.question, each.kind === 'answer' ? sayCitations(each) : sayObserved(each)),
  );
  if (answers.length === 0) return { name, status: 'no-data', reason: 'no question was answered', evidence: shown };
  const bad = answers.filter(({ sources = [] }) => sources.length === 0 || sources.includes(undefined));
  const [first] = bad;
  return first === undefined
    ? { name, status: 'pass', reason: `all ${answers.length} answers have citations with a source`, evidence: shown }
    : {
        name,
        status: 'fail',
        reason: `${bad.length} of ${answers.length} answers are not cited: ${sayCitations(first)}`,
        evidence: shown,
      };
}

/** Whether each hit cites the sources of the miss that filled the cache, in whatever order; without such a pair there is no data. */
export function judgeSameCitations(asked: readonly AskedTwice[]): ProbeFinding {
  const name = 'citations: same on a hit';
  const pairs = asked.flatMap(({ first, repeat }) =>
    first.kind === 'answer' && repeat.kind === 'answer' && first.cacheClass === 'miss' && repeat.cacheClass === 'hit'
      ? [{ first, repeat, question: first.question }]
      : [],
  );
  const shown = pairs.map(({ first, repeat, question }) =>
    evidence(question, `miss: ${sayCitations(first)}; hit: ${sayCitations(repeat)}`),
  );
  const comparable = pairs.filter(({ first, repeat }) => first.sources !== undefined || repeat.sources !== undefined);
  if (comparable.length === 0) {
    const reason = pairs.length === 0 ? 'no question was answered as a miss and then as a hit' : 'there is no citation';
    return { name, status: 'no-data', reason, evidence: shown };
  }
  const different = comparable.filter(({ first, repeat }) => setOf(first) !== setOf(repeat)).length;
  return different === 0
    ? { name, status: 'pass', reason: `all ${comparable.length} hits cite what their miss did`, evidence: shown }
    : {
        name,
        status: 'fail',
        reason: `${different} of ${comparable.length} hits cite other sources than the miss that filled the cache`,
        evidence: shown,
      };
}

function sayCitations({ sources }: ObservedAnswer): string {
  if (sources === undefined) return 'no list of citations';
  if (sources.length === 0) return 'an empty list of citations';
  const unsourced = sources.filter((source) => source === undefined).length;
  const count = sources.length === 1 ? '1 citation' : `${sources.length} citations`;
  return unsourced > 0 ? `${count}, ${unsourced} without a source` : `${count}: ${sources.join(', ')}`;
}

function setOf({ sources }: ObservedAnswer): string | undefined {
  return sources === undefined ? undefined : JSON.stringify(sources.map((source) => source ?? '').toSorted());
}
